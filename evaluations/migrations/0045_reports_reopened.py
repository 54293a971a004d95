"""An approved report is reopened for review, and a fee that only its approval approved waits."""

from django.conf import settings
from django.db import migrations, models

_UNAPPROVE = """
    CREATE OR REPLACE FUNCTION evaluations_unapprove_fee(report uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        last text;
    BEGIN
        SELECT step.event INTO last FROM evaluations_evaluationevent AS step
        WHERE step.subject_id = report ORDER BY step.id DESC LIMIT 1;
        IF last IS NULL OR last NOT IN ({steps}) THEN
            RAISE EXCEPTION 'The approval of this report was not taken back.'
                USING ERRCODE = 'check_violation';
        END IF;
        DELETE FROM evaluations_feeapproval AS approval
        USING evaluations_fee AS fee, evaluations_evaluation AS reported
        WHERE reported.id = report AND fee.test_call_id = reported.test_call_id
          AND approval.fee_id = fee.id AND approval.cause = 'report_approved'
          AND NOT EXISTS (
              SELECT 1 FROM evaluations_payline AS line
              WHERE line.fee_id = fee.id AND line.freed_at IS NULL
          );
    END $$
"""
UNAPPROVE = _UNAPPROVE.format(steps="'take_back_approval', 'reopen'")
UNAPPROVE_BEFORE = _UNAPPROVE.format(steps="'take_back_approval'")
# Back there, only who approved a report took that back: the step led the same way.
TAKEN_BACK_BEFORE = """
    UPDATE evaluations_evaluationevent SET event = 'take_back_approval' WHERE event = 'reopen';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0044_words_said_anew'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='evaluationevent',
            name='evaluation_event_known',
        ),
        migrations.RemoveConstraint(
            model_name='evaluationevent',
            name='evaluation_event_has_author',
        ),
        migrations.RunSQL(sql=migrations.RunSQL.noop, reverse_sql=TAKEN_BACK_BEFORE),
        migrations.RunSQL(sql=UNAPPROVE, reverse_sql=UNAPPROVE_BEFORE),
        migrations.AddConstraint(
            model_name='evaluationevent',
            constraint=models.CheckConstraint(condition=models.Q(('event__in', ['agree', 'approve', 'differ', 'lock', 'object', 'reject', 'reopen', 'resubmit', 'return', 'stand', 'submit', 'take_back_agreement', 'take_back_approval', 'uphold', 'withdraw'])), name='evaluation_event_known'),
        ),
        migrations.AddConstraint(
            model_name='evaluationevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', False), ('event__in', ['agree', 'approve', 'differ', 'object', 'reject', 'reopen', 'resubmit', 'return', 'stand', 'submit', 'take_back_agreement', 'take_back_approval', 'uphold', 'withdraw'])), models.Q(('author', None), ('event__in', ['lock'])), _connector='OR'), name='evaluation_event_has_author'),
        ),
    ]
