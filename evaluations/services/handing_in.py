"""A whole form in one go, under an id that the phone made: once, whatever is repeated."""

import uuid
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.canonical import digest, form_document
from evaluations.enums import Channel, EvaluationState
from evaluations.models import Attempt, Draft, Evaluation, RivalSubmission, Submission, TestCall
from evaluations.services.attempts import AttemptNote, facts_of, log_attempt
from evaluations.services.calling import check_owner
from evaluations.services.drafting import Changes, open_report, save_draft
from evaluations.services.evaluating import fill_from, submit
from evaluations.services.lifecycle import LifecycleError
from evaluations.validators import given
from shoppers.models import User


@dataclass(frozen=True, slots=True)
class WholeForm:
    """Everything that is handed in for one call.

    `revision` is the draft's that the form was made from. `replaces` is the fingerprint of the
    receipt that a returned report had; empty for the first handing-in.
    """

    call: uuid.UUID
    answered: bool
    answers: Mapping[str, Any]
    comments: Mapping[str, str]
    attempts: Sequence[AttemptNote]
    revision: int = 0
    replaces: str = ""

    def document(self) -> dict[str, Any]:
        """As it is kept where another form stands for the call already."""
        return {
            "answered": self.answered,
            "answers": dict(self.answers),
            "comments": dict(self.comments),
            "attempts": [
                {
                    "key": str(note.key),
                    "started_at": note.started_at.isoformat(),
                    "ending": note.ending,
                    "wait_seconds": note.wait_seconds,
                }
                for note in self.attempts
            ],
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


def hand_in(*, key: uuid.UUID, form: WholeForm, by: User) -> HandedIn:
    """Take the form under this id, or give the receipt that the same form has got already.

    Raises TestCall.DoesNotExist, NotYours, StateChanged, AttemptRefused, DraftChanged,
    ReportRefused, and AnotherForm, which leaves what came in beside what stands.
    """
    with transaction.atomic():
        call = _locked(form.call, by)
        report = Evaluation.objects.filter(test_call=call).select_related("draft").first()
        sent = _form_hash(call, form)
        if not _mends(report, form) and (known := _receipt(report, sent)) is not None:
            return HandedIn(known, is_new=False)
        stands = _standing(report, key, form)
        if not stands:
            return HandedIn(_take(call, key, form, by=by), is_new=True)
        RivalSubmission.objects.get_or_create(
            test_call=call,
            evaluation_key=key,
            form_hash=sent,
            defaults={"content": form.document(), "received_at": timezone.now()},
        )
    raise AnotherForm(stands, sent)


def _locked(pk: uuid.UUID, by: User) -> TestCall:
    held = TestCall.objects.select_for_update(of=("self",)).select_related(
        "participation__programme", "participation__company", "scenario", "shopper"
    )
    call = held.get(pk=pk)
    check_owner(call, by)
    return call


def _mends(report: Evaluation | None, form: WholeForm) -> bool:
    """Whether this is a returned report that is handed in again, and no late repetition."""
    if report is None or report.state != EvaluationState.RETURNED or not form.replaces:
        return False
    last = report.submissions.order_by("-number").first()
    return last is not None and last.content_hash == form.replaces


def _receipt(report: Evaluation | None, form_hash: str) -> Submission | None:
    if report is None:
        return None
    return report.submissions.filter(form_hash=form_hash).order_by("-number").first()


def _standing(report: Evaluation | None, key: uuid.UUID, form: WholeForm) -> str:
    """The hash of another form that stands for the call; empty when this one may be taken."""
    if report is None or _mends(report, form):
        return ""
    last = report.submissions.order_by("-number").first()
    if last is not None:
        return last.form_hash
    if report.pk == key or report.state != EvaluationState.DRAFT:
        return ""
    # The draft of another device: its words wait there for whoever wrote them.
    return digest(
        form_document(fill_from(copy(report), report.draft), report.test_call.attempts.all())
    )


def _form_hash(call: TestCall, form: WholeForm) -> str:
    """What `Submission.form_hash` is once this form is taken."""
    channel = Channel(call.channel)
    rows = {attempt.key or attempt.pk: attempt for attempt in call.attempts.order_by("number")}
    number = max((attempt.number for attempt in rows.values()), default=0)
    for note in form.attempts:
        if note.key not in rows:
            number += 1
            rows[note.key] = Attempt(test_call=call, key=note.key, number=number)
        for name, value in facts_of(note, channel).items():
            setattr(rows[note.key], name, value)
    draft = Draft(answered=form.answered, answers=given(form.answers), comments=form.comments)
    filled = fill_from(Evaluation(test_call=call), draft)
    return digest(form_document(filled, rows.values()))


def _take(call: TestCall, key: uuid.UUID, form: WholeForm, *, by: User) -> Submission:
    report = open_report(call=call, by=by, key=key)
    report.test_call = call
    has_seen_all = report.draft.revision == form.revision
    for note in form.attempts:
        log_attempt(call=call, note=note, by=by)
    draft = Draft.objects.get(evaluation=report)
    changes = Changes(
        answered=form.answered,
        answers={key: form.answers.get(key) for key in {*draft.answers, *form.answers}},
        comments={key: form.comments.get(key, "") for key in {*draft.comments, *form.comments}},
    )
    seen = draft.revision if has_seen_all else form.revision
    report.draft = save_draft(evaluation=report, changes=changes, by=by, revision=seen).draft
    return submit(evaluation=report, by=by)
