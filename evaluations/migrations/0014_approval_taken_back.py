"""A fee that a report's approval had approved is pending again when that is taken back at once.

Approvals of fees are only added to, and the app's role cannot take one away. This function can,
under the owner's rights, and only where the report's last event is that its approval was taken
back: of other causes and of paid fees no row goes.
"""

from django.db import migrations

UNAPPROVE = """
    CREATE FUNCTION evaluations_unapprove_fee(report uuid) RETURNS void
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
          AND NOT EXISTS (
              SELECT 1 FROM evaluations_feepayment AS paid WHERE paid.fee_id = fee.id
          );
    END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0013_evidence'),
    ]

    operations = [
        migrations.RunSQL(
            sql=UNAPPROVE, reverse_sql='DROP FUNCTION evaluations_unapprove_fee(uuid)'
        ),
    ]
