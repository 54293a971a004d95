"""What a plan is made of: the places to fill, who has calls already, and who could make more."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from evaluations.enums import TestCallState
from evaluations.hour_bands import HourBand, hour_bands
from evaluations.models import Participation, Programme, Scenario, TestCall
from evaluations.planning.strata import PlannedCall, Wanted, even_counts, planned_calls
from evaluations.queries.plans.places import FREED, Place, places_of_many, to_replace
from evaluations.working_days import is_working_day
from shoppers.models import Shopper


@dataclass(frozen=True, slots=True)
class Slot:
    """A call to be planned: a place in the calendar."""

    participation: Participation
    channel: str
    scenario: Scenario
    day: dt.date
    band: int
    replaces: TestCall | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """A programme as the planner meets it.

    `kept` are calls that somebody has, or has made, with their shopper; they stay.
    """

    programme: Programme
    participations: list[Participation]
    shoppers: list[Shopper]
    bands: list[HourBand]
    slots: list[Slot]
    kept: list[TestCall]

    @property
    def days(self) -> list[dt.date]:
        """Every day of the calendar from the first to the last that a call is due on."""
        due = [slot.day for slot in self.slots]
        due += [call.due_on for call in self.kept if call.due_on is not None]
        first = min(due, default=self.programme.fieldwork_start)
        last = max(due, default=first)
        return [first + dt.timedelta(days=at) for at in range((last - first).days + 1)]


def days_to_come(programme: Programme) -> list[dt.date]:
    """The working days of the programme after today."""
    day = max(programme.fieldwork_start, timezone.localdate() + dt.timedelta(days=1))
    country, days = programme.fieldwork.hours.holidays, []
    while day <= programme.fieldwork_end:
        if is_working_day(day, country=country):
            days.append(day)
        day += dt.timedelta(days=1)
    return days


def plan_inputs(programme: Programme, *, seed: int) -> Inputs:
    """Everything that a plan is computed from; the number of queries depends on no row."""
    participations = list(
        Participation.objects.filter(programme=programme, left_on=None)
        .select_related("company", "category")
        .order_by("pk")
    )
    for each in participations:
        each.programme = programme
    kept = list(
        TestCall.objects.filter(
            participation__in=[each.pk for each in participations],
            shopper__isnull=False,
            state__in=TestCallState.with_shopper() | {TestCallState.STOPPED},
        ).order_by("pk")
    )
    known = {call.shopper_id for call in kept}
    shoppers = Shopper.objects.filter(Q(erased_at=None) | Q(pk__in=known))
    return Inputs(
        programme=programme,
        participations=participations,
        shoppers=list(shoppers.select_related("user").order_by("pk")),
        bands=hour_bands(programme.fieldwork.hours),
        slots=_slots(programme, participations, seed),
        kept=kept,
    )


def calls_elsewhere(programme: Programme) -> list[tuple[int, dt.date]]:
    """Shopper and day of the calls that she has in other programmes: they fill her weeks, too.

    So do those with companies that have left this one.
    """
    found = TestCall.objects.filter(
        shopper__isnull=False, due_on__isnull=False, state__in=TestCallState.with_shopper()
    ).exclude(participation__programme=programme, participation__left_on=None)
    return [(who, day) for who, day in found.values_list("shopper_id", "due_on") if who and day]


def _slots(programme: Programme, participations: Sequence[Participation], seed: int) -> list[Slot]:
    days = days_to_come(programme)
    scenarios = {each.key: each for each in Scenario.objects.filter(programme=programme)}
    if not days or not scenarios:
        return []
    by_key = {each.pk: each for each in participations}
    places = places_of_many(by_key)
    freed = _came_free(by_key, places)
    wanted = _wanted(programme, participations, places, list(scenarios))
    placed = planned_calls(
        _with_freed(wanted, freed),
        days,
        bands=len(hour_bands(programme.fieldwork.hours)),
        seed=seed,
    )
    return _joined(placed, freed, by_key, scenarios)


def _came_free(
    by_key: dict[int, Participation], places: dict[int, list[Place]]
) -> dict[int, list[TestCall]]:
    """Calls that came to nothing and whose places may be given anew, the oldest first."""
    found: dict[int, list[TestCall]] = defaultdict(list)
    room = {(key, place.channel.value): place.open for key in places for place in places[key]}
    calls = to_replace().filter(participation__in=by_key).select_related("scenario")
    for call in calls.order_by("created_at", "pk"):
        spot = (call.participation_id, call.channel)
        if room.get(spot, 0) > 0:
            room[spot] -= 1
            found[call.participation_id].append(call)
    return found


def _wanted(
    programme: Programme,
    participations: Sequence[Participation],
    places: dict[int, list[Place]],
    scenarios: list[str],
) -> list[Wanted]:
    """The places that no call has had, each company's roles filled up evenly."""
    met = _roles_met(participations)
    key = programme.fieldwork.scenario_key
    wanted = []
    for each in participations:
        channels = {
            place.channel.value: place.never_given for place in places[each.pk] if place.never_given
        }
        contacts = sum(place.wanted for place in places[each.pk])
        whole = {name: key.get(name, 0) for name in scenarios} if key else {}
        whole = whole or even_counts(sorted(scenarios), contacts)
        roles = _roles_left(whole, met[each.pk], sum(channels.values()))
        wanted.append(Wanted(each.pk, each.category_id, channels, roles))
    return wanted


def _roles_left(whole: dict[str, int], met: Counter[str], contacts: int) -> dict[str, int]:
    """So many contacts over the roles: each the one that is furthest below what it should be."""
    counts = dict.fromkeys(whole, 0)
    for _number in range(contacts):
        short = max(whole, key=lambda name: whole[name] - met[name] - counts[name])
        counts[short] += 1
    return {name: count for name, count in counts.items() if count}


def _roles_met(participations: Sequence[Participation]) -> defaultdict[int, Counter[str]]:
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    rows = (
        TestCall.objects.filter(participation__in=[each.pk for each in participations])
        .exclude(FREED & Q(replacement__isnull=False))
        .order_by()
        .values_list("participation_id", "scenario__key")
        .annotate(number=Count("pk"))
    )
    for company, scenario, number in rows:
        found[company][scenario] = number
    return found


def _with_freed(wanted: list[Wanted], freed: dict[int, list[TestCall]]) -> list[Wanted]:
    """The same with the places that came free: on their own channels and in their own roles."""
    found = []
    for each in wanted:
        channels, roles = Counter(each.channels), Counter(each.scenarios)
        for call in freed.get(each.company, ()):
            channels[call.channel] += 1
            roles[call.scenario.key] += 1
        found.append(Wanted(each.company, each.category, dict(channels), dict(roles)))
    return found


def _joined(
    placed: list[PlannedCall],
    freed: dict[int, list[TestCall]],
    by_key: dict[int, Participation],
    scenarios: dict[str, Scenario],
) -> list[Slot]:
    """The planned contacts, those of a freed call's channel and role taking its place.

    A freed place keeps both: where no contact has the two together, one of its channel changes its
    role with another of the company.
    """
    slots: list[Slot] = []
    of_company: dict[int, list[PlannedCall]] = defaultdict(list)
    for each in placed:
        of_company[each.company].append(each)
    for company, calls in of_company.items():
        roles = [call.scenario for call in calls]
        replaced: dict[int, TestCall] = {}
        for former in freed.get(company, ()):
            at = _spot_of(former, calls, roles, replaced)
            replaced[at] = former
        slots += [
            Slot(by_key[company], call.channel, scenarios[role], call.day, call.band, former)
            for call, role, former in (
                (call, roles[at], replaced.get(at)) for at, call in enumerate(calls)
            )
        ]
    return slots


def _spot_of(
    former: TestCall, calls: list[PlannedCall], roles: list[str], replaced: dict[int, TestCall]
) -> int:
    wanted = former.scenario.key
    free = [
        at for at, call in enumerate(calls) if call.channel == former.channel and at not in replaced
    ]
    spot = next((at for at in free if roles[at] == wanted), free[0])
    if roles[spot] != wanted:
        other = next(at for at, role in enumerate(roles) if role == wanted and at not in replaced)
        roles[spot], roles[other] = roles[other], roles[spot]
    return spot
