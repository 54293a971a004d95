"""The draft of a report: opened once, saved as often as something is typed, losing nothing."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import AttemptOutcome, EvaluationState, TestCallState
from evaluations.models import Draft, Evaluation, TestCall
from evaluations.queries.reports.held_words import ANSWERED, held_texts, text_digest
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.calls.calling import check_owner
from evaluations.services.lifecycle import LifecycleError, StateChanged
from evaluations.validators import (
    AnswerFault,
    Fault,
    FilledForm,
    beside_faults,
    faults,
    given,
    said,
)
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
    # By the keys of evaluations.evidence; an empty text takes a tick or a note away.
    beside: Mapping[str, str] = field(default_factory=dict)
    # The key that the device they were said on made itself for this report.
    device: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What she had before her when she typed, by key, as far as her phone tells it.

    `digests` are of what each said, as `text_digest` makes them; `revisions` are the draft's of
    the answers that told her so. Where only one of them names a key, that one is compared.
    """

    digests: Mapping[str, str] = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)


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
            draft_of(found)
        elif found.state == EvaluationState.DRAFT and found.draft.revision == 0:
            _begin(found.draft, call)
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
    begun = {"answered": _was_reached(call), "saved_at": timezone.now()}
    Draft.objects.get_or_create(evaluation=evaluation, defaults=begun)
    return evaluation


def _was_reached(call: TestCall) -> bool:
    """Whether somebody answered, as far as the attempts that are over say; yes without any."""
    outcomes = set(call.attempts.values_list("outcome", flat=True)) & AttemptOutcome.over()
    return outcomes != {AttemptOutcome.NOT_ANSWERED}


def _begin(draft: Draft, call: TestCall) -> None:
    """A draft without a word in it follows the attempts: a phone may fetch it before the call."""
    answered = _was_reached(call)
    if answered == draft.answered:
        return
    if Draft.objects.filter(pk=draft.pk, revision=0).update(answered=answered):
        draft.answered = answered


@transaction.atomic
def save_draft(
    *,
    evaluation: Evaluation,
    changes: Changes,
    by: User,
    revision: int | None = None,
    seen: Seen | None = None,
) -> SavedDraft:
    """Keep what the shopper has typed; the revision grows when something is new.

    With a `revision` no answer is replaced that was given elsewhere since; with `seen`, nothing
    that says something else by now, or was made to say something since, even the same again.
    DraftChanged then names what differs. Raises NotYours, StateChanged, ReportRefused: then nothing
    is kept, and the page still holds what was typed. Saving what stands there already is never
    refused.
    """
    check_owner(evaluation.test_call, by)
    draft = _locked_draft(evaluation)
    new = changed(draft, changes)
    if new and not is_editable(evaluation):
        raise StateChanged([evaluation.pk])
    check_changes(evaluation, changes)
    before = draft.revision
    if revision is not None and revision != before and (lost := replaced(draft, changes)):
        raise DraftChanged(lost)
    if seen and (lost := _unseen(draft, new, seen)):
        raise DraftChanged(lost)
    if new:
        if changes.answered is not None:
            draft.answered = changes.answered
        draft.answers = given({**draft.answers, **changes.answers})
        draft.comments = {**draft.comments, **changes.comments}
        draft.beside = said({**draft.beside, **changes.beside})
        note_saying(draft, new, changes.device)
        draft.revision += 1
        draft.saved_at = timezone.now()
        draft.save()
    return SavedDraft(draft, before)


def is_editable(evaluation: Evaluation) -> bool:
    """Whether the shopper may still fill the report in; a draft only while the call is hers."""
    if evaluation.state == EvaluationState.RETURNED:
        return True
    return (
        evaluation.state == EvaluationState.DRAFT
        and evaluation.test_call.state == TestCallState.ACCEPTED
    )


def _locked_draft(evaluation: Evaluation) -> Draft:
    # The call first, as everywhere: a coordinator who takes it back waits for this save.
    TestCall.objects.select_for_update().get(pk=evaluation.test_call_id)
    evaluation.refresh_from_db(fields=["state"])
    evaluation.test_call.refresh_from_db(fields=["state"])
    if not is_editable(evaluation) and not Draft.objects.filter(evaluation=evaluation).exists():
        raise StateChanged([evaluation.pk])
    return draft_of(evaluation)


def draft_of(evaluation: Evaluation) -> Draft:
    """The draft; a report that came from a file gets one when it is returned to a shopper."""
    draft, _made = Draft.objects.get_or_create(
        evaluation=evaluation,
        defaults={
            "answered": evaluation.answered,
            "answers": evaluation.answers,
            "comments": evaluation.comments,
            "beside": evaluation.beside,
            "saved_at": timezone.now(),
        },
    )
    evaluation.draft = draft
    return draft


def check_changes(evaluation: Evaluation, changes: Changes) -> None:
    """Only keys that the checklist has, values that its questions take, and words that fit.

    Raises ReportRefused.
    """
    checklist = checklist_of(evaluation.checklist_version)
    form = FilledForm(
        channel=evaluation.test_call.channel,
        scenario_reason=evaluation.test_call.scenario.reason,
        answered=False,  # gaps are looked for when it is handed in
        answers=changes.answers,
        comments={key: text for key, text in changes.comments.items() if text},
        privacy_mode=evaluation.test_call.participation.in_privacy_mode,
    )
    found = list(faults(checklist, form))
    too_long = [
        Fault(AnswerFault.INVALID_OPTION, key)
        for key, text in changes.comments.items()
        if len(text) > LONGEST_COMMENT or "\x00" in text
    ]
    wrong = found + too_long + list(beside_faults(changes.beside))
    if wrong:
        raise ReportRefused(_("Some of this does not fit the form."), wrong)


def note_saying(draft: Draft, keys: Iterable[str], device: uuid.UUID | None = None) -> None:
    """These are said in the next revision, on this device or on one that names itself not.

    Before the revision grows; the draft is not saved.
    """
    said_now = list(keys)
    draft.said_on |= dict.fromkeys(said_now, "" if device is None else str(device))
    draft.said_in |= dict.fromkeys(said_now, draft.revision + 1)


def changed(draft: Draft, changes: Changes) -> list[str]:
    """What the changes would make different."""
    new = [key for key, value in changes.answers.items() if draft.answers.get(key) != value]
    new += [key for key, text in changes.comments.items() if draft.comments.get(key, "") != text]
    new += [key for key, text in changes.beside.items() if draft.beside.get(key, "") != text]
    if changes.answered is not None and changes.answered != draft.answered:
        new.append(ANSWERED)
    return new


def replaced(draft: Draft, changes: Changes) -> list[str]:
    """Where the draft says something already that the changes would take away."""
    new = changed(draft, changes)
    words = {key for key, text in draft.comments.items() if text.strip()}
    words |= {ANSWERED, *draft.answers, *draft.beside}
    return [key for key in new if key in words]


def _unseen(draft: Draft, new: list[str], seen: Seen) -> list[str]:
    """Where the changes would replace what she has not had before her.

    A digest alone takes what was said anew for what it was before, and a revision alone does not
    know what was said before the keys had one.
    """
    held = held_texts(draft)

    def is_seen(key: str) -> bool:
        if key in seen.digests and seen.digests[key] != text_digest(held.get(key, "")):
            return False
        return key not in seen.revisions or draft.said_in.get(key, 0) <= seen.revisions[key]

    return [key for key in new if not is_seen(key)]
