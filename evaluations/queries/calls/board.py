"""The open calls that a shopper may claim herself: what no rule keeps from her, and no more."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from evaluations.eligibility import CallFacts, ShopperFacts, broken_rules
from evaluations.enums import Channel, PlayedBy, TestCallState
from evaluations.models import (
    Admission,
    ClientCompany,
    Participation,
    ParticipationChannel,
    PlanDraft,
    Programme,
    Relation,
    Scenario,
    TestCall,
)
from evaluations.queries.plans.board_blocks import breaking_blocks
from evaluations.queries.plans.places import FREED, Place, places_of_many, to_replace
from shoppers.authentication import may_sign_in
from shoppers.models import Shopper, User

# A place as a shopper sees it: the keys of company and scenario, and the channel between them.
Spot = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A place that she may claim; `fee` in the programme's currency, None where none is noted.

    She chooses a working day from `first_day` to `last_day`. `replaces` is the call whose place it
    is; None where no call has had it yet.
    """

    participation: Participation
    channel: Channel
    scenario: Scenario
    fee: Decimal | None
    replaces: TestCall | None
    first_day: dt.date
    last_day: dt.date

    @property
    def spot(self) -> Spot:
        """What makes it the same place to her."""
        return self.participation.pk, self.channel.value, self.scenario.pk


@dataclass(slots=True)
class _Hers:
    """What the rules ask about her, of all companies at once."""

    shopper: Shopper
    relations: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    # Participations that she has a call with.
    called: set[int] = field(default_factory=set)
    # Companies that she reads for.
    read: set[int] = field(default_factory=set)
    # Programme and category of each of those.
    read_in: set[tuple[int, int]] = field(default_factory=set)
    # Places that were hers and came to nothing: they are for somebody else.
    let_go: set[Spot] = field(default_factory=set)

    def may(self, participation: Participation, channel: str, scenario: Scenario) -> bool:
        """Whether no rule stands between her and the place; her weeks are looked at later."""
        facts = ShopperFacts(
            may_sign_in=self.shopper.user is not None and may_sign_in(self.shopper.user),
            admitted=True,
            languages=frozenset(self.shopper.languages),
            relations=frozenset(self.relations[participation.company_id]),
            has_called=participation.pk in self.called,
            calls_in_week=0,
            weekly_capacity=self.shopper.weekly_capacity,
            reads_for_company=participation.company_id in self.read,
            reads_for_rival=(participation.programme_id, participation.category_id) in self.read_in,
        )
        call = CallFacts(PlayedBy(scenario.played_by), participation.language)
        spot = (participation.pk, channel, scenario.pk)
        return spot not in self.let_go and not broken_rules(facts, call)


def boards_of(user: User) -> QuerySet[Programme]:
    """The programmes she is admitted to whose board is open today."""
    today = timezone.localdate()
    admitted = Admission.objects.filter(programme=OuterRef("pk"), shopper__user=user)
    started = PlanDraft.objects.filter(programme=OuterRef("pk"), started_at__isnull=False)
    return (
        Programme.objects.filter(
            Exists(admitted),
            Q(cut_off_day=None) | Q(cut_off_day__gte=today),
            board_until__gte=today,
            frozen_at__isnull=False,
        )
        .order_by("-year", "slug")
        .annotate(has_plan=Exists(started))
    )


def profile_with_board(user: User) -> Shopper | None:
    """Her profile with `has_board`: whether a board is open to her today."""
    boards = boards_of(user).values("pk")
    return Shopper.objects.annotate(has_board=Exists(boards)).filter(user=user).first()


def open_calls(shopper: Shopper, *, only: Participation | None = None) -> list[OpenCall]:
    """Every place she may claim, by category and company; of one company where one is named.

    Left out is what a rule keeps from her, a company that nobody can reach yet, and what would
    break the blocks of a plan. Her room in the week is asked once she has chosen a day. The number
    of queries depends on no row.
    """
    programmes = {} if shopper.user is None else {each.pk: each for each in boards_of(shopper.user)}
    participations = _participations(programmes, only) if programmes else {}
    if not participations:
        return []
    places = _reachable_places(participations)
    hers = _hers(shopper, participations)
    found: dict[Spot, OpenCall] = {}
    for call in _came_free(participations, places, hers):
        found.setdefault(call.spot, call)
    for call in _never_given(participations, places, hers):
        found.setdefault(call.spot, call)
    claimed = {call.participation.pk for call in found.values()}
    breaking = breaking_blocks(shopper, claimed, participations, places)
    kept = [
        call
        for call in found.values()
        if call.participation.pk not in breaking and only in {None, call.participation}
    ]
    return sorted(kept, key=_usual_order)


def open_call(
    shopper: Shopper, *, participation: Participation, channel: Channel, scenario: Scenario
) -> OpenCall | None:
    """The place as it stands now; None when she may not claim it, whatever the reason."""
    spot = (participation.pk, channel.value, scenario.pk)
    return next(
        (each for each in open_calls(shopper, only=participation) if each.spot == spot), None
    )


def _usual_order(call: OpenCall) -> tuple[object, ...]:
    category = call.participation.category
    name = call.participation.name.casefold()
    return category.position, category.key, name, call.channel.value, call.scenario.key


def _participations(
    programmes: dict[int, Programme], only: Participation | None
) -> dict[int, Participation]:
    found = Participation.objects.filter(programme__in=programmes, left_on=None)
    if only is not None:
        # Its rivals too: whether a claim keeps the blocks depends on the whole category.
        found = found.filter(programme=only.programme_id, category=only.category_id)
    participations = {each.pk: each for each in found.select_related("company", "category")}
    for each in participations.values():
        each.programme = programmes[each.programme_id]
    return participations


def _reachable_places(
    participations: dict[int, Participation],
) -> dict[tuple[int, str], Place]:
    """Open places by participation and channel, where it is known how to reach the company."""
    reachable = set(
        ParticipationChannel.objects.filter(participation__in=participations)
        .exclude(contact_point="")
        .values_list("participation_id", "channel")
    )
    return {
        (key, place.channel.value): place
        for key, places in places_of_many(participations).items()
        for place in places
        if place.open and (key, place.channel.value) in reachable
    }


def _hers(shopper: Shopper, participations: dict[int, Participation]) -> _Hers:
    hers = _Hers(shopper)
    companies = {each.company_id for each in participations.values()}
    for company, kind in Relation.objects.filter(
        shopper=shopper, company__in=companies
    ).values_list("company_id", "kind"):
        hers.relations[company].add(kind)
    read = ClientCompany.objects.filter(client__members__user=shopper.user_id)
    for company, programme, category in read.values_list(
        "company_id", "company__participations__programme", "company__participations__category"
    ):
        hers.read.add(company)
        hers.read_in.add((programme, category))
    calls = TestCall.objects.filter(shopper=shopper, participation__in=participations)
    for key, channel, scenario, state in calls.values_list(
        "participation_id", "channel", "scenario_id", "state"
    ):
        if state in TestCallState.with_shopper():
            hers.called.add(key)
        else:
            hers.let_go.add((key, channel, scenario))
    return hers


def _came_free(
    participations: dict[int, Participation], places: dict[tuple[int, str], Place], hers: _Hers
) -> Iterator[OpenCall]:
    """Places of calls that came to nothing, the oldest first."""
    calls = to_replace().filter(participation__in=participations).select_related("scenario")
    for call in calls.order_by("created_at", "pk"):
        participation = participations[call.participation_id]
        if (participation.pk, call.channel) not in places:
            continue
        if hers.may(participation, call.channel, call.scenario):
            fee = participation.programme.call_fee if call.fee is None else call.fee
            yield _open_call(participation, call.channel, call.scenario, fee, call)


def _never_given(
    participations: dict[int, Participation], places: dict[tuple[int, str], Place], hers: _Hers
) -> Iterator[OpenCall]:
    """Places that no call has had: in the role that the company has met least so far."""
    if not any(place.never_given for place in places.values()):
        return
    scenarios: dict[int, list[Scenario]] = defaultdict(list)
    programmes = {each.programme_id for each in participations.values()}
    for scenario in Scenario.objects.filter(programme__in=programmes).order_by("key"):
        scenarios[scenario.programme_id].append(scenario)
    met = _roles_met(participations)
    for (key, channel), place in places.items():
        if not place.never_given:
            continue
        participation = participations[key]
        roles = sorted(
            scenarios[participation.programme_id], key=lambda each: met[participation.pk, each.pk]
        )
        role = next((each for each in roles if hers.may(participation, channel, each)), None)
        if role is not None:
            yield _open_call(participation, channel, role, participation.programme.call_fee, None)


def _roles_met(participations: dict[int, Participation]) -> Counter[tuple[int, int]]:
    """How many calls with each company play each scenario; those that came to nothing left out."""
    counted = (
        TestCall.objects.filter(participation__in=participations)
        .exclude(FREED)
        .order_by()
        .values_list("participation_id", "scenario_id")
        .annotate(number=Count("pk"))
    )
    return Counter({(key, scenario): number for key, scenario, number in counted})


def _open_call(
    participation: Participation,
    channel: str,
    scenario: Scenario,
    fee: Decimal | None,
    replaces: TestCall | None,
) -> OpenCall:
    programme = participation.programme
    assert programme.board_until is not None  # noqa: S101 - for the type checker: boards_of
    return OpenCall(
        participation=participation,
        channel=Channel(channel),
        scenario=scenario,
        fee=fee,
        replaces=replaces,
        first_day=max(timezone.localdate(), programme.fieldwork_start),
        last_day=programme.board_until,
    )
