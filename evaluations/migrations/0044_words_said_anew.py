"""Drafts keep in which revision each word was said last: the same may be said anew."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0043_pay_extras_once'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='said_in',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
    ]
