"""Answers to objections: by one who neither reviewed the report nor made it.

Points are never edited. Where an objection was right the report goes back to its shopper and is
reviewed anew, or it is rejected and its place opens; where it was not, the report stands. All
objections to a contact are answered together, so that one thing becomes of it.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import EvaluationState, ObjectionNotice, ObjectionOutcome, Remedy
from evaluations.models import (
    Evaluation,
    EvaluationEvent,
    Objection,
    ObjectionDecision,
    Remark,
    TimeDisclosure,
)
from evaluations.queries.calls.deciding import contact_moments
from evaluations.queries.clients.client_page import administrators_of
from evaluations.queries.objections.objections import UNDECIDED, is_reviewer
from evaluations.services.holds import published
from evaluations.services.lifecycle import LifecycleError, ReasonMissing, StateChanged, move
from evaluations.services.objections.objection_moments import among_others
from evaluations.services.review.reviewing import is_own
from evaluations.transitions import Event
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.services.notices import owe


class ArbitrationRefused(LifecycleError):
    """An answer that was not given; nothing has changed."""

    code = "arbitration_refused"


class NotTheArbiter(ArbitrationRefused):
    """She has a part in the report, or is no coordinator."""

    code = "not_the_arbiter"

    def __init__(self) -> None:
        super().__init__(
            _("You made, reviewed or disputed this report. Somebody else has to decide.")
        )


class ObjectionsChanged(ArbitrationRefused):
    """Other objections wait now than those that were looked at."""

    code = "objections_changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody has decided, filed or withdrawn an objection to this contact in the"
                " meantime. Look at them as they stand now."
            )
        )


class RemedyMissing(ArbitrationRefused):
    """An objection was right, and nothing follows from it."""

    code = "remedy_missing"

    def __init__(self) -> None:
        super().__init__(
            _("Say what becomes of the report: an objection that is right changes it.")
        )


class NothingToRemedy(ArbitrationRefused):
    """Every objection was refused: the report stands."""

    code = "nothing_to_remedy"

    def __init__(self) -> None:
        super().__init__(_("All objections are refused, so the report stands as it is."))


class CannotReturn(ArbitrationRefused):
    """There is no shopper here who could mend the report, or it is published as it stands."""

    code = "cannot_return"


class TimeWithheld(ArbitrationRefused):
    """The exact time stays with the award."""

    code = "time_withheld"

    def __init__(self) -> None:
        super().__init__(
            _(
                "The company's staff is not informed, or it did not sign up. In a phone log the"
                " exact time would name a person, so it is not told."
            )
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What an arbiter says to one objection; the client reads the reason."""

    outcome: ObjectionOutcome
    reason: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """Her answers by the objections' ids, and what becomes of the report.

    The shopper reads `to_shopper` where the report is returned or rejected.
    """

    answers: Mapping[uuid.UUID, Answer]
    remedy: Remedy | None = None
    to_shopper: str = ""


@transaction.atomic
def decide(*, evaluation: Evaluation, ruling: Ruling, by: User) -> EvaluationEvent:
    """Answer every open objection to a report for good, and tell who filed them.

    Returns the step that the report took. Raises NotTheArbiter, ObjectionsChanged, ReasonMissing,
    RemedyMissing, NothingToRemedy, CannotReturn, StateChanged.
    """
    among_others(evaluation.test_call.participation.programme)
    held = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    check_arbiter(held, by)
    waiting = {each.pk: each for each in held.objections.filter(UNDECIDED)}
    if held.state != EvaluationState.OBJECTED and not waiting:
        raise StateChanged([held.pk], standing=held.state)
    if waiting.keys() != ruling.answers.keys():
        raise ObjectionsChanged
    _check_ruling(held, ruling)
    step = _step(held, waiting.values(), ruling, by)
    now = timezone.now()
    for key, answer in ruling.answers.items():
        _answer(waiting[key], answer, step, by=by, at=now)
    return step


@transaction.atomic
def tell_time(*, objection: Objection, by: User) -> TimeDisclosure:
    """Tell the client that objects when exactly the contact was; once, and kept with who told it.

    Raises NotTheArbiter, TimeWithheld, ObjectionsChanged when it was withdrawn.
    """
    held = Evaluation.objects.select_for_update(of=("self",)).get(pk=objection.evaluation_id)
    check_arbiter(held, by)
    if held.test_call.participation.in_privacy_mode:
        raise TimeWithheld
    if hasattr(objection, "withdrawal"):
        raise ObjectionsChanged
    told, _new = TimeDisclosure.objects.get_or_create(
        objection=objection, defaults={"moment": _moment(held), "by": by, "at": timezone.now()}
    )
    return told


def check_arbiter(evaluation: Evaluation, by: User) -> None:
    """Whether this person may decide about the report. Raises NotTheArbiter."""
    disputes = evaluation.objections.filter(by=by).exists()
    if not is_coordinator(by) or is_own(evaluation, by) or is_reviewer(evaluation, by) or disputes:
        raise NotTheArbiter


def why_not_returned(evaluation: Evaluation) -> str:
    """Why the report cannot go back to its shopper; empty when it can."""
    if evaluation.test_call.assigned_at is None:
        return _(
            "The contact came from a file, so nobody can mend its report here. It can be rejected."
        )
    if published(evaluation):
        return _(
            "A release rests on this report as it stands. It can be rejected, and the release"
            " corrected, but not rewritten."
        )
    return ""


def _check_ruling(held: Evaluation, ruling: Ruling) -> None:
    if not all(answer.reason.strip() for answer in ruling.answers.values()):
        raise ReasonMissing
    favoured = any(
        answer.outcome in ObjectionOutcome.in_favour() for answer in ruling.answers.values()
    )
    if favoured and ruling.remedy is None:
        raise RemedyMissing
    if not favoured and ruling.remedy is not None:
        raise NothingToRemedy
    if ruling.remedy is Remedy.RETURN and (why := why_not_returned(held)):
        raise CannotReturn(why)


def _step(
    held: Evaluation, waiting: Iterable[Objection], ruling: Ruling, by: User
) -> EvaluationEvent:
    """What the report takes: it stands, goes back with remarks at the questions, or is rejected."""
    if ruling.remedy is None:
        reasons = dict.fromkeys(answer.reason.strip() for answer in ruling.answers.values())
        return _moved(held, Event.STAND, "\n\n".join(reasons), by)
    if ruling.remedy is Remedy.REJECT:
        return _moved(held, Event.REJECT, ruling.to_shopper, by)
    step = _moved(held, Event.RETURN, ruling.to_shopper, by)
    favoured = ObjectionOutcome.in_favour()
    questions = {
        each.question
        for each in waiting
        if each.question and ruling.answers[each.pk].outcome in favoured
    }
    Remark.objects.bulk_create(
        Remark(event=step, key=key, text=ruling.to_shopper.strip()) for key in sorted(questions)
    )
    return step


def _moved(held: Evaluation, event: Event, reason: str, by: User) -> EvaluationEvent:
    move(held, event=event, by=by, reason=reason)
    return held.events.filter(event=event).latest("pk")


def _answer(
    objection: Objection, answer: Answer, step: EvaluationEvent, *, by: User, at: dt.datetime
) -> None:
    ObjectionDecision.objects.create(
        objection=objection,
        outcome=answer.outcome,
        reason=answer.reason.strip(),
        step=step,
        by=by,
        at=at,
    )
    for reader in _told(objection):
        owe(
            recipient=reader,
            kind=ObjectionNotice.OBJECTION_DECIDED,
            about=objection.pk,
            cause=f"answered:{objection.pk.hex}:{reader.pk.hex}",
        )


def _told(objection: Objection) -> list[User]:
    """Who filed it, if she still reads for the client; else the client's administrators."""
    members = {each.user_id: each.user for each in objection.client.members.select_related("user")}
    if objection.by_id in members:
        return [members[objection.by_id]]
    return [each.user for each in administrators_of(objection.client).select_related("user")]


def _moment(evaluation: Evaluation) -> dt.datetime:
    moments = contact_moments([evaluation.test_call_id])
    return moments.get(evaluation.test_call_id) or evaluation.submitted_at or evaluation.created_at
