"""Whom to give calls to: for each of a batch the shoppers that no rule keeps from it, best first.

Better is who has no more than her even share of the batch; then who meets the call's category
already, so that her severity falls on as many of its companies as possible; then who has been
promised less pay in the programme; then who has more room in the week. What a shopper is chosen for
in the batch counts for the calls after it.
"""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import ceil

from django.db.models import Sum, Value
from django.db.models.functions import Coalesce

from evaluations.enums import TestCallState
from evaluations.models import Programme, TestCall
from evaluations.queries.calls.candidates import Candidate, candidates, monday_of
from shoppers.models import Shopper

# As many as a coordinator reads through for one call.
MOST_OFFERED = 12
# A lone call in a category compares nothing: of two, her severity cancels.
LEAST_SHARE = 2


def best_shoppers(
    calls: Sequence[TestCall], due: Mapping[uuid.UUID, dt.date]
) -> dict[uuid.UUID, list[Shopper]]:
    """Who may take each call, due on this day, instead of whoever has it; best first.

    Nothing is held, so it may change. The calls come with their participation and its programme.
    """
    batch = _Batch(calls, due)
    found = {}
    for call in calls:
        rows = batch.eligible(call, due[call.pk])
        found[call.pk] = [row.shopper for row in rows[:MOST_OFFERED]]
        if rows:
            batch.choose(rows[0].shopper, call, due[call.pk])
    return found


class _Batch:
    """What is asked once for all calls, and who was chosen for those before."""

    def __init__(self, calls: Sequence[TestCall], due: Mapping[uuid.UUID, dt.date]) -> None:
        programmes = {
            call.participation.programme_id: call.participation.programme for call in calls
        }
        self._pay = {key: _pay_so_far(each) for key, each in programmes.items()}
        self._admitted = {
            key: list(
                Shopper.objects.filter(admissions__programme=key, user__isnull=False)
                .select_related("user")
                .order_by("code")
            )
            for key in programmes
        }
        self._meets = set(
            TestCall.objects.filter(
                participation__programme__in=programmes,
                state__in=TestCallState.with_shopper(),
            ).values_list("shopper_id", "participation__programme", "participation__category")
        )
        self._known: dict[tuple[int, int, dt.date], list[Candidate]] = {}
        self._weeks: Counter[tuple[int, dt.date]] = Counter()
        self._met: set[tuple[int, int]] = set()
        self._given: Counter[int] = Counter()
        able = {row.shopper.pk for call in calls for row in self._may(call, due[call.pk])}
        self._share = max(LEAST_SHARE, ceil(len(calls) / max(1, len(able))))

    def eligible(self, call: TestCall, due_on: dt.date) -> list[Candidate]:
        """Those that no rule keeps from the call, the batch's choices included; best first."""
        week = monday_of(due_on)
        rows = [
            row
            for row in self._may(call, due_on)
            if (row.shopper.pk, call.participation_id) not in self._met
            and row.capacity_left > self._weeks[row.shopper.pk, week]
        ]
        programme, category = call.participation.programme_id, call.participation.category_id
        pay = self._pay[programme]
        return sorted(
            rows,
            key=lambda row: (
                max(0, self._given[row.shopper.pk] + 1 - self._share),
                (row.shopper.pk, programme, category) not in self._meets,
                pay[row.shopper.pk],
                self._weeks[row.shopper.pk, week] - row.capacity_left,
                row.shopper.code,
            ),
        )

    def choose(self, shopper: Shopper, call: TestCall, due_on: dt.date) -> None:
        """Count the call as hers."""
        participation = call.participation
        self._weeks[shopper.pk, monday_of(due_on)] += 1
        self._met.add((shopper.pk, participation.pk))
        self._meets.add((shopper.pk, participation.programme_id, participation.category_id))
        self._pay[participation.programme_id][shopper.pk] += _pay_of(call)
        self._given[shopper.pk] += 1

    def _may(self, call: TestCall, due_on: dt.date) -> list[Candidate]:
        return [
            row
            for row in self._candidates(call, due_on)
            if not row.broken and row.shopper.pk != call.shopper_id
        ]

    def _candidates(self, call: TestCall, due_on: dt.date) -> list[Candidate]:
        key = (call.participation_id, call.scenario_id, monday_of(due_on))
        if key not in self._known:
            self._known[key] = candidates(
                participation=call.participation,
                scenario=call.scenario,
                due_on=due_on,
                shoppers=self._admitted[call.participation.programme_id],
            )
        return self._known[key]


def _usual(programme: Programme) -> Decimal:
    """What a call counts for that has no fee of its own; one where none is agreed at all."""
    return programme.call_fee or Decimal(1)


def _pay_of(call: TestCall) -> Decimal:
    return _usual(call.participation.programme) if call.fee is None else call.fee


def _pay_so_far(programme: Programme) -> defaultdict[int, Decimal]:
    """What each shopper is promised, or has earned, with calls of the programme."""
    rows = (
        TestCall.objects.filter(
            participation__programme=programme,
            shopper__isnull=False,
            state__in=TestCallState.with_shopper(),
        )
        .order_by()
        .values_list("shopper")
        .annotate(pay=Sum(Coalesce("fee", Value(_usual(programme)))))
    )
    return defaultdict(Decimal, rows)
