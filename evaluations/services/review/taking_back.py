"""Taking an approval back at once: the press that was one too many.

Only who gave it does, soon, and only while nothing rests on it. What it made goes again.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from evaluations.models import Evaluation, EvaluationEvent, PayLine, Points, TestCall
from evaluations.rules import TAKE_BACK_WITHIN
from evaluations.services.lifecycle import LifecycleError, StateChanged, move
from evaluations.services.pay.fees import unapprove_with_report
from evaluations.transitions import Event
from shoppers.models import User

# The reason of who gives none of her own; shown in the reader's language.
TAKEN_BACK_AT_ONCE = gettext_noop("Taken back at once")
_UNDONE_BY = {
    Event.APPROVE.value: Event.TAKE_BACK_APPROVAL,
    Event.AGREE.value: Event.TAKE_BACK_AGREEMENT,
}
# What of an app above rests on the approval of a report, as a sentence; empty when nothing does.
Hold = Callable[[Evaluation], str]
_holds: list[Hold] = []


class TakingBackRefused(LifecycleError):
    """An approval that stands; nothing has changed."""

    code = "taking_back_refused"


class NotHerDecision(TakingBackRefused):
    """Somebody else approved the report."""

    code = "not_her_decision"

    def __init__(self) -> None:
        super().__init__(_("Only who approved a report takes it back."))


class TooLate(TakingBackRefused):
    """The time for second thoughts is over."""

    code = "too_late"

    def __init__(self) -> None:
        minutes = int(TAKE_BACK_WITHIN.total_seconds() // 60)
        super().__init__(
            ngettext(
                "An approval can be taken back within %(minutes)d minute. It stands now.",
                "An approval can be taken back within %(minutes)d minutes. It stands now.",
                minutes,
            )
            % {"minutes": minutes}
        )


class FeePaid(TakingBackRefused):
    """A pay run holds the fee that was approved with it."""

    code = "fee_paid"

    def __init__(self) -> None:
        super().__init__(
            _("The fee of this report stands in a pay run, so its approval stands too.")
        )


class InUse(TakingBackRefused):
    """Something of an app above rests on the approval."""

    code = "in_use"


def register_hold(hold: Hold) -> None:
    """Let an app above say what rests on an approval; done when the app is loaded."""
    if hold not in _holds:
        _holds.append(hold)


def standing_decision(evaluation: Evaluation, *, by: User) -> EvaluationEvent | None:
    """Her own approval of the report, if it was said last and its time to be taken back runs."""
    last = _last_said(evaluation)
    if last is None or last.author_id != by.pk or last.at < timezone.now() - TAKE_BACK_WITHIN:
        return None
    return last


@transaction.atomic
def take_back(*, evaluation: Evaluation, reason: str = "", by: User) -> None:
    """Let the report wait for review again, as it did before she approved it.

    Its points go, and its fee is pending again unless something else had approved it. Raises
    NotHerDecision, TooLate, FeePaid, InUse, StateChanged.
    """
    # The call first, as where fees are paid: its fee is not paid meanwhile.
    TestCall.objects.select_for_update(of=("self",)).get(pk=evaluation.test_call_id)
    held = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    last = _last_said(held)
    if last is None:
        raise StateChanged([held.pk], standing=held.state)
    if last.author_id != by.pk:
        raise NotHerDecision
    if last.at < timezone.now() - TAKE_BACK_WITHIN:
        raise TooLate
    step = _UNDONE_BY[last.event]
    if step is Event.TAKE_BACK_APPROVAL:
        _check_unused(held)
    move(held, event=step, by=by, reason=reason.strip() or TAKEN_BACK_AT_ONCE)
    if step is Event.TAKE_BACK_APPROVAL:
        Points.objects.filter(evaluation=held).delete()
        unapprove_with_report(held)


def _last_said(evaluation: Evaluation) -> EvaluationEvent | None:
    """The approval of the report, first or final, where nothing was said after it."""
    last = max(evaluation.events.all(), key=lambda event: (event.at, event.pk), default=None)
    return last if last is not None and last.event in _UNDONE_BY else None


def _check_unused(held: Evaluation) -> None:
    if PayLine.objects.filter(fee__test_call=held.test_call_id, freed_at=None).exists():
        raise FeePaid
    for hold in _holds:
        if sentence := hold(held):
            raise InUse(sentence)
