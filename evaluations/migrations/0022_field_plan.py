"""Plans of test calls, and the hours in which a planned call is made."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0021_setting_up'),
        ('shoppers', '0006_absences'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanDraft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('seed', models.PositiveIntegerField()),
                ('state', models.CharField(default='draft', max_length=40)),
                ('requested_at', models.DateTimeField(auto_now_add=True)),
                ('lease', models.PositiveIntegerField(default=0)),
                ('leased_until', models.DateTimeField(null=True)),
                ('steps', models.PositiveIntegerField(default=0)),
                ('steps_done', models.PositiveIntegerField(default=0)),
                ('inputs_hash', models.CharField(blank=True, default='', max_length=64)),
                ('quality', models.JSONField(blank=True, default=dict)),
                ('error', models.TextField(blank=True, default='')),
                ('finished_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-requested_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PlannedCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=40)),
                ('due_on', models.DateField()),
                ('call_from', models.TimeField()),
                ('call_until', models.TimeField()),
                ('stopped_by', models.CharField(blank=True, default='', max_length=40)),
            ],
            options={
                'ordering': ['due_on', 'call_from', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='testcall',
            name='call_from',
            field=models.TimeField(null=True),
        ),
        migrations.AddField(
            model_name='testcall',
            name='call_until',
            field=models.TimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='testcall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('call_from', None), ('call_until', None)), models.Q(('call_from__lt', models.F('call_until')), ('due_on__isnull', False)), _connector='OR'), name='test_call_hours_ordered'),
        ),
        migrations.AddField(
            model_name='plandraft',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='evaluations.programme'),
        ),
        migrations.AddField(
            model_name='plandraft',
            name='requested_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='plandraft',
            name='started_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='plannedcall',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.category'),
        ),
        migrations.AddField(
            model_name='plannedcall',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='plannedcall',
            name='draft',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='evaluations.plandraft'),
        ),
        migrations.AddField(
            model_name='plannedcall',
            name='participation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.participation'),
        ),
        migrations.AddField(
            model_name='plannedcall',
            name='replaces',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.testcall'),
        ),
        migrations.AddField(
            model_name='plannedcall',
            name='scenario',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.scenario'),
        ),
        migrations.AddField(
            model_name='plannedcall',
            name='shopper',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shoppers.shopper'),
        ),
        migrations.AddField(
            model_name='plannedcall',
            name='test_call',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='evaluations.testcall'),
        ),
        migrations.AddIndex(
            model_name='plandraft',
            index=models.Index(condition=models.Q(('state__in', ['computing', 'draft'])), fields=['requested_at'], name='plan_due'),
        ),
        migrations.AddConstraint(
            model_name='plandraft',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['computing', 'discarded', 'draft', 'failed', 'ready', 'started'])), name='plan_state_known'),
        ),
        migrations.AddConstraint(
            model_name='plandraft',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['computing', 'draft'])), fields=('programme',), name='plan_computed_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='plandraft',
            constraint=models.CheckConstraint(condition=models.Q(('steps_done__lte', models.F('steps'))), name='plan_steps_end'),
        ),
        migrations.AddConstraint(
            model_name='plandraft',
            constraint=models.CheckConstraint(condition=models.Q(('inputs_hash', ''), ('inputs_hash__regex', '^[0-9a-f]{64}$'), _connector='OR'), name='plan_inputs_hashed'),
        ),
        migrations.AddConstraint(
            model_name='plandraft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'started'), _negated=True), ('started_at__isnull', False), _connector='OR'), name='plan_started_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='plannedcall',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['chat', 'email', 'messenger', 'phone'])), name='planned_call_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='plannedcall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('shopper__isnull', False), ('stopped_by', '')), models.Q(('shopper', None), ('stopped_by__in', ['absent', 'already_called', 'by_hand', 'capacity', 'day_over', 'employee', 'language', 'must_be_customer', 'must_not_be_customer', 'no_login', 'no_shopper', 'not_admitted', 'not_certified', 'place_taken', 'reads_for_company', 'reads_for_rival']), ('test_call', None)), _connector='OR'), name='planned_call_has_shopper_or_rule'),
        ),
        migrations.AddConstraint(
            model_name='plannedcall',
            constraint=models.CheckConstraint(condition=models.Q(('call_from__lt', models.F('call_until'))), name='planned_call_hours_ordered'),
        ),
        migrations.AddConstraint(
            model_name='plannedcall',
            constraint=models.UniqueConstraint(fields=('draft', 'participation', 'shopper'), name='planned_call_once_per_shopper_and_company'),
        ),
        migrations.AddConstraint(
            model_name='plannedcall',
            constraint=models.UniqueConstraint(fields=('draft', 'replaces'), name='planned_call_one_for_each_place'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plannedcall',
            trigger=pgtrigger.compiler.Trigger(name='planned_call_started_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.test_call_id IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ab15be17b29da33c83c02f7aae4c4244122a4b71', operation='UPDATE OR DELETE', pgid='pgtrigger_planned_call_started_stays_0112f', table='evaluations_plannedcall', when='BEFORE')),
        ),
    ]
