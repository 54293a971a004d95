"""What a shopper does with a test call: answer the offer, or give it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.decline_reasons import DeclineReason
from evaluations.enums import AssigningRule, EvaluationState, TestCallState
from evaluations.models import TestCall
from evaluations.queries.calls.candidates import candidates
from evaluations.services.lifecycle import LifecycleError, move
from evaluations.services.roster.certifying import check_certified
from evaluations.transitions import Event
from shoppers.models import Shopper, User
from shoppers.queries.shoppers import held_shopper


class NotYours(LifecycleError):
    """The call is another shopper's."""

    code = "not_yours"

    def __init__(self) -> None:
        super().__init__(_("This call is not yours."))


class NoLongerAllowed(LifecycleError):
    """Since the call was offered, a rule has come between it and its shopper."""

    code = "no_longer_allowed"

    def __init__(self) -> None:
        super().__init__(
            _("A rule of the award keeps this call from you now. Ask the coordinator about it.")
        )


# What was looked at when the call was offered, and what the offer itself uses up.
_DECIDED = {AssigningRule.ALREADY_CALLED, AssigningRule.LOCKOUT, AssigningRule.CAPACITY}


@transaction.atomic
def accept(*, call: TestCall, by: User) -> None:
    """Take an offered call. Raises NotYours, NotCertified, StateChanged, NoLongerAllowed."""
    check_owner(call, by)
    # The call first and the shopper second, as whoever reassigns it does.
    held = TestCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if held.state == TestCallState.OFFERED:
        assert call.shopper is not None  # noqa: S101 - for the type checker: she owns it
        check_certified(call.shopper, call.participation.programme)
        _check_rules(call, call.shopper)
    move(call, event=Event.ACCEPT, by=by)


def _check_rules(call: TestCall, shopper: Shopper) -> None:
    (candidate,) = candidates(
        participation=call.participation,
        scenario=call.scenario,
        due_on=call.due_on or timezone.localdate(),
        shoppers=[held_shopper(shopper)],
    )
    if set(candidate.broken) - _DECIDED:
        raise NoLongerAllowed


def decline(
    *, call: TestCall, by: User, chosen: DeclineReason | None = None, reason: str = ""
) -> None:
    """Say no to an offer, or give an accepted call back: with a ready-made reason, words, or both.

    Raises NotYours, StateChanged, ReasonMissing.
    """
    check_owner(call, by)
    move(call, event=Event.DECLINE, by=by, reason=reason, decline_reason=chosen)


def check_owner(call: TestCall, by: User) -> None:
    """Whether the call is this person's. Raises NotYours."""
    if call.shopper is None or call.shopper.user_id != by.pk:
        raise NotYours


def is_open(call: TestCall) -> bool:
    """Whether the shopper is still at work on the call or its report."""
    if call.state == TestCallState.ACCEPTED:
        return True
    evaluation = getattr(call, "evaluation", None)
    return evaluation is not None and evaluation.state == EvaluationState.RETURNED
