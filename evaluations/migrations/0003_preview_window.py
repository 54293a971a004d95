"""The narrow window through which a client sees its own contacts before the release.

A view rather than a policy on the tables behind it: the desk reads those all day, and a client
must see neither all of their columns nor their present state. It fails closed: without
`best_in_test.client` (evaluations.queries.clients.reading), or outside the window, it shows no row.
"""

from django.conf import settings
from django.db import migrations

# The clock of the award, as settings.TIME_ZONE names it for every page.
LOCAL = f"AT TIME ZONE '{settings.TIME_ZONE}'"

VIEW = f"""
    CREATE VIEW evaluations_previewedcontact WITH (security_barrier) AS
    SELECT evaluation.id AS contact,
           part.programme_id,
           part.company_id,
           evaluation.checklist_version_id,
           called.scenario_id,
           called.channel,
           (moment.at {LOCAL})::date AS date,
           CASE WHEN extract(hour FROM moment.at {LOCAL}) < 12
                THEN 'morning' ELSE 'afternoon' END AS half_day,
           evaluation.answered,
           evaluation.answers,
           CASE WHEN part.signed_up AND part.staff_informed_on IS NOT NULL
                THEN coalesce(moderated.comments, '{{}}'::jsonb)
                ELSE '{{}}'::jsonb END AS comments,
           points.section_got,
           points.section_possible,
           points.section_zeroed,
           points.question_got,
           points.question_possible
    FROM evaluations_clientcompany AS own
    JOIN evaluations_participation AS part ON part.company_id = own.company_id
    JOIN evaluations_programme AS programme ON programme.id = part.programme_id
    JOIN evaluations_testcall AS called ON called.participation_id = part.id
    JOIN evaluations_evaluation AS evaluation ON evaluation.test_call_id = called.id
    JOIN evaluations_points AS points ON points.evaluation_id = evaluation.id
    CROSS JOIN LATERAL (
        SELECT coalesce(
            (SELECT attempt.started_at
             FROM evaluations_attempt AS attempt
             WHERE attempt.test_call_id = called.id
             ORDER BY attempt.number DESC LIMIT 1),
            evaluation.submitted_at
        ) AS at
    ) AS moment
    LEFT JOIN LATERAL (
        SELECT jsonb_object_agg(latest.key, latest.text) AS comments
        FROM (
            SELECT DISTINCT ON (word.key) word.key, word.text, word.describes_no_one, word.original
            FROM evaluations_commentmoderation AS word
            WHERE word.evaluation_id = evaluation.id
            ORDER BY word.key, word.id DESC
        ) AS latest
        WHERE latest.describes_no_one
          AND latest.original = encode(
                sha256(convert_to(evaluation.comments ->> latest.key, 'UTF8')), 'hex')
    ) AS moderated ON true
    WHERE own.client_id = nullif(current_setting('best_in_test.client', true), '')::uuid
      AND evaluation.state = 'approved'
      AND programme.preview_from <= now()
      AND now() < programme.preview_until
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0002_one_call_by_hand")]

    operations = [
        migrations.RunSQL(sql=VIEW, reverse_sql="DROP VIEW evaluations_previewedcontact"),
    ]
