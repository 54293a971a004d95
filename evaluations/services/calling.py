"""What a shopper does with a test call: answer the offer, or give it back."""

from django.utils.translation import gettext as _

from evaluations.decline_reasons import DeclineReason
from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import TestCall
from evaluations.services.lifecycle import LifecycleError, move
from evaluations.transitions import Event
from shoppers.models import User


class NotYours(LifecycleError):
    """The call is another shopper's."""

    code = "not_yours"

    def __init__(self) -> None:
        super().__init__(_("This call is not yours."))


def accept(*, call: TestCall, by: User) -> None:
    """Take an offered call. Raises NotYours, StateChanged."""
    check_owner(call, by)
    move(call, event=Event.ACCEPT, by=by)


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
