"""How far the fieldwork has come: counts of calls by company, category and programme."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields

from django.db.models import Count, Q

from evaluations.enums import CallNeed, EvaluationState, TestCallState
from evaluations.method import Fieldwork
from evaluations.models import (
    Category,
    Participation,
    ParticipationChannel,
    Programme,
    TestCall,
)
from evaluations.queries.calls.desk_calls import in_need
from evaluations.queries.plans.places import FREED, places_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Numbers of contacts: `wanted` by the method, and where they stand.

    `planned` calls stand in the plan and were offered to nobody yet.
    `open` places have no call that may still fill them; `to_replace` calls came to nothing and
    nobody has been given their places yet. `late` and `unanswered` ones count elsewhere, too.
    """

    wanted: int = 0
    approved: int = 0
    to_review: int = 0
    returned: int = 0
    accepted: int = 0
    offered: int = 0
    planned: int = 0
    open: int = 0
    to_replace: int = 0
    late: int = 0
    unanswered: int = 0

    @property
    def counts(self) -> bool:
        """Whether it is part of a sum: a company that has left is not."""
        return True

    @property
    def done(self) -> int:
        """Contacts that are handed in and not rejected."""
        return self.approved + self.to_review + self.returned

    @property
    def share(self) -> float:
        """Approved contacts in percent of those wanted, 100 at most."""
        return min(100.0, 100 * self.approved / self.wanted) if self.wanted else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFigures(Figures):
    """Those of one company."""

    participation: Participation

    @property
    def counts(self) -> bool:
        """Whether the company takes part."""
        return not self.participation.has_left

    @property
    def name(self) -> str:
        """The company's name of that year."""
        return self.participation.name

    @property
    def category(self) -> str:
        """The category's name in the reader's language."""
        return str(self.participation.category)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryFigures(Figures):
    """Those of a category's companies together."""

    category: Category
    companies: int

    @property
    def name(self) -> str:
        """The category's name in the reader's language."""
        return str(self.category)


_COUNTED = tuple(field.name for field in fields(Figures))


def company_figures(programmes: Iterable[Programme]) -> list[CompanyFigures]:
    """Every company of the programmes, by name.

    The number of queries depends neither on programmes nor on companies.
    """
    methods = {each.pk: each.fieldwork for each in programmes}
    participations = (
        Participation.objects.filter(programme__in=methods)
        .select_related("company", "category")
        .order_by("name", "pk")
    )
    offered, counts = _offered(methods), _counts(methods)
    return [
        _company(each, methods[each.programme_id], offered[each.pk], counts[each.pk])
        for each in participations
    ]


def _company(
    participation: Participation,
    fieldwork: Fieldwork,
    offered: set[str],
    counts: dict[str, dict[str, int]],
) -> CompanyFigures:
    places = places_of(
        fieldwork,
        offered,
        {
            channel: (row["every"], row["freed"], row["to_replace"])
            for channel, row in counts.items()
        },
        has_left=participation.has_left,
    )
    numbers = {name: sum(row.get(name, 0) for row in counts.values()) for name in _COUNTED}
    numbers["wanted"] = sum(place.wanted for place in places)
    numbers["open"] = sum(place.open for place in places)
    return CompanyFigures(participation=participation, **numbers)


def together(rows: Iterable[Figures]) -> Figures:
    """The sums."""
    return Figures(**_sums(rows))


def category_figures(companies: Iterable[CompanyFigures]) -> list[CategoryFigures]:
    """The companies' figures by category, in the categories' order."""
    by_category: dict[Category, list[CompanyFigures]] = defaultdict(list)
    for row in companies:
        by_category[row.participation.category].append(row)
    return [
        CategoryFigures(
            category=category,
            companies=sum(row.counts for row in by_category[category]),
            **_sums(by_category[category]),
        )
        for category in sorted(by_category, key=lambda each: (each.position, each.key))
    ]


def _sums(rows: Iterable[Figures]) -> dict[str, int]:
    rows = [row for row in rows if row.counts]
    return {name: sum(getattr(row, name) for row in rows) for name in _COUNTED}


def _offered(programmes: Collection[int]) -> dict[int, set[str]]:
    """The channels of each participation."""
    found: dict[int, set[str]] = defaultdict(set)
    for key, channel in ParticipationChannel.objects.filter(
        participation__programme__in=programmes
    ).values_list("participation_id", "channel"):
        found[key].add(channel)
    return found


def _counts(programmes: Collection[int]) -> dict[int, dict[str, dict[str, int]]]:
    """Calls by participation and channel."""

    def report(*states: EvaluationState) -> Count:
        return Count("pk", filter=Q(evaluation__state__in=states))

    counted = {
        "every": Count("pk"),
        "freed": Count("pk", filter=FREED),
        "approved": report(*sorted(EvaluationState.counted())),
        "to_review": report(EvaluationState.SUBMITTED),
        "returned": report(EvaluationState.RETURNED),
        "accepted": Count("pk", filter=Q(state=TestCallState.ACCEPTED)),
        "offered": Count("pk", filter=Q(state=TestCallState.OFFERED)),
        "planned": Count("pk", filter=Q(state=TestCallState.PLANNED)),
        "to_replace": Count("pk", filter=in_need(CallNeed.TO_REPLACE)),
        "late": Count("pk", filter=in_need(CallNeed.LATE)),
        "unanswered": Count("pk", filter=in_need(CallNeed.UNANSWERED)),
    }
    rows = (
        TestCall.objects.filter(participation__programme__in=programmes)
        .order_by()
        .values_list("participation_id", "channel")
        .annotate(**counted)
    )
    found: dict[int, dict[str, dict[str, int]]] = defaultdict(dict)
    for key, channel, *numbers in rows:
        found[key][channel] = dict(zip(counted, numbers, strict=True))
    return found
