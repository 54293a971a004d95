"""Handing a report in, which happens once."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.canonical import digest, evaluation_document, form_document
from evaluations.enums import AttemptOutcome, Channel, EvaluationState
from evaluations.evidence import WAIT_NOTE, evidence_lacking
from evaluations.models import Attempt, Draft, Evaluation, Recognition, Submission, TestCall
from evaluations.queries.calls.tried import as_tried
from evaluations.queries.calls.wait_answers import wait_is_corrected, wait_is_unexplained
from evaluations.queries.reports.evidence import evidence_wanted, pictures_held
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.calls.calling import check_owner
from evaluations.services.lifecycle import StateChanged, move_and_store
from evaluations.services.pay.fees import owe_fee
from evaluations.services.reports.drafting import DraftChanged, ReportRefused, draft_of, is_editable
from evaluations.transitions import Event
from evaluations.validators import AnswerFault, Fault, FilledForm, faults, said
from evaluations.wait_limits import next_attempt_on, still_wanted
from shoppers.models import User

LONGEST_RECOGNITION = 1000


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whether she thinks that they knew her for a test customer, and why."""

    recognised: bool
    words: str = ""


@transaction.atomic
def submit(
    *,
    evaluation: Evaluation,
    by: User,
    revision: int | None = None,
    at: dt.datetime | None = None,
    recognised: Recognised | None = None,
) -> Submission:
    """Hand the draft in, or hand a returned report in again; the answer is the receipt.

    The same form sent twice gives the same receipt. With a `revision` nothing else is handed in
    than what she has seen. What she says about having been `recognised` is kept beside the report,
    for reviewers alone. Raises NotYours, StateChanged, DraftChanged, ReportRefused with every
    fault.
    """
    call = evaluation.test_call
    check_owner(call, by)
    TestCall.objects.select_for_update().get(pk=call.pk)
    evaluation.refresh_from_db(fields=["state"])
    call.refresh_from_db(fields=["state"])
    attempts = list(call.attempts.all())
    draft = draft_of(evaluation)
    fill_from(evaluation, draft, attempts)
    form_hash = digest(form_document(evaluation, attempts))
    if (known := _same_before(evaluation, form_hash)) is not None:
        return known
    if not is_editable(evaluation):
        raise StateChanged([evaluation.pk])
    if revision is not None and revision != draft.revision:
        raise DraftChanged
    check_report(evaluation, attempts)
    number = evaluation.submissions.count() + 1
    at = at or timezone.now()
    beside = recognitions(evaluation, recognised, by=by, at=at)
    return write_receipt(
        evaluation, attempts, form_hash, number=number, by=by, at=at, beside=beside
    )


def recognitions(
    evaluation: Evaluation, said: Recognised | None, *, by: User, at: dt.datetime
) -> list[Recognition]:
    """Whether she was recognised, to be stored with what she hands in; none where she says nothing.

    In privacy mode without words, which could describe somebody.
    """
    if said is None:
        return []
    is_private = evaluation.test_call.participation.in_privacy_mode
    found = Recognition(
        evaluation=evaluation,
        recognised=said.recognised,
        words="" if is_private else said.words.strip()[:LONGEST_RECOGNITION],
        by=by,
        at=at,
    )
    return [found]


def fill_from(evaluation: Evaluation, draft: Draft, attempts: Collection[Attempt]) -> Evaluation:
    """Write into the evaluation what a draft hands in beside these attempts; it is not saved.

    Nobody answered: no answers. In privacy mode the words of the draft stay there.
    """
    evaluation.answered = draft.answered
    evaluation.answers = dict(draft.answers) if draft.answered else {}
    words = {} if evaluation.test_call.participation.in_privacy_mode else draft.comments
    evaluation.comments = {key: text for key, text in words.items() if text.strip()}
    evaluation.beside = _beside(evaluation, draft, attempts)
    return evaluation


def _beside(evaluation: Evaluation, draft: Draft, attempts: Collection[Attempt]) -> dict[str, str]:
    """Of what the draft says beside the checklist, what this report has a place for."""
    if draft.answered:
        keys = {WAIT_NOTE} if wait_is_corrected(evaluation, draft.answers, attempts) else set()
    else:
        keys = {each.key for each in evidence_wanted(evaluation)}
    return {key: text for key, text in said(draft.beside).items() if key in keys}


def report_faults(evaluation: Evaluation, draft: Draft) -> list[Fault]:
    """What is still missing or wrong in a draft, in the order of the checklist."""
    is_private = evaluation.test_call.participation.in_privacy_mode
    form = FilledForm(
        channel=evaluation.test_call.channel,
        scenario_reason=evaluation.test_call.scenario.reason,
        answered=draft.answered,
        answers=draft.answers if draft.answered else {},
        comments={} if is_private else draft.comments,
        privacy_mode=is_private,
    )
    return list(faults(checklist_of(evaluation.checklist_version), form))


def check_report(
    evaluation: Evaluation, attempts: list[Attempt], *, on_its_way: Collection[str] = ()
) -> None:
    """Whether the draft may be handed in; kinds of pictures may be on their way still.

    Raises ReportRefused.
    """
    found = report_faults(evaluation, evaluation.draft)
    if wait_is_unexplained(evaluation, evaluation.draft, attempts):
        found.append(Fault(AnswerFault.MISSING_ANSWER, WAIT_NOTE))
    if found:
        raise ReportRefused(_("Some questions still need an answer."), found)
    if not attempts:
        raise ReportRefused(_("Note at least one attempt before you send the report."))
    outcomes = {attempt.outcome for attempt in attempts}
    if AttemptOutcome.UNDER_WAY in outcomes:
        raise ReportRefused(_("An attempt is still under way. Say first how it ended."))
    reached = AttemptOutcome.ANSWERED in outcomes
    if reached != evaluation.draft.answered:
        raise ReportRefused(
            _("Your attempts say that somebody answered, but the report says nobody did.")
            if reached
            else _("Your attempts say that nobody answered, but the report says somebody did.")
        )
    if not reached and all(attempt.logged_at is not None for attempt in attempts):
        _check_in_vain(evaluation.test_call, attempts)
        _check_evidence(evaluation, on_its_way)


def _check_evidence(evaluation: Evaluation, on_its_way: Collection[str]) -> None:
    lacking = evidence_lacking(
        evidence_wanted(evaluation),
        said=evaluation.draft.beside,
        pictures={*pictures_held(evaluation), *on_its_way},
    )
    if lacking:
        raise ReportRefused(
            _("Nobody answered: what shows it is still missing."),
            [Fault(AnswerFault.MISSING_EVIDENCE, each.key) for each in lacking],
        )


def _check_in_vain(call: TestCall, attempts: list[Attempt]) -> None:
    """Nobody has answered when the method's attempts were in vain; a file's need not keep to it."""
    fieldwork = call.participation.programme.fieldwork
    tried, channel = [as_tried(attempt) for attempt in attempts], Channel(call.channel)
    today = timezone.localdate()
    day = next_attempt_on(fieldwork, channel, tried, today)
    if day is None:
        return
    more = still_wanted(fieldwork, channel, tried)
    raise ReportRefused(
        ngettext(
            "Nobody has answered once the limit ran out. The method wants %(count)d more attempt,"
            " on %(day)s or later.",
            "Nobody has answered once the limit ran out. The method wants %(count)d more attempts,"
            " the next on %(day)s or later.",
            more,
        )
        % {"count": more, "day": date_format(day)}
    )


def write_receipt(  # noqa: PLR0913 - all that a receipt says
    evaluation: Evaluation,
    attempts: list[Attempt],
    form_hash: str,
    *,
    number: int,
    by: User,
    at: dt.datetime,
    beside: Sequence[Model] = (),
) -> Submission:
    """Write what an evaluation that is filled in and checked hands in, and move it on.

    The call is locked. What stands `beside` it, such as attempts and draft, is written with it.
    """
    evaluation.submitted_at = at
    content = evaluation_document(evaluation, attempts)
    evaluation.content_hash = digest(content)
    first = evaluation.state == EvaluationState.DRAFT
    receipt = Submission(
        evaluation=evaluation,
        number=number,
        content=content,
        content_hash=evaluation.content_hash,
        form_hash=form_hash,
        received_at=at,
    )
    steps: list[tuple[Evaluation | TestCall, Event]]
    steps = [(evaluation, Event.SUBMIT if first else Event.RESUBMIT)]
    if first:
        steps.append((evaluation.test_call, Event.COMPLETE))
    move_and_store(steps, [evaluation, receipt, *beside], by=by, at=at)
    if first:
        owe_fee(evaluation.test_call, at=at)
    return receipt


def _same_before(evaluation: Evaluation, form_hash: str) -> Submission | None:
    """The receipt of the last handing-in, when this is the same form again."""
    if evaluation.state != EvaluationState.SUBMITTED:
        return None
    last = evaluation.submissions.order_by("-number").first()
    return last if last is not None and last.form_hash == form_hash else None
