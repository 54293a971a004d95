"""Which coordinator hears of a call: whoever has had most to do with it."""

import uuid
from collections.abc import Collection

from evaluations.models import Admission, TestCall, TestCallEvent
from evaluations.transitions import Event
from shoppers.enums import Role
from shoppers.models import User


def responsible(calls: Collection[uuid.UUID]) -> dict[uuid.UUID, User]:
    """For each call a coordinator with an open account.

    Who offered it last, else who admitted its shopper to the programme, else who has been a
    coordinator longest. Empty where there is no coordinator.
    """
    coordinators = coordinators_by_key()
    if not coordinators:
        return {}
    usual = next(iter(coordinators.values()))
    found = dict.fromkeys(calls, usual)
    for nearness in (_who_admitted(calls), _who_offered(calls)):
        found |= {call: coordinators[key] for call, key in nearness.items() if key in coordinators}
    return found


def coordinators_by_key() -> dict[uuid.UUID, User]:
    """The coordinators with open accounts, who has been one longest first."""
    found = User.objects.filter(is_active=True, role_assignments__role=Role.COORDINATOR)
    return {user.pk: user for user in found.order_by("role_assignments__granted_at", "pk")}


def _who_offered(calls: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    offers = TestCallEvent.objects.filter(subject__in=calls, event=Event.OFFER).order_by("pk")
    return dict(offers.values_list("subject_id", "author_id"))


def _who_admitted(calls: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    wanted = TestCall.objects.filter(pk__in=calls, shopper__isnull=False)
    places = wanted.values_list("pk", "shopper_id", "participation__programme_id")
    admitted = {
        (shopper, programme): by
        for shopper, programme, by in Admission.objects.filter(
            shopper__test_calls__in=calls
        ).values_list("shopper_id", "programme_id", "certified_by_id")
    }
    return {
        call: admitted[shopper, programme]
        for call, shopper, programme in places
        if (shopper, programme) in admitted
    }
