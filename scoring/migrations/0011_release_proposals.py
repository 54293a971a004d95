"""A proposed release as a row that drafting it is driven by."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0019_points_cells'),
        ('scoring', '0010_objections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReleaseProposal',
            fields=[
                ('planned_at', models.DateTimeField(auto_now_add=True)),
                ('lease', models.PositiveIntegerField(default=0)),
                ('leased_until', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True, default='')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('clients_from', models.DateTimeField(null=True)),
                ('public_from', models.DateTimeField(null=True)),
                ('reason', models.JSONField(blank=True, default=dict)),
                ('seen', models.PositiveSmallIntegerField(null=True)),
                ('state', models.CharField(default='planned', max_length=40)),
                ('steps_done', models.PositiveIntegerField(default=0)),
                ('steps', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('unchanged', models.BooleanField(default=False)),
                ('cancelled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='evaluations.programme')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('release', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='scoring.release')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='scoring.run')),
            ],
            options={
                'ordering': ['-planned_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'complete', 'failed', 'planned', 'running'])), name='release_proposal_state_known'), models.UniqueConstraint(condition=models.Q(('state__in', ['planned', 'running'])), fields=('programme',), name='release_proposal_one_at_a_time'), models.UniqueConstraint(condition=models.Q(('unchanged', False)), fields=('release',), name='release_of_one_proposal'), models.CheckConstraint(condition=models.Q(models.Q(('release__isnull', False), ('state', 'complete')), models.Q(models.Q(('state', 'complete'), _negated=True), ('release', None), ('unchanged', False)), _connector='OR'), name='release_proposal_complete_has_its_release'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state__in', ['planned', 'running'])), models.Q(('finished_at__isnull', False), ('state__in', ['cancelled', 'complete', 'failed'])), _connector='OR'), name='release_proposal_finished_is_dated')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseproposal',
            trigger=pgtrigger.compiler.Trigger(name='release_proposal_finished_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state IN ('cancelled', 'complete', 'failed'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b3934f3849387f2fadc88ecfdfc9f873646fbe35', operation='UPDATE OR DELETE', pgid='pgtrigger_release_proposal_finished_stays_95b45', table='scoring_releaseproposal', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseproposal',
            trigger=pgtrigger.compiler.Trigger(name='release_proposal_wish_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.programme_id, OLD.run_id, OLD.clients_from, OLD.public_from, OLD.reason, OLD.seen, OLD.proposed_by_id, OLD.planned_at) IS DISTINCT FROM (NEW.programme_id, NEW.run_id, NEW.clients_from, NEW.public_from, NEW.reason, NEW.seen, NEW.proposed_by_id, NEW.planned_at))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a8c813b581527501e506d974f4dd1cd604872372', operation='UPDATE', pgid='pgtrigger_release_proposal_wish_stays_b895e', table='scoring_releaseproposal', when='BEFORE')),
        ),
    ]
