"""Filling in a report: the draft, which loses nothing, and the handing-in, which happens once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.canonical import digest, evaluation_document, form_document
from evaluations.enums import AttemptOutcome, EvaluationState, TestCallState
from evaluations.models import Attempt, Draft, Evaluation, Submission, TestCall
from evaluations.queries.checklists import checklist_of
from evaluations.services.calling import check_owner
from evaluations.services.lifecycle import LifecycleError, StateChanged, move
from evaluations.transitions import Event
from evaluations.validators import AnswerFault, Fault, FilledForm, faults, given
from shoppers.models import User

# A page of text; more is a paste of something else.
LONGEST_COMMENT = 10_000


class ReportRefused(LifecycleError):
    """A draft or a report that was not taken; `faults` names the questions."""

    code = "report_refused"

    def __init__(self, sentence: str, found: Iterable[Fault] = ()) -> None:
        self.faults = tuple(found)
        super().__init__(sentence)


class DraftChanged(LifecycleError):
    """The draft was changed elsewhere since this page was loaded; `keys` differ from it."""

    code = "draft_changed"

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self.keys = tuple(keys)
        super().__init__(
            _(
                "This report was also filled in elsewhere. Look at the marked questions, then"
                " send again."
            )
            if self.keys
            else _("This report was changed elsewhere. Look at it again before you send it.")
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new in a draft; only what is named changes, and None takes an answer away."""

    answered: bool | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A draft after a save, and the revision it had before.

    A page that knew `revision_before` has seen everything in the draft now; any other has not.
    """

    draft: Draft
    revision_before: int


@transaction.atomic
def open_report(*, call: TestCall, by: User) -> Evaluation:
    """The report of an accepted call with its draft, made when it is first opened.

    It stays on the checklist version it began with. When all her attempts so far were in vain, it
    begins as a report that nobody answered. Raises NotYours, StateChanged.
    """
    check_owner(call, by)
    found = Evaluation.objects.filter(test_call=call).select_related("draft").first()
    if found is not None and (found.state != EvaluationState.DRAFT or hasattr(found, "draft")):
        if found.state == EvaluationState.RETURNED:
            _draft_of(found)
        return found
    held = TestCall.objects.select_for_update().get(pk=call.pk)
    if held.state != TestCallState.ACCEPTED:
        raise StateChanged([call.pk])
    evaluation, _made = Evaluation.objects.get_or_create(
        test_call=call,
        defaults={
            "checklist_version_id": call.participation.programme.checklist_version_id,
            "answered": True,
        },
    )
    outcomes = set(call.attempts.values_list("outcome", flat=True))
    begun = {"answered": outcomes != {AttemptOutcome.NOT_ANSWERED}, "saved_at": timezone.now()}
    Draft.objects.get_or_create(evaluation=evaluation, defaults=begun)
    return evaluation


@transaction.atomic
def save_draft(
    *, evaluation: Evaluation, changes: Changes, by: User, revision: int | None = None
) -> SavedDraft:
    """Keep what the shopper has typed; the revision grows when something is new.

    With a `revision` no answer is replaced that was given elsewhere since: DraftChanged then names
    what differs. Raises NotYours, StateChanged, ReportRefused: then
    nothing is kept, and the page still holds what was typed. Saving what stands there already is
    never refused.
    """
    check_owner(evaluation.test_call, by)
    draft = _locked_draft(evaluation)
    new = _changed(draft, changes)
    if new and not is_editable(evaluation):
        raise StateChanged([evaluation.pk])
    _check_changes(evaluation, changes)
    before = draft.revision
    if revision is not None and revision != before and (lost := _replaced(draft, new)):
        raise DraftChanged(lost)
    if new:
        if changes.answered is not None:
            draft.answered = changes.answered
        draft.answers = given({**draft.answers, **changes.answers})
        draft.comments = {**draft.comments, **changes.comments}
        draft.revision += 1
        draft.saved_at = timezone.now()
        draft.save()
    return SavedDraft(draft, before)


@transaction.atomic
def submit(
    *,
    evaluation: Evaluation,
    by: User,
    revision: int | None = None,
    at: dt.datetime | None = None,
) -> Submission:
    """Hand the draft in, or hand a returned report in again; the answer is the receipt.

    The same form sent twice gives the same receipt. With a `revision` nothing else is handed in
    than what she has seen. Raises NotYours, StateChanged, DraftChanged, ReportRefused with every
    fault.
    """
    call = evaluation.test_call
    check_owner(call, by)
    TestCall.objects.select_for_update().get(pk=call.pk)
    evaluation.refresh_from_db(fields=["state"])
    call.refresh_from_db(fields=["state"])
    attempts = list(call.attempts.order_by("number"))
    draft = _draft_of(evaluation)
    evaluation.answered = draft.answered
    evaluation.answers = dict(draft.answers) if draft.answered else {}
    evaluation.comments = {key: text for key, text in draft.comments.items() if text.strip()}
    form_hash = digest(form_document(evaluation, attempts))
    if (known := _same_before(evaluation, form_hash)) is not None:
        return known
    if not is_editable(evaluation):
        raise StateChanged([evaluation.pk])
    if revision is not None and revision != draft.revision:
        raise DraftChanged
    check_report(evaluation, attempts)
    return _hand_in(evaluation, attempts, form_hash, by=by, at=at or timezone.now())


def is_editable(evaluation: Evaluation) -> bool:
    """Whether the shopper may still fill the report in; a draft only while the call is hers."""
    if evaluation.state == EvaluationState.RETURNED:
        return True
    return (
        evaluation.state == EvaluationState.DRAFT
        and evaluation.test_call.state == TestCallState.ACCEPTED
    )


def report_faults(evaluation: Evaluation, draft: Draft) -> list[Fault]:
    """What is still missing or wrong in a draft, in the order of the checklist."""
    form = FilledForm(
        channel=evaluation.test_call.channel,
        scenario_reason=evaluation.test_call.scenario.reason,
        answered=draft.answered,
        answers=draft.answers if draft.answered else {},
        comments=draft.comments,
    )
    return list(faults(checklist_of(evaluation.checklist_version), form))


def check_report(evaluation: Evaluation, attempts: list[Attempt]) -> None:
    """Whether the draft may be handed in. Raises ReportRefused."""
    found = report_faults(evaluation, evaluation.draft)
    if found:
        raise ReportRefused(_("Some questions still need an answer."), found)
    if not attempts:
        raise ReportRefused(_("Note at least one attempt before you send the report."))
    reached = any(attempt.outcome == AttemptOutcome.ANSWERED for attempt in attempts)
    if reached != evaluation.draft.answered:
        raise ReportRefused(
            _("Your attempts say that somebody answered, but the report says nobody did.")
            if reached
            else _("Your attempts say that nobody answered, but the report says somebody did.")
        )


def _hand_in(
    evaluation: Evaluation, attempts: list[Attempt], form_hash: str, *, by: User, at: dt.datetime
) -> Submission:
    evaluation.submitted_at = at
    content = evaluation_document(evaluation, attempts)
    evaluation.content_hash = digest(content)
    first = evaluation.state == EvaluationState.DRAFT
    evaluation.save(
        update_fields=["answered", "answers", "comments", "submitted_at", "content_hash"]
    )
    receipt = Submission.objects.create(
        evaluation=evaluation,
        number=evaluation.submissions.count() + 1,
        content=content,
        content_hash=evaluation.content_hash,
        form_hash=form_hash,
        received_at=at,
    )
    move(evaluation, event=Event.SUBMIT if first else Event.RESUBMIT, by=by, at=at)
    if first:
        move(evaluation.test_call, event=Event.COMPLETE, by=by, at=at)
    return receipt


def _same_before(evaluation: Evaluation, form_hash: str) -> Submission | None:
    """The receipt of the last handing-in, when this is the same form again."""
    if evaluation.state != EvaluationState.SUBMITTED:
        return None
    last = evaluation.submissions.order_by("-number").first()
    return last if last is not None and last.form_hash == form_hash else None


def _locked_draft(evaluation: Evaluation) -> Draft:
    # The call first, as everywhere: a coordinator who takes it back waits for this save.
    TestCall.objects.select_for_update().get(pk=evaluation.test_call_id)
    evaluation.refresh_from_db(fields=["state"])
    evaluation.test_call.refresh_from_db(fields=["state"])
    if not is_editable(evaluation) and not Draft.objects.filter(evaluation=evaluation).exists():
        raise StateChanged([evaluation.pk])
    return _draft_of(evaluation)


def _draft_of(evaluation: Evaluation) -> Draft:
    """The draft; a report that came from a file gets one when it is returned to a shopper."""
    draft, _made = Draft.objects.get_or_create(
        evaluation=evaluation,
        defaults={
            "answered": evaluation.answered,
            "answers": evaluation.answers,
            "comments": evaluation.comments,
            "saved_at": timezone.now(),
        },
    )
    evaluation.draft = draft
    return draft


def _check_changes(evaluation: Evaluation, changes: Changes) -> None:
    """Only keys that the checklist has, values that its questions take, and words that fit."""
    checklist = checklist_of(evaluation.checklist_version)
    form = FilledForm(
        channel=evaluation.test_call.channel,
        scenario_reason=evaluation.test_call.scenario.reason,
        answered=False,  # gaps are looked for when it is handed in
        answers=changes.answers,
        comments=changes.comments,
    )
    found = list(faults(checklist, form))
    too_long = [
        Fault(AnswerFault.INVALID_OPTION, key)
        for key, text in changes.comments.items()
        if len(text) > LONGEST_COMMENT or "\x00" in text
    ]
    if found or too_long:
        raise ReportRefused(_("Some of this does not fit the form."), found + too_long)


def _changed(draft: Draft, changes: Changes) -> list[str]:
    """What the changes would make different."""
    new = [key for key, value in changes.answers.items() if draft.answers.get(key) != value]
    new += [key for key, text in changes.comments.items() if draft.comments.get(key, "") != text]
    if changes.answered is not None and changes.answered != draft.answered:
        new.append("answered")
    return new


def _replaced(draft: Draft, new: list[str]) -> list[str]:
    """Where the draft says something already that the changes would take away."""
    words = {key for key, text in draft.comments.items() if text.strip()}
    return [key for key in new if key == "answered" or key in words or key in draft.answers]
