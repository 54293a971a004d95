"""Which of a contact's attempts decided it: its moment is the contact's, wherever that is told."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from evaluations.enums import AttemptOutcome
from evaluations.models import Attempt


def deciding_attempt(attempts: Iterable[Attempt]) -> Attempt | None:
    """The last one that was answered, else the last one; last in time, whenever it was noted."""
    return max(attempts, key=lambda each: _weight(str(each.outcome), each.started_at), default=None)


def contact_moments(calls: Collection[uuid.UUID]) -> dict[uuid.UUID, dt.datetime]:
    """When the deciding attempt of each test call began; calls without one are missing."""
    found: dict[uuid.UUID, tuple[bool, dt.datetime]] = {}
    made = Attempt.objects.filter(test_call__in=calls).order_by()
    for call, outcome, started_at in made.values_list("test_call", "outcome", "started_at"):
        weight = _weight(outcome, started_at)
        found[call] = max(found.get(call, weight), weight)
    return {call: started_at for call, (_answered, started_at) in found.items()}


def _weight(outcome: str, started_at: dt.datetime) -> tuple[bool, dt.datetime]:
    return outcome == AttemptOutcome.ANSWERED, started_at
