"""Checking reports before they count; nobody reviews a report of her own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.canonical import words_digest
from evaluations.enums import EvaluationState
from evaluations.models import (
    CommentModeration,
    Evaluation,
    EvaluationEvent,
    Remark,
)
from evaluations.queries.checklists import checklist_of
from evaluations.services.lifecycle import LifecycleError, StateChanged, move
from evaluations.services.points import store_points
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
    *, evaluation: Evaluation, reason: str, remarks: Mapping[str, str], by: User
) -> EvaluationEvent:
    """Return a report to its shopper, with a reason and remarks at questions by their keys.

    Empty remarks are left out. Raises OwnReport, ReportChanged, UnknownComment, ReasonMissing,
    StateChanged.
    """
    _check_reviewer(evaluation, by)
    _check_unchanged(evaluation)
    said = {key: text.strip() for key, text in remarks.items() if text.strip()}
    checklist = checklist_of(evaluation.checklist_version)
    if not said.keys() <= {*checklist.questions, *(field.key for field in checklist.comments)}:
        raise UnknownComment
    move(evaluation, event=Event.RETURN, by=by, reason=reason)
    event = evaluation.events.filter(event=Event.RETURN).latest("pk")
    Remark.objects.bulk_create(
        Remark(event=event, key=key, text=text) for key, text in said.items()
    )
    return event


@transaction.atomic
def approve(*, evaluation: Evaluation, by: User) -> None:
    """Let a report count, with its points stored.

    Raises OwnReport, ReportChanged, StateChanged.
    """
    _check_reviewer(evaluation, by)
    _check_unchanged(evaluation)
    move(evaluation, event=Event.APPROVE, by=by)
    # Read anew: the points must be those of the content that was approved.
    evaluation.refresh_from_db(fields=["answered", "answers"])
    store_points(evaluations=[evaluation])


@transaction.atomic
def reject(*, evaluation: Evaluation, reason: str, by: User) -> None:
    """Leave a report out for good; its place opens again.

    Raises OwnReport, ReportChanged, ReasonMissing, StateChanged.
    """
    _check_reviewer(evaluation, by)
    _check_unchanged(evaluation)
    move(evaluation, event=Event.REJECT, by=by, reason=reason)


@dataclass(frozen=True, slots=True)
class CommentVerdict:
    """A reviewer's word on a comment.

    `read` is the digest of the comment that she had before her (`words_digest`), `text` the words
    that a client may read when it names and describes no one.
    """

    key: str
    read: str
    text: str
    describes_no_one: bool


@transaction.atomic
def moderate(*, evaluation: Evaluation, verdict: CommentVerdict, by: User) -> CommentModeration:
    """Say whether a comment names and describes no one, with its spelling mended if need be.

    The original stays as it is. Raises OwnReport, UnknownComment, WordsChanged, StateChanged.
    """
    _check_reviewer(evaluation, by)
    held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if held.state not in EvaluationState.moderated():
        raise StateChanged([held.pk])
    original = held.comments.get(verdict.key)
    if original is None:
        raise UnknownComment
    if words_digest(original) != verdict.read:
        raise WordsChanged
    return CommentModeration.objects.create(
        evaluation=held,
        key=verdict.key,
        original=verdict.read,
        text=verdict.text.strip() or original,
        describes_no_one=verdict.describes_no_one,
        by=by,
        at=timezone.now(),
    )


def _check_reviewer(evaluation: Evaluation, by: User) -> None:
    if is_own(evaluation, by):
        raise OwnReport


def _check_unchanged(evaluation: Evaluation) -> None:
    """Whether it still is what was read: returned and handed in again, its state is the same."""
    held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if held.content_hash != evaluation.content_hash:
        raise ReportChanged
