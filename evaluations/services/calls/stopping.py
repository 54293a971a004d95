"""Ending a call for the shopper's safety, also when its word comes late."""

import uuid
from enum import Enum, auto

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import FeeGround, TestCallState
from evaluations.models import TestCall, TestCallEvent
from evaluations.services.calls.calling import check_owner
from evaluations.services.calls.messaging import ask
from evaluations.services.lifecycle import StateChanged, move
from evaluations.services.pay.fees import owe_fee
from evaluations.transitions import Event
from shoppers.models import User


class Stopped(Enum):
    """What became of her word."""

    NOW = auto()
    # Sent twice: it had stopped the call before.
    BEFORE = auto()
    # The call had ended otherwise, so it was passed on to the coordinators.
    PASSED_ON = auto()


def stop(*, call: TestCall, reason: str, by: User) -> Stopped:
    """End a call for her safety: she keeps the fee, and the place goes to somebody else.

    A phone without a network sends it later, perhaps when the call has been reported, taken back or
    stopped; then her words become a message about the call, once, and nothing is lost. Raises
    NotYours, ReasonMissing, and StateChanged for an offer, of which there is nothing to stop.
    """
    check_owner(call, by)
    try:
        with transaction.atomic():
            at = timezone.now()
            move(call, event=Event.STOP, by=by, reason=reason, at=at)
            owe_fee(call, at=at, ground=FeeGround.SAFETY)
    except StateChanged:
        call.refresh_from_db(fields=["state"])
        if call.state == TestCallState.OFFERED:
            raise
        return _said_late(call, reason.strip(), by)
    return Stopped.NOW


def _said_late(call: TestCall, reason: str, by: User) -> Stopped:
    """Nothing where this very word stopped the call; else the coordinators read it."""
    if TestCallEvent.objects.filter(subject=call, event=Event.STOP, reason=reason).exists():
        return Stopped.BEFORE
    text = _("I stopped for my safety: %(reason)s") % {"reason": reason}
    # The same words are one message, however often they come.
    ask(call=call, text=text, key=uuid.uuid5(call.pk, reason), by=by)
    return Stopped.PASSED_ON
