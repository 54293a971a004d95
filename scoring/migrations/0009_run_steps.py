"""A run's work as rows of its own, each with its lease; and runs that were cancelled.

What is not finished goes on where it stands: what is frozen or ranked already is a step done.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

_FIRST = """
    INSERT INTO scoring_runstep (run_id, kind, state, planned_at, done_at, lease, error)
    SELECT id, 'freeze', CASE WHEN inputs_hash = '' THEN 'planned' ELSE 'done' END, now(),
           CASE WHEN inputs_hash = '' THEN NULL ELSE now() END, 0, ''
    FROM scoring_run WHERE state IN ('planned', 'running')
"""
_CATEGORIES = """
    WITH counted AS (
        SELECT run.id AS run_id, member.category_id, EXISTS (
            SELECT FROM scoring_rankingrow AS ranked
            JOIN evaluations_participation AS placed ON placed.id = ranked.participation_id
            WHERE ranked.run_id = run.id AND placed.category_id = member.category_id
        ) AS done
        FROM scoring_run AS run
        JOIN scoring_runinput AS input ON input.run_id = run.id
        JOIN evaluations_participation AS member ON member.id = input.participation_id
        WHERE run.state = 'running'
        GROUP BY run.id, member.category_id
    )
    INSERT INTO scoring_runstep
        (run_id, kind, category_id, state, planned_at, done_at, lease, error)
    SELECT run_id, 'category', category_id, CASE WHEN done THEN 'done' ELSE 'planned' END, now(),
           CASE WHEN done THEN now() END, 0, ''
    FROM counted
"""
_LAST = """
    INSERT INTO scoring_runstep (run_id, kind, state, planned_at, lease, error)
    SELECT DISTINCT run_id, 'winners', 'planned', now(), 0, '' FROM scoring_runstep AS step
    WHERE NOT EXISTS (
        SELECT FROM scoring_runstep AS other
        WHERE other.run_id = step.run_id AND other.state = 'planned'
    )
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0017_points_shopper'),
        ('scoring', '0008_corrections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RunStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('state', models.CharField(default='planned', max_length=40)),
                ('planned_at', models.DateTimeField(auto_now_add=True)),
                ('lease', models.PositiveIntegerField(default=0)),
                ('leased_until', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True, default='')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='run',
            name='run_finished_stays',
        ),
        migrations.RemoveConstraint(
            model_name='run',
            name='run_state_known',
        ),
        migrations.RemoveField(
            model_name='run',
            name='lease',
        ),
        migrations.RemoveField(
            model_name='run',
            name='leased_until',
        ),
        migrations.AddField(
            model_name='run',
            name='cancelled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='run',
            name='reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='run',
            trigger=pgtrigger.compiler.Trigger(name='run_finished_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state IN ('cancelled', 'complete', 'failed'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fdd910317cf9dbd540a7a6fc962accfbaa10e9e0', operation='UPDATE OR DELETE', pgid='pgtrigger_run_finished_stays_546e2', table='scoring_run', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'complete', 'failed', 'planned', 'running'])), name='run_state_known'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('finished_at__isnull', False), ('result_hash', '')), _connector='OR'), name='run_cancelled_has_a_reason'),
        ),
        migrations.AddField(
            model_name='runstep',
            name='category',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.category'),
        ),
        migrations.AddField(
            model_name='runstep',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='step_rows', to='scoring.run'),
        ),
        migrations.AddIndex(
            model_name='runstep',
            index=models.Index(condition=models.Q(('state', 'done'), _negated=True), fields=['planned_at'], name='run_step_due'),
        ),
        migrations.AddConstraint(
            model_name='runstep',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['category', 'freeze', 'winners'])), name='run_step_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='runstep',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['done', 'planned', 'running'])), name='run_step_state_known'),
        ),
        migrations.AddConstraint(
            model_name='runstep',
            constraint=models.UniqueConstraint(fields=('run', 'category'), name='run_step_once_a_category'),
        ),
        migrations.AddConstraint(
            model_name='runstep',
            constraint=models.UniqueConstraint(condition=models.Q(('category', None)), fields=('run', 'kind'), name='run_step_once'),
        ),
        migrations.AddConstraint(
            model_name='runstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('category__isnull', False), ('kind', 'category')), models.Q(models.Q(('kind', 'category'), _negated=True), ('category', None)), _connector='OR'), name='run_step_has_its_category'),
        ),
        migrations.AddConstraint(
            model_name='runstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_at', None)), _connector='OR'), name='run_step_done_is_dated'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='runstep',
            trigger=pgtrigger.compiler.Trigger(name='run_step_done_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state = 'done')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c09df52ab4c3ddbc975b01a3416d7b73032816ea', operation='UPDATE OR DELETE', pgid='pgtrigger_run_step_done_stays_34438', table='scoring_runstep', when='BEFORE')),
        ),
        *(
            migrations.RunSQL(statement, migrations.RunSQL.noop)
            for statement in (_FIRST, _CATEGORIES, _LAST, "SET CONSTRAINTS ALL IMMEDIATE")
        ),
    ]
