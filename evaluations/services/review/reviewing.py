"""Checking reports before they count; nobody reviews a report of her own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.canonical import words_digest
from evaluations.enums import EvaluationState, FeeCause, ReviewDecision, ReviewReason
from evaluations.models import (
    CommentModeration,
    Evaluation,
    EvaluationEvent,
)
from evaluations.queries.review.moderation import verdicts
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.holds import published
from evaluations.services.lifecycle import LifecycleError, StateChanged
from evaluations.services.pay.fees import approve_with_report
from evaluations.services.points import store_points
from evaluations.services.review.double_reviewing import Verdict, judge
from evaluations.transitions import Event
from shoppers.models import User


class ReviewRefused(LifecycleError):
    """A step of the review that was not taken; nothing has changed."""

    code = "review_refused"


class OwnReport(ReviewRefused):
    """Nobody reviews a report of her own."""

    code = "own_report"

    def __init__(self) -> None:
        super().__init__(_("This report is your own. Somebody else has to review it."))


class UnknownComment(ReviewRefused):
    """The report has no such comment, or no such question."""

    code = "unknown_comment"

    def __init__(self) -> None:
        super().__init__(_("The report has no such comment or question."))


class WordsChanged(ReviewRefused):
    """The comment is not, or no longer, the one that was looked at."""

    code = "words_changed"

    def __init__(self) -> None:
        super().__init__(_("The comment has been changed in the meantime. Please read it again."))


class CommentDecided(ReviewRefused):
    """Somebody decided about the comment after the reviewer read it; `standing` is what stands."""

    code = "comment_decided"

    def __init__(self, standing: CommentModeration) -> None:
        self.standing = standing
        super().__init__(
            _("%(name)s has decided about this comment in the meantime. See what stands there now.")
            % {"name": standing.by.name}
        )


class NoWords(ReviewRefused):
    """A client cannot read a comment of which no words are left."""

    code = "no_words"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Without words there is nothing for the client to read. Keep the comment hidden,"
                " or write what the client may read."
            )
        )


class PublishedReport(ReviewRefused):
    """A release rests on what the report says: it can be left out, not rewritten."""

    code = "published_report"


class ReportChanged(ReviewRefused):
    """The report was handed in anew since the reviewer read it."""

    code = "report_changed"

    def __init__(self) -> None:
        super().__init__(_("The report was handed in again in the meantime. Please read it again."))


def is_own(evaluation: Evaluation, user: User) -> bool:
    """Whether the report is this person's own."""
    shopper = evaluation.test_call.shopper
    return shopper is not None and shopper.user_id == user.pk


@transaction.atomic
def send_back(
    *,
    evaluation: Evaluation,
    reason: str,
    remarks: Mapping[str, str],
    code: ReviewReason = ReviewReason.OTHER,
    by: User,
) -> EvaluationEvent:
    """Return a report to its shopper, with a reason and remarks at questions by their keys.

    Empty remarks are left out. A report that is reviewed twice waits for the other verdict: see
    services.double_reviewing, whose refusals these three steps raise too. Raises OwnReport,
    ReportChanged, PublishedReport, UnknownComment, ReasonMissing, StateChanged.
    """
    _check_reviewer(evaluation, by)
    held = _check_unchanged(evaluation)
    if sentence := published(held):
        raise PublishedReport(sentence)
    said = {key: text.strip() for key, text in remarks.items() if text.strip()}
    checklist = checklist_of(evaluation.checklist_version)
    if not said.keys() <= {*checklist.questions, *(field.key for field in checklist.comments)}:
        raise UnknownComment
    verdict = Verdict(ReviewDecision.RETURN, reason, code, said)
    return judge(evaluation, verdict, held=held, by=by)


@transaction.atomic
def approve(*, evaluation: Evaluation, reason: str = "", by: User) -> bool:
    """Let a report count, with its points stored and its fee approved.

    False: it is reviewed twice, and waits for another reviewer now. Whoever decides between two
    who differ gives a reason. Raises OwnReport, ReportChanged, ReasonMissing, StateChanged.
    """
    _check_reviewer(evaluation, by)
    held = _check_unchanged(evaluation)
    step = judge(evaluation, Verdict(ReviewDecision.APPROVE, reason), held=held, by=by)
    if step.event != Event.APPROVE:
        return False
    # Read anew: the points must be those of the content that was approved.
    evaluation.refresh_from_db(fields=["answered", "answers"])
    store_points(evaluations=[evaluation])
    approve_with_report(evaluation, cause=FeeCause.REPORT_APPROVED, by=by)
    return True


@transaction.atomic
def reject(
    *,
    evaluation: Evaluation,
    reason: str,
    code: ReviewReason = ReviewReason.OTHER,
    by: User,
) -> EvaluationEvent:
    """Leave a report out; its place opens again, and the shopper may appeal.

    A report that is reviewed twice waits for the other verdict. Raises OwnReport, ReportChanged,
    ReasonMissing, StateChanged.
    """
    _check_reviewer(evaluation, by)
    held = _check_unchanged(evaluation)
    verdict = Verdict(ReviewDecision.REJECT, reason, code)
    return judge(evaluation, verdict, held=held, by=by)


@dataclass(frozen=True, slots=True)
class CommentVerdict:
    """A reviewer's word on a comment.

    What she had before her: `read` is the digest of the comment (`words_digest`), `standing` the
    key of the word that stood there, None where nobody had decided. `text` are the words that a
    client may read when the comment names and describes no one.
    """

    key: str
    read: str
    text: str
    describes_no_one: bool
    standing: int | None = None


@transaction.atomic
def moderate(*, evaluation: Evaluation, verdict: CommentVerdict, by: User) -> CommentModeration:
    """Say whether a comment names and describes no one, with its spelling mended if need be.

    The original stays as it is, and so does every word said before. The same press twice is one
    word. Raises OwnReport, UnknownComment, WordsChanged, CommentDecided, NoWords, StateChanged.
    """
    _check_reviewer(evaluation, by)
    held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if held.state not in EvaluationState.moderated():
        raise StateChanged([held.pk], standing=held.state)
    original = held.comments.get(verdict.key, "")
    if not original.strip():
        raise UnknownComment
    text = verdict.text.strip()
    said = CommentModeration(
        evaluation=held,
        key=verdict.key,
        original=words_digest(original),
        text=text or original,
        describes_no_one=verdict.describes_no_one,
        by=by,
        at=timezone.now(),
    )
    standing = _standing(held, verdict)
    if standing is not None and standing.pk != verdict.standing:
        if _is_same(standing, said):
            return standing
        raise CommentDecided(standing)
    if verdict.describes_no_one and not text:
        raise NoWords
    said.save(force_insert=True)
    return said


def _standing(held: Evaluation, verdict: CommentVerdict) -> CommentModeration | None:
    """The word that counts about the comment, once it is sure that this comment was read."""
    words = held.moderations.select_related("by").order_by("pk")
    standing = verdicts(held, words).get(verdict.key)
    if words_digest(held.comments[verdict.key]) != verdict.read:
        raise WordsChanged
    if standing is None and verdict.standing is not None:
        raise WordsChanged
    return standing


def _is_same(standing: CommentModeration, said: CommentModeration) -> bool:
    return (standing.by_id, standing.text, standing.describes_no_one) == (
        said.by_id,
        said.text,
        said.describes_no_one,
    )


def _check_reviewer(evaluation: Evaluation, by: User) -> None:
    if is_own(evaluation, by):
        raise OwnReport


def _check_unchanged(evaluation: Evaluation) -> Evaluation:
    """Whether it still is what was read: returned and handed in again, its state is the same."""
    held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    held.test_call = evaluation.test_call
    if held.content_hash != evaluation.content_hash:
        raise ReportChanged
    if held.state == EvaluationState.OBJECTED:
        # Some of these steps lead from there too: an arbiter takes them (services.arbitrating).
        raise StateChanged([held.pk], standing=held.state)
    return held
