"""Drafts keep which of her devices said each word last: a digest does not tell."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0038_case_sounds'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='said_on',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
    ]
