"""A whole form in one go, under an id that the phone made: once, whatever is repeated."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.canonical import digest, form_document
from evaluations.enums import AttachmentKind, EvaluationState, TestCallState
from evaluations.models import Attempt, Draft, Evaluation, RivalSubmission, Submission, TestCall
from evaluations.services.calls.attempts import AttemptNote, noted
from evaluations.services.calls.calling import check_owner
from evaluations.services.lifecycle import LifecycleError, StateChanged
from evaluations.services.reports.drafting import (
    Changes,
    DraftChanged,
    changed,
    check_changes,
    is_editable,
    note_saying,
    replaced,
)
from evaluations.services.reports.evaluating import (
    Recognised,
    check_report,
    fill_from,
    recognitions,
    write_receipt,
)
from evaluations.validators import given, said
from shoppers.models import User
from shoppers.models.ready import Ready


@dataclass(frozen=True, slots=True)
class WholeForm:
    """Everything that is handed in for one call.

    `revision` is the draft's that the form was made from. `replaces` is the fingerprint of the
    receipt that a returned report had; empty for the first handing-in. What she says about having
    been `recognised`, and which pictures are `on_its_way`, is no part of the form: the same form
    without it is the same.
    """

    call: uuid.UUID
    answered: bool
    answers: Mapping[str, Any]
    comments: Mapping[str, str]
    attempts: Sequence[AttemptNote]
    revision: int = 0
    replaces: str = ""
    recognised: Recognised | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    on_its_way: Collection[AttachmentKind] = ()

    def document(self) -> dict[str, Any]:
        """As it is kept where another form stands for the call already."""
        said = self.recognised
        return {
            "recognised": None if said is None else {"yes": said.recognised, "words": said.words},
            "answered": self.answered,
            "answers": dict(self.answers),
            "comments": dict(self.comments),
            "beside": dict(self.beside),
            "attempts": [note.document() for note in self.attempts],
            "replaces": self.replaces,
        }


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The receipt; `is_new` says whether it was written now."""

    receipt: Submission
    is_new: bool


class AnotherForm(LifecycleError):
    """Another form stands for the call; both are kept. `stands` and `sent` are their hashes."""

    code = "another_form"

    def __init__(self, stands: str, sent: str) -> None:
        self.stands, self.sent = stands, sent
        super().__init__(
            _("Another report was received for this call. Both are kept; a coordinator compares.")
        )


class CallEnded(StateChanged):
    """The call was taken back, or came to nothing, before its form arrived; the form is kept."""

    code = "call_ended"

    def __init__(self, call: TestCall) -> None:
        super().__init__([call.pk], standing=call.state)

    def __str__(self) -> str:
        return _("This call has ended: your report is kept, and a coordinator can read it.")


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands for the call already; the newest receipt first."""

    call: TestCall
    report: Evaluation | None
    attempts: list[Attempt]
    receipts: list[Submission]

    @property
    def last(self) -> Submission | None:
        return self.receipts[0] if self.receipts else None


def hand_in(*, key: uuid.UUID, form: WholeForm, by: User) -> HandedIn:
    """Take the form under this id, or give the receipt that the same form has got already.

    Raises TestCall.DoesNotExist, NotYours, StateChanged, AttemptRefused, DraftChanged,
    ReportRefused, and AnotherForm or CallEnded, which leave what came in beside the call.
    """
    with transaction.atomic():
        there = _standing(form.call, by)
        report = there.report or _new_report(there.call, key)
        attempts = noted(there.call, there.attempts, form.attempts)
        sent = _form_hash(report, attempts, form)
        mends = _mends(there, form)
        if not mends and (known := _receipt(there, sent)) is not None:
            return HandedIn(known, is_new=False)
        rival = "" if mends else _rival(there, key)
        has_ended = there.call.state in TestCallState.fallen_through()
        if not rival and not has_ended:
            return HandedIn(_take(there, report, attempts, form, sent, by=by), is_new=True)
        RivalSubmission.objects.get_or_create(
            test_call=there.call,
            evaluation_key=key,
            form_hash=sent,
            defaults={"content": form.document(), "received_at": timezone.now()},
        )
    raise CallEnded(there.call) if has_ended else AnotherForm(rival, sent)


# What a handing-in looks at, and no more: each column costs. The large documents are in this
# process already, or are not looked at.
_locked_call = Ready(
    lambda pk: (
        TestCall.objects.select_for_update(of=("self",))
        .select_related(
            "participation__programme__checklist_version",
            "participation__company",
            "scenario",
            "shopper",
        )
        .only(
            "channel",
            "state",
            "fee",
            "participation__signed_up",
            "participation__staff_informed_on",
            "participation__programme__slug",
            "participation__programme__method_hash",
            "participation__programme__frozen_at",
            "participation__programme__currency",
            "participation__programme__fees_within_days",
            "participation__programme__checklist_version__document_hash",
            "participation__programme__checklist_version__frozen_at",
            "participation__company__key",
            "scenario__key",
            "scenario__reason",
            "shopper__code",
            "shopper__user_id",
        )
        .filter(pk=pk)
    ),
    uuid.UUID(int=0),
)
_report_of = Ready(
    lambda call: (
        Evaluation.objects.filter(test_call=call)
        .select_related("draft", "checklist_version")
        .defer("checklist_version__document")
    ),
    uuid.UUID(int=0),
)
_receipts_of = Ready(
    lambda report: (
        Submission.objects.filter(evaluation=report).defer("content").order_by("-number")
    ),
    uuid.UUID(int=0),
)
_attempts_at = Ready(lambda call: Attempt.objects.filter(test_call=call), uuid.UUID(int=0))


def _standing(pk: uuid.UUID, by: User) -> _Standing:
    """All that is to be looked at, read once under the lock of the call.

    The lock is a statement of its own: what is joined to a row is read as it was before the wait
    for its lock.
    """
    call = _locked_call.one(pk)
    if call is None:
        raise TestCall.DoesNotExist
    check_owner(call, by)
    report = _report_of.one(pk)
    receipts = [] if report is None else _receipts_of.all(report.pk)
    if report is not None:
        report.test_call = call
    return _Standing(call, report, _attempts_at.all(pk), receipts)


def _new_report(call: TestCall, key: uuid.UUID) -> Evaluation:
    return Evaluation(
        pk=key, test_call=call, checklist_version=call.participation.programme.checklist_version
    )


def _mends(there: _Standing, form: WholeForm) -> bool:
    """Whether this is a returned report that is handed in again, and no late repetition."""
    if there.report is None or there.last is None or not form.replaces:
        return False
    returned = there.report.state == EvaluationState.RETURNED
    return returned and there.last.content_hash == form.replaces


def _receipt(there: _Standing, form_hash: str) -> Submission | None:
    return next((each for each in there.receipts if each.form_hash == form_hash), None)


def _rival(there: _Standing, key: uuid.UUID) -> str:
    """The hash of another form that stands for the call; empty when this one may be taken."""
    if there.last is not None:
        return there.last.form_hash
    report = there.report
    if report is None or report.pk == key or report.state != EvaluationState.DRAFT:
        return ""
    # The draft of another device: its words wait there for whoever wrote them.
    return _hash_of(report, report.draft, there.attempts)


def _form_hash(report: Evaluation, attempts: list[Attempt], form: WholeForm) -> str:
    """What `Submission.form_hash` is once this form is taken."""
    draft = Draft(
        answered=form.answered,
        answers=given(form.answers),
        comments=form.comments,
        beside=dict(form.beside),
    )
    return _hash_of(report, draft, attempts)


def _hash_of(report: Evaluation, draft: Draft, attempts: list[Attempt]) -> str:
    return digest(form_document(fill_from(copy(report), draft, attempts), attempts))


def _take(  # noqa: PLR0913 - all that is looked at
    there: _Standing,
    report: Evaluation,
    attempts: list[Attempt],
    form: WholeForm,
    form_hash: str,
    *,
    by: User,
) -> Submission:
    """Write draft, attempts and receipt; everything is checked before the first row."""
    if not is_editable(report):
        raise StateChanged([there.call.pk])
    draft = _merged(there, report, form)
    fill_from(report, draft, attempts)
    check_report(report, attempts, on_its_way=form.on_its_way)
    keys = {note.key for note in form.attempts}
    noted_now = [attempt for attempt in attempts if attempt.key in keys]
    number, at = len(there.receipts) + 1, timezone.now()
    beside = [*noted_now, draft, *recognitions(report, form.recognised, by=by, at=at)]
    return write_receipt(report, attempts, form_hash, number=number, by=by, at=at, beside=beside)


def _merged(there: _Standing, report: Evaluation, form: WholeForm) -> Draft:
    """The draft as the form has it. Raises DraftChanged, ReportRefused."""
    draft = report.draft if there.report is not None else Draft(evaluation=report)
    changes = Changes(
        answered=form.answered,
        answers={key: form.answers.get(key) for key in {*draft.answers, *form.answers}},
        comments={key: form.comments.get(key, "") for key in {*draft.comments, *form.comments}},
        beside={key: form.beside.get(key, "") for key in {*draft.beside, *form.beside}},
    )
    check_changes(report, changes)
    if draft.revision != form.revision and (lost := replaced(draft, changes)):
        raise DraftChanged(lost)
    note_saying(draft, changed(draft, changes))
    draft.answered, draft.answers = form.answered, given(changes.answers)
    draft.comments, draft.beside = dict(changes.comments), said(changes.beside)
    draft.revision += 1
    draft.saved_at = timezone.now()
    report.draft = draft
    return draft
