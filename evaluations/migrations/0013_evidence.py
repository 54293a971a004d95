"""Ticks and notes beside a report, and pictures that show that nobody answered.

Of who is erased, her note goes from forms that came in beside another one, as her comments do.
"""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("evaluations.migrations.0012_words_of_the_erased").REDACT
REDACT = BEFORE.replace(
    "SET content = jsonb_set(rival.content, '{comments}', '{}'::jsonb)",
    "SET content = jsonb_set(rival.content, '{comments}', '{}'::jsonb) #- '{beside,note.wait}'",
)


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0012_words_of_the_erased'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='attachment',
            name='attachment_kind_known',
        ),
        migrations.AddField(
            model_name='draft',
            name='beside',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name='evaluation',
            name='beside',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['call_log', 'evidence', 'picture', 'screenshot', 'sent_mail'])), name='attachment_kind_known'),
        ),
        migrations.RunSQL(sql=REDACT, reverse_sql=BEFORE),
    ]
