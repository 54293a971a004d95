"""The field board: contacts by day, when the fieldwork will be finished, who stays short, money."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from evaluations.enums import EvaluationState, FeeState, TestCallState
from evaluations.forecast import Finish, chance_in_time, finish
from evaluations.models import Fee, Programme, TestCall
from evaluations.queries.field.fieldwork import CompanyFigures, Figures
from evaluations.queries.pay.fees import with_state
from evaluations.working_days import is_working_day

# How far the pace looks back, and the strip on either side of today; in working days.
LOOK_BACK = 10
# Below this chance of having all its contacts in time, a company is at risk.
LIKELY = 0.8


@dataclass(frozen=True, slots=True)
class Day:
    """One working day: contacts `done` on it, calls `due` on it that are in time, and `late` ones.

    What falls on a day that is no working day counts with the next one.
    """

    day: dt.date
    done: int = 0
    due: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Money:
    """The programme's fees: paid, owed and not paid, promised for calls in hand; `currency` apart.

    `to_come` is what the places that are still to be given will cost at the programme's fee; None
    without one. Fees in another currency are left out.
    """

    paid: Decimal
    owed: Decimal
    promised: Decimal
    to_come: Decimal | None
    budget: Decimal | None

    @property
    def bound(self) -> Decimal:
        """What is spent or promised for good."""
        return self.paid + self.owed + self.promised

    @property
    def left(self) -> Decimal | None:
        """What the budget leaves after all of it, places to come included; None without one."""
        if self.budget is None:
            return None
        return self.budget - self.bound - (self.to_come or 0)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A company that may stay below what the method wants, with the n it is heading for.

    `chance` of having all in time; 0 once the last day is over, when `foreseen` is final.
    """

    figures: CompanyFigures
    foreseen: int
    chance: float


class FieldDays:
    """The contacts of a programme by company and day; three queries, made when it is."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.today = timezone.localdate()
        self._country = programme.fieldwork.hours.holidays
        self._before, *self.days = self._strip()
        self._done = self._counted(
            Q(state=TestCallState.DONE, evaluation__submitted_at__isnull=False)
            & ~Q(evaluation__state=EvaluationState.REJECTED),
            TruncDate("evaluation__submitted_at", tzinfo=timezone.get_current_timezone()),
        )
        to_come = Q(state__in=sorted(TestCallState.to_come()), due_on__gte=self.today)
        self._due = self._counted(to_come, TruncDate("due_on"))
        in_hand = Q(state__in=sorted(TestCallState.open()), due_on__lt=self.today)
        self._late = self._counted(in_hand, TruncDate("due_on"))

    def strip(self, companies: Collection[int]) -> list[Day]:
        """The days around today, of these participations together."""
        done, due, late = (
            self._together(counts, companies) for counts in (self._done, self._due, self._late)
        )
        return [Day(day, done[day], due[day], late[day]) for day in self.days]

    def lately(self, companies: Collection[int]) -> list[int]:
        """What was done on each of the last working days before today; none before the first."""
        first = self.programme.fieldwork_start
        return [each.done for each in self.strip(companies) if first <= each.day < self.today]

    def has_pace(self) -> bool:
        """Whether a working day of the fieldwork is over, so that there is a pace to go by."""
        return any(self.programme.fieldwork_start <= day < self.today for day in self.days)

    def days_left(self) -> int:
        """Working days from today to the last on which contacts count; 0 when it is over."""
        last = self.last_day()
        days = (last - self.today).days + 1
        return sum(self._works(self.today + dt.timedelta(days=day)) for day in range(max(0, days)))

    def last_day(self) -> dt.date:
        """The end of the fieldwork."""
        return self.programme.fieldwork_end

    def day_after(self, working_days: float) -> dt.date:
        """The working day on which so many of them, counted from today on, are over."""
        day, left = self.today, working_days
        while not self._works(day) or left > 1:
            left -= self._works(day)
            day += dt.timedelta(days=1)
        return day

    def _works(self, day: dt.date) -> bool:
        return is_working_day(day, country=self._country)

    def _strip(self) -> list[dt.date]:
        """The days shown, after the last one that is not."""
        before: list[dt.date] = []
        day = self.today
        while len(before) <= LOOK_BACK:
            day -= dt.timedelta(days=1)
            if self._works(day):
                before.append(day)
        after, day = [self.today], self.today
        while len(after) <= LOOK_BACK:
            day += dt.timedelta(days=1)
            if self._works(day):
                after.append(day)
        return [*reversed(before), *after]

    def _counted(self, which: Q, day: TruncDate) -> dict[int, dict[dt.date, int]]:
        found: dict[int, dict[dt.date, int]] = defaultdict(dict)
        rows = (
            TestCall.objects.filter(which, participation__programme=self.programme)
            .order_by()
            .annotate(day=day)
            .values_list("participation_id", "day")
            .annotate(number=Count("pk"))
        )
        for key, on, number in rows:
            found[key][on] = number
        return found

    def _together(
        self, counts: Mapping[int, Mapping[dt.date, int]], companies: Collection[int]
    ) -> dict[dt.date, int]:
        sums: dict[dt.date, int] = defaultdict(int)
        for key in companies:
            for day, number in counts.get(key, {}).items():
                if place := self._shown_on(day):
                    sums[place] += number
        return sums

    def _shown_on(self, day: dt.date) -> dt.date | None:
        if day <= self._before:
            return None
        return next((each for each in self.days if each >= day), None)


def remaining(figures: Figures) -> int:
    """How many contacts are still to be handed in."""
    return max(0, figures.wanted - figures.done)


def foreseen_finish(days: FieldDays, rows: Sequence[CompanyFigures]) -> Finish:
    """When the last of these companies' contacts comes, at today's pace."""
    pace = days.lately([row.participation.pk for row in rows]) or [0]
    return finish(pace, sum(remaining(row) for row in rows))


def at_risk(days: FieldDays, rows: Sequence[CompanyFigures]) -> list[AtRisk]:
    """The companies that may stay below their number of contacts, the least likely first.

    Nobody is before a day of the fieldwork is over.
    """
    if not days.has_pace():
        return []
    left = days.days_left()
    found = []
    for row in rows:
        missing = remaining(row)
        if not missing:
            continue
        lately = days.lately([row.participation.pk])
        chance = chance_in_time(lately, missing, left)
        if chance < LIKELY:
            more = min(missing, sum(lately) * left // len(lately))
            found.append(AtRisk(row, row.done + more, chance))
    return sorted(found, key=lambda each: (each.chance, each.figures.name.casefold()))


def money_of(programme: Programme, figures: Figures) -> Money:
    """What the programme's fees come to, in two queries."""
    by_state: dict[str, Decimal] = dict(
        with_state(
            Fee.objects.filter(
                test_call__participation__programme=programme, currency=programme.currency
            )
        )
        .order_by()
        .values_list("state")
        .annotate(total=Sum("amount"))
    )
    promised = TestCall.objects.filter(
        participation__programme=programme, state__in=sorted(TestCallState.to_come())
    ).aggregate(total=Coalesce(Sum("fee"), Decimal(0)))["total"]
    return Money(
        paid=by_state.get(FeeState.PAID, Decimal(0)),
        owed=by_state.get(FeeState.PENDING, Decimal(0))
        + by_state.get(FeeState.APPROVED, Decimal(0)),
        promised=promised,
        to_come=None if programme.call_fee is None else programme.call_fee * figures.open,
        budget=programme.budget,
    )
