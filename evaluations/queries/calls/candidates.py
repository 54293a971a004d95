"""Who may take a test call, and which rules keep the others from it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from evaluations.eligibility import CallFacts, ShopperFacts, broken_rules
from evaluations.enums import AssigningRule, PlayedBy, TestCallState
from evaluations.models import Admission, Participation, Programme, Relation, Scenario, TestCall
from evaluations.queries.calls.impartiality import companies_read_by
from evaluations.queries.companies.lockouts import locked_out_on
from evaluations.queries.roster.certification import certified_among
from shoppers.authentication import may_sign_in
from shoppers.models import Shopper
from shoppers.queries.absences import away_on


@dataclass(frozen=True, slots=True)
class Candidate:
    """A shopper beside a call; without broken rules she may take it."""

    shopper: Shopper
    facts: ShopperFacts
    broken: tuple[AssigningRule, ...]

    @property
    def capacity_left(self) -> int:
        """How many more calls she takes in the week of the call."""
        return max(0, self.facts.weekly_capacity - self.facts.calls_in_week)


def candidates(
    *,
    participation: Participation,
    scenario: Scenario,
    due_on: dt.date,
    shoppers: Collection[Shopper] | None = None,
) -> list[Candidate]:
    """Every shopper beside this call, by code; the number of queries does not depend on theirs."""
    found = (
        list(Shopper.objects.select_related("user").order_by("code"))
        if shoppers is None
        else list(shoppers)
    )
    call = CallFacts(PlayedBy(scenario.played_by), participation.language)
    facts = _facts(participation, due_on, found)
    return [
        Candidate(shopper, facts[shopper.pk], broken_rules(facts[shopper.pk], call))
        for shopper in found
    ]


def calls_with(participation: Participation) -> QuerySet[TestCall]:
    """The calls with a company that some shopper has, has made, or stopped for her safety."""
    return TestCall.objects.filter(
        participation=participation,
        state__in=TestCallState.with_shopper() | {TestCallState.STOPPED},
    )


def calls_with_many(participations: Collection[int]) -> set[tuple[int, int]]:
    """The same of many companies: every pair of participation and shopper."""
    found = TestCall.objects.filter(
        participation__in=participations,
        shopper__isnull=False,
        state__in=TestCallState.with_shopper() | {TestCallState.STOPPED},
    )
    return {(company, who) for company, who in found.values_list("participation", "shopper")}


def weeks_of_many(shoppers: Collection[int]) -> Counter[tuple[int, dt.date]]:
    """How many calls each of them has, or has made, by shopper and the week's Monday."""
    found = TestCall.objects.filter(
        shopper__in=shoppers, due_on__isnull=False, state__in=TestCallState.with_shopper()
    )
    rows = found.values_list("shopper_id", "due_on")
    return Counter((who, monday_of(day)) for who, day in rows if who and day)


def calls_so_far(programme: Programme) -> dict[int, int]:
    """How many calls of the programme each shopper has, or has made."""
    return dict(
        TestCall.objects.filter(
            participation__programme=programme,
            shopper__isnull=False,
            state__in=TestCallState.with_shopper(),
        )
        .order_by()
        .values_list("shopper")
        .annotate(number=Count("pk"))
    )


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the day's week: a shopper's calls are counted from Monday to Sunday."""
    return day - dt.timedelta(days=day.weekday())


def full_weeks(shopper: Shopper, first: dt.date) -> frozenset[dt.date]:
    """The Mondays, from the week of `first` on, of weeks in which she takes no more calls."""
    due = TestCall.objects.filter(
        shopper=shopper, state__in=TestCallState.with_shopper(), due_on__gte=monday_of(first)
    ).values_list("due_on", flat=True)
    weeks = Counter(monday_of(day) for day in due if day is not None)
    return frozenset(week for week, calls in weeks.items() if calls >= shopper.weekly_capacity)


def _facts(
    participation: Participation, due_on: dt.date, shoppers: list[Shopper]
) -> dict[int, ShopperFacts]:
    keys = [shopper.pk for shopper in shoppers]
    admitted = set(
        Admission.objects.filter(
            programme=participation.programme_id, shopper__in=keys
        ).values_list("shopper_id", flat=True)
    )
    relations: dict[int, set[str]] = defaultdict(set)
    for shopper, kind in Relation.objects.filter(
        company=participation.company_id, shopper__in=keys
    ).values_list("shopper_id", "kind"):
        relations[shopper].add(kind)
    has_called = set(
        calls_with(participation).filter(shopper__in=keys).values_list("shopper_id", flat=True)
    )
    certified = certified_among(keys, participation.programme)
    in_week = _calls_in_week(keys, due_on)
    read = companies_read_by(keys, among=participation)
    away = away_on(due_on, among=keys)
    locked_out = locked_out_on(due_on, participation, among=keys)
    return {
        shopper.pk: ShopperFacts(
            may_sign_in=shopper.user is not None and may_sign_in(shopper.user),
            admitted=shopper.pk in admitted,
            languages=frozenset(shopper.languages),
            relations=frozenset(relations[shopper.pk]),
            has_called=shopper.pk in has_called,
            calls_in_week=in_week.get(shopper.pk, 0),
            weekly_capacity=shopper.weekly_capacity,
            is_certified=shopper.pk in certified,
            is_away=shopper.pk in away,
            is_locked_out=shopper.pk in locked_out,
            reads_for_company=participation.company_id in read[shopper.pk],
            reads_for_rival=bool(read[shopper.pk] - {participation.company_id}),
        )
        for shopper in shoppers
    }


def _calls_in_week(shoppers: list[int], due_on: dt.date) -> dict[int, int]:
    """Calls of each shopper that are due in the same week, Monday to Sunday."""
    monday = monday_of(due_on)
    return dict(
        TestCall.objects.filter(
            shopper__in=shoppers,
            state__in=TestCallState.with_shopper(),
            due_on__range=(monday, monday + dt.timedelta(days=6)),
        )
        .order_by()
        .values_list("shopper")
        .annotate(number=Count("pk"))
    )
