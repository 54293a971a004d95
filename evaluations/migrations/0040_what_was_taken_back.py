"""Attempts keep when somebody was said to answer by mistake, and when that was taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0039_who_said_it_last'),
    ]

    operations = [
        migrations.AddField(
            model_name='attempt',
            name='taken_back',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
    ]
