"""Attempts that came in too late are kept; of who is erased, their words go.

With them goes what other versions of her reports still held beside the comments: the words beside
the form, those of having been recognised, and those of attempts.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

BEFORE = import_module("evaluations.migrations.0012_words_of_the_erased").REDACT
RIVALS = """
        UPDATE evaluations_rivalsubmission AS rival
        SET content = jsonb_set(rival.content, '{comments}', '{}'::jsonb)
        FROM evaluations_testcall AS called
        WHERE rival.test_call_id = called.id AND called.shopper_id = erased;
"""
MORE = """
        UPDATE evaluations_rivalsubmission AS rival
        SET content = rival.content || '{"beside": {}}'::jsonb || jsonb_build_object(
            'attempts', (
                SELECT coalesce(jsonb_agg(tried.said - 'words' ORDER BY tried.place), '[]'::jsonb)
                FROM jsonb_array_elements(rival.content -> 'attempts')
                    WITH ORDINALITY AS tried(said, place)
            )
        )
        FROM evaluations_testcall AS called
        WHERE rival.test_call_id = called.id AND called.shopper_id = erased;
        UPDATE evaluations_rivalsubmission AS rival
        SET content = jsonb_set(rival.content, '{recognised,words}', to_jsonb(mark))
        FROM evaluations_testcall AS called
        WHERE rival.test_call_id = called.id AND called.shopper_id = erased
          AND rival.content -> 'recognised' ->> 'words' <> '';
        UPDATE evaluations_lateattempt AS late
        SET content = jsonb_set(late.content, '{words}', to_jsonb(mark))
        FROM evaluations_testcall AS called
        WHERE late.test_call_id = called.id AND called.shopper_id = erased
          AND late.content ->> 'words' <> '';
"""
assert RIVALS in BEFORE


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0017_points_shopper'),
    ]

    operations = [
        migrations.CreateModel(
            name='LateAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField()),
                ('content_hash', models.CharField(max_length=64)),
                ('received_at', models.DateTimeField()),
                ('test_call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='late_attempts', to='evaluations.testcall')),
            ],
            options={
                'ordering': ['test_call', 'received_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('test_call', 'content_hash'), name='late_attempt_once'), models.CheckConstraint(condition=models.Q(('content_hash__regex', '^[0-9a-f]{64}$')), name='late_attempt_is_hashed')],
            },
        ),
        migrations.RunSQL(sql=BEFORE.replace(RIVALS, RIVALS + MORE), reverse_sql=BEFORE),
    ]
