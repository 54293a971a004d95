"""Which comments a reviewer has spoken about, and which still wait for a word."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func, Q

from evaluations.canonical import words_digest
from evaluations.enums import EvaluationState
from evaluations.models import CommentModeration, Evaluation


class _CommentWithoutVerdict(Func):
    """Whether a report has a comment about which nobody has decided as it stands.

    As in the window that clients look through (migration 0003) the newest word about a comment
    counts, and only while the comment is the one it was about.
    """

    output_field = BooleanField()
    template = """EXISTS (
        SELECT FROM (VALUES (%(expressions)s)) AS report (id, comments),
            jsonb_each_text(report.comments) AS word
        WHERE word.value ~ '[^[:space:]]'
          AND encode(sha256(convert_to(word.value, 'UTF8')), 'hex') IS DISTINCT FROM (
            SELECT said.original FROM evaluations_commentmoderation AS said
            WHERE said.evaluation_id = report.id AND said.key = word.key
            ORDER BY said.id DESC LIMIT 1))"""


def waits_for_moderation() -> Q:
    """Reports with a comment that a client would read, if a reviewer said so.

    In privacy mode no client ever reads one, so nothing waits.
    """
    return Q(
        _CommentWithoutVerdict(F("pk"), F("comments")),
        state__in=sorted(EvaluationState.moderated()),
        test_call__participation__signed_up=True,
        test_call__participation__staff_informed_on__isnull=False,
    )


def verdicts(
    evaluation: Evaluation, moderations: Iterable[CommentModeration]
) -> dict[str, CommentModeration]:
    """By comment, the newest word about it; none where it was about other words.

    `moderations` are the report's, in the order they were written.
    """
    newest = {each.key: each for each in moderations}
    comments: dict[str, Any] = evaluation.comments
    return {
        key: each
        for key, each in newest.items()
        if key in comments and words_digest(comments[key]) == each.original
    }


def words_by_digest(evaluation: Evaluation, key: str) -> dict[str, str]:
    """A comment as it stands and as it was handed in before, by the digests that name them."""
    handed_in = [each.content["comments"] for each in evaluation.submissions.all()]
    versions = [comments.get(key, "") for comments in [*handed_in, evaluation.comments]]
    return {words_digest(words): words for words in versions}
