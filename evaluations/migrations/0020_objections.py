"""Objections of clients, and the lock at the end of the preview window.

A contact under an objection stays in its client's preview, so the view of migration 0003 is
replaced; its columns are the same. The rest of it stands here as it stood there.
"""

from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


BEFORE = import_module("evaluations.migrations.0003_preview_window").VIEW
NOW = BEFORE.replace("evaluation.state = 'approved'", "evaluation.state IN ('approved', 'objected')")


def _replacing(view):
    return view.replace("CREATE VIEW", "CREATE OR REPLACE VIEW")


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0019_points_cells'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('question', models.CharField(blank=True, default='', max_length=60)),
                ('reason', models.CharField(max_length=40)),
                ('text', models.TextField()),
                ('evidence', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='evaluation',
            name='evaluation_takes_known_steps',
        ),
        migrations.RemoveConstraint(
            model_name='evaluation',
            name='evaluation_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='evaluationevent',
            name='evaluation_event_known',
        ),
        migrations.RemoveConstraint(
            model_name='evaluationevent',
            name='evaluation_event_from_known',
        ),
        migrations.RemoveConstraint(
            model_name='evaluationevent',
            name='evaluation_event_to_known',
        ),
        migrations.AddField(
            model_name='apikey',
            name='scopes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.AlterField(
            model_name='evaluationevent',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='evaluation',
            trigger=pgtrigger.compiler.Trigger(name='evaluation_takes_known_steps', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('approved', 'locked'), ('approved', 'objected'), ('approved', 'submitted'), ('draft', 'submitted'), ('objected', 'approved'), ('objected', 'rejected'), ('objected', 'returned'), ('rejected', 'submitted'), ('returned', 'submitted'), ('submitted', 'approved'), ('submitted', 'rejected'), ('submitted', 'returned'), ('submitted', 'submitted')))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c746ce85e35cce4e1c02918f206973512926930a', operation='UPDATE', pgid='pgtrigger_evaluation_takes_known_steps_f8f80', table='evaluations_evaluation', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['object'])), name='api_key_scopes_known'),
        ),
        migrations.AddConstraint(
            model_name='evaluation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'draft', 'locked', 'objected', 'rejected', 'returned', 'submitted'])), name='evaluation_state_known'),
        ),
        migrations.AddConstraint(
            model_name='evaluationevent',
            constraint=models.CheckConstraint(condition=models.Q(('event__in', ['agree', 'approve', 'lock', 'object', 'reject', 'resubmit', 'return', 'stand', 'submit', 'take_back_agreement', 'take_back_approval', 'uphold', 'withdraw'])), name='evaluation_event_known'),
        ),
        migrations.AddConstraint(
            model_name='evaluationevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', False), ('event__in', ['agree', 'approve', 'object', 'reject', 'resubmit', 'return', 'stand', 'submit', 'take_back_agreement', 'take_back_approval', 'uphold', 'withdraw'])), models.Q(('author', None), ('event__in', ['lock'])), _connector='OR'), name='evaluation_event_has_author'),
        ),
        migrations.AddConstraint(
            model_name='evaluationevent',
            constraint=models.CheckConstraint(condition=models.Q(('from_state__in', ['approved', 'draft', 'locked', 'objected', 'rejected', 'returned', 'submitted'])), name='evaluation_event_from_known'),
        ),
        migrations.AddConstraint(
            model_name='evaluationevent',
            constraint=models.CheckConstraint(condition=models.Q(('to_state__in', ['approved', 'draft', 'locked', 'objected', 'rejected', 'returned', 'submitted'])), name='evaluation_event_to_known'),
        ),
        migrations.AddField(
            model_name='objection',
            name='approval',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='evaluations.evaluationevent'),
        ),
        migrations.AddField(
            model_name='objection',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='objection',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='evaluations.client'),
        ),
        migrations.AddField(
            model_name='objection',
            name='evaluation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='evaluations.evaluation'),
        ),
        migrations.AddField(
            model_name='objection',
            name='key',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.apikey'),
        ),
        migrations.CreateModel(
            name='ObjectionDecision',
            fields=[
                ('objection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='decision', serialize=False, to='evaluations.objection')),
                ('outcome', models.CharField(max_length=40)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.evaluationevent')),
            ],
        ),
        migrations.CreateModel(
            name='ObjectionWithdrawal',
            fields=[
                ('objection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='withdrawal', serialize=False, to='evaluations.objection')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='TimeDisclosure',
            fields=[
                ('objection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='told_time', serialize=False, to='evaluations.objection')),
                ('moment', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['does_not_apply', 'not_ours', 'other', 'outside_hours', 'scenario', 'was_answered', 'wrong_answer', 'wrong_wait'])), name='objection_reason_known'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='objection_says_something'),
        ),
        migrations.AddConstraint(
            model_name='objectiondecision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['accepted', 'partly', 'refused'])), name='objection_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='objectiondecision',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='objection_decision_has_reason'),
        ),
        migrations.RunSQL(sql=_replacing(NOW), reverse_sql=_replacing(BEFORE)),
    ]
