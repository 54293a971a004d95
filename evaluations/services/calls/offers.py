"""Answering several offers at once: each on its own, so that one refusal costs no other."""

import uuid
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field

from evaluations.decline_reasons import DeclineReason
from evaluations.enums import TestCallState
from evaluations.models import TestCall
from evaluations.queries.calls.my_calls import calls_of
from evaluations.services.calls.calling import accept, decline
from evaluations.services.lifecycle import LifecycleError, StateChanged
from shoppers.models import User


@dataclass(slots=True)
class Answered:
    """What became of the offers: those not `accepted` as wanted stand with the sentence why."""

    accepted: list[TestCall] = field(default_factory=list)
    declined: list[TestCall] = field(default_factory=list)
    refused: list[tuple[TestCall, str]] = field(default_factory=list)


def answer_offers(
    *,
    take: Collection[uuid.UUID],
    leave: Collection[uuid.UUID] = (),
    reason: DeclineReason | None = None,
    by: User,
) -> Answered:
    """Accept the ones; decline the others where a reason is given, else they stay open.

    Each is a step of its own, so what was taken back or forbidden meanwhile is named and the rest
    is taken. What she has accepted already counts as accepted. Keys of other people's calls are
    passed over.
    """
    answered = Answered()
    for call in calls_of(by).filter(pk__in=set(take)).order_by("due_on", "pk"):
        try:
            accept(call=call, by=by)
        except LifecycleError as refusal:
            if isinstance(refusal, StateChanged) and _is_accepted(call):
                answered.accepted.append(call)
            else:
                answered.refused.append((call, str(refusal)))
        else:
            answered.accepted.append(call)
    if reason is not None:
        answered.declined = _declined(set(leave) - set(take), reason, by)
    return answered


def _is_accepted(call: TestCall) -> bool:
    return TestCall.objects.filter(pk=call.pk, state=TestCallState.ACCEPTED).exists()


def _declined(keys: Collection[uuid.UUID], reason: DeclineReason, by: User) -> list[TestCall]:
    """Of these, the offers that are declined now; what is no offer any more needs no answer."""
    declined = []
    offers = calls_of(by).filter(pk__in=keys, state=TestCallState.OFFERED)
    for call in offers.order_by("due_on", "pk"):
        with suppress(StateChanged):
            decline(call=call, by=by, chosen=reason)
            declined.append(call)
    return declined
