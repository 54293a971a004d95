"""Pay runs with two hands, lines that are paid once, expenses and bonuses.

What was noted as paid before becomes lines of runs that have no other step.
"""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


# What was noted as paid before there were pay runs: paid by whoever noted it, in no file.
PAID_BEFORE = """
    UPDATE evaluations_payrun SET paid_by_id = by_id, paid_at = at;
    INSERT INTO evaluations_payline (run_id, fee_id, shopper_id, minor, freed_because)
    SELECT paid.run_id, fee.id, called.shopper_id, round(fee.amount * 100), ''
    FROM evaluations_feepayment AS paid
    JOIN evaluations_fee AS fee ON fee.id = paid.fee_id
    JOIN evaluations_testcall AS called ON called.id = fee.test_call_id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""
# Back there, a run is a payment; drafts and what was not paid never were.
PAID_AFTER = """
    INSERT INTO evaluations_feepayment (fee_id, approval_id, run_id)
    SELECT line.fee_id, line.fee_id, line.run_id
    FROM evaluations_payline AS line
    JOIN evaluations_payrun AS run ON run.id = line.run_id
    WHERE line.freed_at IS NULL AND line.fee_id IS NOT NULL AND run.paid_at IS NOT NULL;
    DELETE FROM evaluations_payline;
    DELETE FROM evaluations_payrun WHERE paid_at IS NULL;
    SET CONSTRAINTS ALL IMMEDIATE;
"""
_UNAPPROVE = """
    CREATE OR REPLACE FUNCTION evaluations_unapprove_fee(report uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        last text;
    BEGIN
        SELECT step.event INTO last FROM evaluations_evaluationevent AS step
        WHERE step.subject_id = report ORDER BY step.id DESC LIMIT 1;
        IF last IS DISTINCT FROM 'take_back_approval' THEN
            RAISE EXCEPTION 'The approval of this report was not taken back.'
                USING ERRCODE = 'check_violation';
        END IF;
        DELETE FROM evaluations_feeapproval AS approval
        USING evaluations_fee AS fee, evaluations_evaluation AS reported
        WHERE reported.id = report AND fee.test_call_id = reported.test_call_id
          AND approval.fee_id = fee.id AND approval.cause = 'report_approved'
          AND NOT EXISTS ({paid});
    END $$
"""
UNAPPROVE = _UNAPPROVE.format(
    paid="SELECT 1 FROM evaluations_payline AS line"
    " WHERE line.fee_id = fee.id AND line.freed_at IS NULL"
)
UNAPPROVE_BEFORE = _UNAPPROVE.format(
    paid="SELECT 1 FROM evaluations_feepayment AS paid WHERE paid.fee_id = fee.id"
)
# Under the owner's rights, as in 0012: what somebody who was erased wrote about her expenses, and
# what was written about them.
REDACT = """
    CREATE FUNCTION evaluations_redact_pay(erased bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        mark CONSTANT text := 'Removed when the shopper was erased';
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM shoppers_erasure WHERE shopper_id = erased) THEN
            RAISE EXCEPTION 'Only the words of somebody who was erased are removed.'
                USING ERRCODE = 'check_violation';
        END IF;
        UPDATE evaluations_payextra SET words = mark WHERE shopper_id = erased;
        UPDATE evaluations_payextradecision AS said SET reason = mark
        FROM evaluations_payextra AS extra
        WHERE said.extra_id = extra.id AND extra.shopper_id = erased AND said.reason <> '';
    END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0033_double_review'),
        ('shoppers', '0008_bank_accounts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PayExtra',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('minor', models.PositiveBigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('spent_on', models.DateField()),
                ('words', models.TextField()),
                ('promised_on', models.DateField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PayLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minor', models.PositiveBigIntegerField()),
                ('freed_at', models.DateTimeField(null=True)),
                ('freed_because', models.TextField(blank=True, default='')),
            ],
            options={
                'ordering': ['run', 'shopper', 'pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='payrun',
            options={'ordering': ['-at', '-pk']},
        ),
        migrations.AddField(
            model_name='payrun',
            name='approved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='payrun',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payrun',
            name='cancelled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='payrun',
            name='cancelled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payrun',
            name='currency',
            field=models.CharField(blank=True, default='', max_length=3),
        ),
        migrations.AddField(
            model_name='payrun',
            name='filed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='payrun',
            name='filed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payrun',
            name='paid_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='payrun',
            name='paid_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payrun',
            name='until',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='payrun',
            name='at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name='payrun',
            name='paid_on',
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name='PayExtraDecision',
            fields=[
                ('extra', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='decision', serialize=False, to='evaluations.payextra')),
                ('approved', models.BooleanField()),
                ('reason', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='payextra',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='payextra',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pay_extras', to='evaluations.programme'),
        ),
        migrations.AddField(
            model_name='payextra',
            name='shopper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pay_extras', to='shoppers.shopper'),
        ),
        migrations.AddField(
            model_name='payline',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pay_lines', to='shoppers.bankaccount'),
        ),
        migrations.AddField(
            model_name='payline',
            name='extra',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pay_lines', to='evaluations.payextra'),
        ),
        migrations.AddField(
            model_name='payline',
            name='fee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pay_lines', to='evaluations.fee'),
        ),
        migrations.AddField(
            model_name='payline',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='evaluations.payrun'),
        ),
        migrations.AddField(
            model_name='payline',
            name='shopper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pay_lines', to='shoppers.shopper'),
        ),
        migrations.RunSQL(sql=PAID_BEFORE, reverse_sql=PAID_AFTER),
        pgtrigger.migrations.AddTrigger(
            model_name='payrun',
            trigger=pgtrigger.compiler.Trigger(name='pay_run_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cd8ba2a09054b4a4140560c3f4ae62dfde63e099', operation='DELETE', pgid='pgtrigger_pay_run_kept_4a88c', table='evaluations_payrun', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payrun',
            trigger=pgtrigger.compiler.Trigger(name='pay_run_steps_stay', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (ROW(OLD.currency, OLD.until, OLD.by_id, OLD.at) IS DISTINCT FROM ROW(NEW.currency, NEW.until, NEW.by_id, NEW.at) OR (OLD.approved_at IS NOT NULL AND ROW(OLD.approved_at, OLD.approved_by_id) IS DISTINCT FROM ROW(NEW.approved_at, NEW.approved_by_id)) OR (OLD.filed_at IS NOT NULL AND ROW(OLD.filed_at, OLD.filed_by_id) IS DISTINCT FROM ROW(NEW.filed_at, NEW.filed_by_id)) OR (OLD.paid_at IS NOT NULL AND ROW(OLD.paid_at, OLD.paid_by_id) IS DISTINCT FROM ROW(NEW.paid_at, NEW.paid_by_id)) OR (OLD.cancelled_at IS NOT NULL AND ROW(OLD.cancelled_at, OLD.cancelled_by_id) IS DISTINCT FROM ROW(NEW.cancelled_at, NEW.cancelled_by_id)) OR (OLD.paid_on IS NOT NULL AND OLD.paid_on IS DISTINCT FROM NEW.paid_on))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='52f7b9b1487bf44e1e8a014262656b90df26f361', operation='UPDATE', pgid='pgtrigger_pay_run_steps_stay_22e36', table='evaluations_payrun', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='pay_run_approved_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('filed_at', None), ('filed_by', None)), models.Q(('filed_at__isnull', False), ('filed_by__isnull', False)), _connector='OR'), name='pay_run_filed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_at', None), ('paid_by', None)), models.Q(('paid_at__isnull', False), ('paid_by__isnull', False)), _connector='OR'), name='pay_run_paid_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('cancelled_by', None)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False)), _connector='OR'), name='pay_run_cancelled_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('by')), _negated=True), _connector='OR'), name='pay_run_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.CheckConstraint(condition=models.Q(('filed_at', None), ('approved_at__isnull', False), _connector='OR'), name='pay_run_approved_before_its_file'),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid_at', None), ('paid_on', None)), models.Q(('cancelled_at', None), ('paid_at__isnull', False), ('paid_on__isnull', False), models.Q(('filed_at__isnull', False), ('currency', ''), _connector='OR')), _connector='OR'), name='pay_run_filed_before_it_is_paid'),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('currency', ''), ('until', None)), models.Q(('currency__regex', '^[A-Z]{3}$'), ('until__isnull', False)), _connector='OR'), name='pay_run_currency_is_a_code'),
        ),
        migrations.AddConstraint(
            model_name='payextra',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['bonus', 'other', 'phone', 'purchase', 'travel'])), name='pay_extra_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='payextra',
            constraint=models.CheckConstraint(condition=models.Q(('minor__gt', 0)), name='pay_extra_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='payextra',
            constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='pay_extra_currency_is_a_code'),
        ),
        migrations.AddConstraint(
            model_name='payextra',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='pay_extra_says_what_for'),
        ),
        migrations.AddConstraint(
            model_name='payline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('extra__isnull', False), ('fee', None)), models.Q(('extra', None), ('fee__isnull', False)), _connector='OR'), name='pay_line_is_for_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='payline',
            constraint=models.CheckConstraint(condition=models.Q(('minor__gt', 0)), name='pay_line_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='payline',
            constraint=models.UniqueConstraint(condition=models.Q(('freed_at', None)), fields=('fee',), name='fee_in_one_live_pay_run'),
        ),
        migrations.AddConstraint(
            model_name='payline',
            constraint=models.UniqueConstraint(condition=models.Q(('freed_at', None)), fields=('extra',), name='extra_in_one_live_pay_run'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payline',
            trigger=pgtrigger.compiler.Trigger(name='pay_line_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='260b7bbb338467fd33ab5dd2eaebba92769a9e0b', operation='DELETE', pgid='pgtrigger_pay_line_kept_d9336', table='evaluations_payline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payline',
            trigger=pgtrigger.compiler.Trigger(name='pay_line_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (ROW(OLD.run_id, OLD.fee_id, OLD.extra_id, OLD.shopper_id, OLD.minor) IS DISTINCT FROM ROW(NEW.run_id, NEW.fee_id, NEW.extra_id, NEW.shopper_id, NEW.minor) OR (OLD.account_id IS NOT NULL AND OLD.account_id IS DISTINCT FROM NEW.account_id) OR (OLD.freed_at IS NOT NULL AND ROW(OLD.freed_at, OLD.freed_because) IS DISTINCT FROM ROW(NEW.freed_at, NEW.freed_because)))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4364d6103307ef927741986f97b9c33802ed318d', operation='UPDATE', pgid='pgtrigger_pay_line_stays_fbd96', table='evaluations_payline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='payline',
            trigger=pgtrigger.compiler.Trigger(name='pay_line_was_approved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.fee_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM evaluations_feeapproval AS said WHERE said.fee_id = NEW.fee_id\n    ) OR NEW.extra_id IS NOT NULL AND NOT EXISTS (\n        SELECT 1 FROM evaluations_payextradecision AS said\n        WHERE said.extra_id = NEW.extra_id AND said.approved\n    ) THEN\n        RAISE EXCEPTION 'Only what was approved is paid.'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'pay_line_was_approved';\n    END IF;\n    RETURN NEW;\n", hash='ba8f4249c7e0058a334a9cf21cf0dfb0b63a2a25', operation='INSERT', pgid='pgtrigger_pay_line_was_approved_c541c', table='evaluations_payline', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='payextradecision',
            constraint=models.CheckConstraint(condition=models.Q(('approved', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='pay_extra_refusal_has_reason'),
        ),
        migrations.DeleteModel(
            name='FeePayment',
        ),
        migrations.RunSQL(sql=UNAPPROVE, reverse_sql=UNAPPROVE_BEFORE),
        migrations.RunSQL(
            sql=REDACT, reverse_sql='DROP FUNCTION evaluations_redact_pay(bigint)'
        ),
    ]
