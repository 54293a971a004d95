"""Which words about a contact its company's clients may read."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

# The rule of the preview window (migration 0003), for any evaluations at any time: of each comment
# as it stands now the newest word of a reviewer counts, and in privacy mode none does.
_CLEARED = """
    SELECT latest.evaluation_id, latest.key, latest.text
    FROM (
        SELECT DISTINCT ON (word.evaluation_id, word.key)
               word.evaluation_id, word.key, word.text, word.describes_no_one, word.original
        FROM evaluations_commentmoderation AS word
        WHERE word.evaluation_id = ANY(%s)
        ORDER BY word.evaluation_id, word.key, word.id DESC
    ) AS latest
    JOIN evaluations_evaluation AS evaluation ON evaluation.id = latest.evaluation_id
    JOIN evaluations_testcall AS called ON called.id = evaluation.test_call_id
    JOIN evaluations_participation AS part ON part.id = called.participation_id
    WHERE latest.describes_no_one
      AND latest.original = encode(
            sha256(convert_to(evaluation.comments ->> latest.key, 'UTF8')), 'hex')
      AND part.signed_up AND part.staff_informed_on IS NOT NULL
    ORDER BY latest.evaluation_id, latest.key
"""


def cleared_comments(evaluations: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """`{evaluation: {comment key: cleared text}}`; evaluations without a cleared word are missing.

    A word is cleared when the newest moderation of the comment as it stands says that it describes
    no one, and the company signed up and has informed its staff.
    """
    cleared: dict[UUID, dict[str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CLEARED, [list(evaluations)])
        for evaluation, key, text in cursor.fetchall():
            cleared.setdefault(evaluation, {})[key] = text
    return cleared
