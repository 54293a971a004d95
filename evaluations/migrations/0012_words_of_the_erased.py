"""Of who is erased, words go from the tables that came since: messages, why she was recognised.

With them goes what a coordinator wrote to her, which calls her by her name, and why she was given
one more try at a test, which describes her.
"""

from importlib import import_module

from django.db import migrations

REDACT = """
    CREATE OR REPLACE FUNCTION evaluations_redact_words(erased bigint) RETURNS void
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
        UPDATE evaluations_callmessage AS message SET text = mark
        FROM evaluations_testcall AS called
        WHERE message.test_call_id = called.id AND called.shopper_id = erased;
        UPDATE evaluations_recognition AS said SET words = mark
        FROM evaluations_evaluation AS report, evaluations_testcall AS called
        WHERE said.evaluation_id = report.id AND report.test_call_id = called.id
          AND called.shopper_id = erased AND said.words <> '';
        UPDATE shoppers_extratry SET reason = mark WHERE shopper_id = erased;
    END $$
"""
BEFORE = import_module("evaluations.migrations.0010_fees_and_appeals").REDACT


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0011_attachments'),
    ]

    operations = [
        migrations.RunSQL(
            sql=REDACT,
            reverse_sql=BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        ),
    ]
