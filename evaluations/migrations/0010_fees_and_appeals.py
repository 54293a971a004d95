"""Appeals, fees, and what is removed of a shopper who is erased.

Calls that shoppers did here before have their fee from now on, approved where the report is.
Contacts from files have none: nothing is invented for them.
"""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

FEES_OWED = f"""
    INSERT INTO evaluations_fee
        (test_call_id, amount, currency, ground, owed_at, promised_on)
    SELECT called.id, called.fee, programme.currency, 'report', handed.at,
           (handed.at AT TIME ZONE '{settings.TIME_ZONE}')::date + programme.fees_within_days
    FROM evaluations_testcall AS called
    JOIN evaluations_participation AS part ON part.id = called.participation_id
    JOIN evaluations_programme AS programme ON programme.id = part.programme_id
    JOIN LATERAL (
        SELECT min(receipt.received_at) AS at
        FROM evaluations_submission AS receipt
        JOIN evaluations_evaluation AS report ON report.id = receipt.evaluation_id
        WHERE report.test_call_id = called.id
    ) AS handed ON handed.at IS NOT NULL
    WHERE called.assigned_at IS NOT NULL AND called.state = 'done' AND called.fee > 0
"""
FEES_APPROVED = """
    INSERT INTO evaluations_feeapproval (fee_id, cause, reason, by_id, at)
    SELECT fee.id, 'report_approved', '', step.author_id, step.at
    FROM evaluations_fee AS fee
    JOIN evaluations_evaluation AS report ON report.test_call_id = fee.test_call_id
    JOIN LATERAL (
        SELECT event.author_id, event.at FROM evaluations_evaluationevent AS event
        WHERE event.subject_id = report.id AND event.event = 'approve'
        ORDER BY event.id DESC LIMIT 1
    ) AS step ON true
    WHERE report.state = 'approved'
"""

# The app's role may change no row that is only added to. For somebody who was erased, and for
# nobody else, her own free words in such rows are removed under the owner's rights.
REDACT = """
    CREATE FUNCTION evaluations_redact_words(erased bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        mark CONSTANT text := 'Removed when the shopper was erased';
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM shoppers_erasure WHERE shopper_id = erased) THEN
            RAISE EXCEPTION 'Only the words of somebody who was erased are removed.'
                USING ERRCODE = 'check_violation';
        END IF;
        UPDATE evaluations_testcallevent AS step SET reason = mark
        FROM evaluations_testcall AS called, shoppers_shopper AS person
        WHERE step.subject_id = called.id AND called.shopper_id = erased
          AND person.id = erased AND step.author_id = person.user_id AND step.reason <> '';
        UPDATE evaluations_appeal AS appeal SET words = mark
        FROM evaluations_evaluation AS report, evaluations_testcall AS called
        WHERE appeal.evaluation_id = report.id AND report.test_call_id = called.id
          AND called.shopper_id = erased;
        UPDATE evaluations_rivalsubmission AS rival
        SET content = jsonb_set(rival.content, '{comments}', '{}'::jsonb)
        FROM evaluations_testcall AS called
        WHERE rival.test_call_id = called.id AND called.shopper_id = erased;
    END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0009_certified_and_safe'),
        ('shoppers', '0005_own_data'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Fee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=8)),
                ('currency', models.CharField(max_length=3)),
                ('ground', models.CharField(max_length=40)),
                ('owed_at', models.DateTimeField()),
                ('promised_on', models.DateField()),
            ],
            options={
                'ordering': ['owed_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PayRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('paid_on', models.DateField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.AddField(
            model_name='programme',
            name='fees_within_days',
            field=models.PositiveSmallIntegerField(db_default=30, default=30),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.CheckConstraint(condition=models.Q(('fees_within_days__gte', 1), ('fees_within_days__lte', 365)), name='programme_fees_within_a_year'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='appeal',
            name='evaluation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='evaluations.evaluation'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='rejection',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='evaluations.evaluationevent'),
        ),
        migrations.CreateModel(
            name='FeeApproval',
            fields=[
                ('fee', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='approval', serialize=False, to='evaluations.fee')),
                ('cause', models.CharField(max_length=40)),
                ('reason', models.TextField(blank=True, default='')),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='FeePayment',
            fields=[
                ('fee', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='payment', serialize=False, to='evaluations.fee')),
            ],
        ),
        migrations.AddField(
            model_name='fee',
            name='test_call',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='owed_fee', to='evaluations.testcall'),
        ),
        migrations.AddField(
            model_name='payrun',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='AppealDecision',
            fields=[
                ('appeal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='decision', serialize=False, to='evaluations.appeal')),
                ('outcome', models.CharField(max_length=40)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='appeal_says_something'),
        ),
        migrations.AddField(
            model_name='feeapproval',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='feepayment',
            name='approval',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='payment', to='evaluations.feeapproval'),
        ),
        migrations.AddField(
            model_name='feepayment',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='evaluations.payrun'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='fee_above_zero'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='fee_currency_is_a_code'),
        ),
        migrations.AddConstraint(
            model_name='fee',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['report', 'safety'])), name='fee_ground_known'),
        ),
        migrations.AddConstraint(
            model_name='appealdecision',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['fee_only', 'refused', 'upheld'])), name='appeal_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='appealdecision',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='appeal_decision_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='feeapproval',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ['appeal_upheld', 'by_hand', 'report_approved', 'safety'])), name='fee_cause_known'),
        ),
        migrations.AddConstraint(
            model_name='feeapproval',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cause', 'by_hand'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), ('by__isnull', False)), _connector='OR'), name='fee_by_hand_has_reason'),
        ),
        migrations.RunSQL(
            sql=REDACT, reverse_sql="DROP FUNCTION evaluations_redact_words(bigint)"
        ),
        # Last: rows that wait for their constraints stand in the way of changes of their tables.
        migrations.RunSQL(sql=FEES_OWED, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql=FEES_APPROVED, reverse_sql=migrations.RunSQL.noop),
    ]
