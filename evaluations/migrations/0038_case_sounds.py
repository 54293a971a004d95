"""Acted calls of calibrations: their sound beside their words."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0037_words_stored_plain'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseSound',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(default='checking', max_length=40)),
                ('fault', models.CharField(blank=True, db_default='', default='', max_length=40)),
                ('size', models.PositiveIntegerField()),
                ('kept_size', models.PositiveIntegerField(null=True)),
                ('kept_sha256', models.CharField(blank=True, db_default='', default='', max_length=64)),
                ('received_at', models.DateTimeField()),
                ('lease', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('leased_until', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sound', to='evaluations.calibrationcase')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['checking', 'ready', 'receiving', 'refused', 'removed'])), name='case_sound_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('fault__in', ['animated', 'damaged', 'not_a_picture', 'not_sound', 'other_sound', 'sound_damaged', 'sound_too_costly', 'too_costly', 'too_long', 'too_many_pixels', 'unusual_sound']), ('state', 'refused')), models.Q(models.Q(('state', 'refused'), _negated=True), ('fault', '')), _connector='OR'), name='case_sound_refused_has_fault'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('kept_sha256__regex', '^[0-9a-f]{64}$'), ('kept_size__isnull', False)), _connector='OR'), name='case_sound_ready_is_hashed')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='casesound',
            trigger=pgtrigger.compiler.Trigger(name='case_sound_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM evaluations_calibrationcase c\n        JOIN evaluations_calibration s ON s.id = c.calibration_id\n        WHERE c.id = OLD.case_id AND s.state <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'The sound of a calibration that was opened stays as it is.'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_sound_stays';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='d8352d3ff96c07ee4e289a727da94a6b4b468d1a', operation='UPDATE OR DELETE', pgid='pgtrigger_case_sound_stays_ed2ea', table='evaluations_casesound', when='BEFORE')),
        ),
    ]
