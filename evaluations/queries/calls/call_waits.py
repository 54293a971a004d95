"""What a shopper's calls wait for, a whole list of them at once."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.utils import timezone

from evaluations.call_waits import CallWait, wait_of
from evaluations.enums import Channel, TestCallState
from evaluations.method import Fieldwork
from evaluations.models import Attempt, Programme, TestCall
from evaluations.queries.calls.tried import as_tried
from evaluations.wait_limits import Tried


def waits_of(calls: Sequence[TestCall]) -> dict[uuid.UUID, CallWait]:
    """The calls that wait for an answer or another day, as they come from waiting_calls."""
    open_ = [
        call
        for call in calls
        if call.state == TestCallState.ACCEPTED
        and call.tried  # type: ignore[attr-defined]  # annotated by the query
        and not call.reached  # type: ignore[attr-defined]  # annotated by the query
    ]
    if not open_:
        return {}
    tried, rules = _tried(open_), _rules(open_)
    now = timezone.localtime(timezone=timezone.get_default_timezone())
    found = {
        call.pk: wait_of(
            rules[call.participation.programme_id], Channel(call.channel), tried[call.pk], now
        )
        for call in open_
    }
    return {pk: wait for pk, wait in found.items() if wait is not None}


def _tried(calls: Sequence[TestCall]) -> dict[uuid.UUID, list[Tried]]:
    found: dict[uuid.UUID, list[Tried]] = defaultdict(list)
    for attempt in Attempt.objects.filter(test_call__in=calls):
        found[attempt.test_call_id].append(as_tried(attempt))
    return found


def _rules(calls: Sequence[TestCall]) -> dict[int, Fieldwork]:
    programmes = {call.participation.programme_id for call in calls}
    found = Programme.objects.filter(pk__in=programmes).only("method", "method_hash", "frozen_at")
    return {programme.pk: programme.fieldwork for programme in found}
