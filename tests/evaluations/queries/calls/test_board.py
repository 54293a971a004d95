"""The board: what she may claim, and nothing that a rule keeps from her."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import PlayedBy, RelationKind
from evaluations.models import (
    Participation,
    ParticipationChannel,
    Programme,
    Relation,
    Scenario,
    TestCall,
)
from evaluations.queries.calls.board import boards_of, open_calls
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.calling import decline
from evaluations.services.clients.clients import create_client
from evaluations.services.roster.admitting import withdraw
from shoppers.models import Shopper, User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.boards import FEE, open_board
from tests.factories.calls import admit, offered_call, rejected_contact, shopper_user
from tests.factories.clients import member_from_before

pytestmark = pytest.mark.django_db
Change = Callable[[Award, User, User], object]
ALL = [
    ("alfa", "phone", "ask"),
    ("alfa", "email", "ask"),
    ("beta", "phone", "ask"),
    ("beta", "email", "ask"),
    ("gamma", "phone", "ask"),
    ("gamma", "email", "ask"),
    ("delta", "phone", "ask"),
    ("delta", "email", "ask"),
]


@pytest.fixture
def award() -> Award:
    award = tiny_award()
    open_board(award)
    return award


@pytest.fixture
def alma() -> User:
    return people.alma()


@pytest.fixture
def selma(award: Award, alma: User) -> User:
    user = people.selma()
    admit(user, award.programme, alma)
    return user


def _board(user: User) -> list[tuple[str, str, str]]:
    shopper = Shopper.objects.select_related("user").get(user=user)
    return [
        (call.participation.company.key, call.channel.value, call.scenario.key)
        for call in open_calls(shopper)
    ]


def _of(company: str) -> list[tuple[str, str, str]]:
    return [spot for spot in ALL if spot[0] == company]


def test_every_open_place_stands_there_by_category_and_company(award: Award, selma: User) -> None:
    assert sorted(_board(selma)) == sorted(ALL)
    first = open_calls(selma.shopper)[0]
    today = timezone.localdate()
    assert (first.participation.name, first.fee, first.replaces) == ("Alfa", FEE, None)
    assert (first.first_day, first.last_day) == (today, today + dt.timedelta(weeks=4))


def _close(award: Award, _alma: User, _selma: User) -> None:
    Programme.objects.update(board_until=None)


def _over(award: Award, _alma: User, _selma: User) -> None:
    Programme.objects.update(board_until=timezone.localdate() - dt.timedelta(days=1))


def _cut_off(award: Award, _alma: User, _selma: User) -> None:
    Programme.objects.update(cut_off_day=timezone.localdate() - dt.timedelta(days=1))


def _withdrawn(award: Award, alma: User, selma: User) -> None:
    withdraw(shopper=selma.shopper, programme=award.programme, by=alma)


@pytest.mark.parametrize("change", [_close, _over, _cut_off, _withdrawn])
def test_no_board_is_open(award: Award, alma: User, selma: User, change: Change) -> None:
    change(award, alma, selma)

    assert _board(selma) == []
    assert not boards_of(selma).exists()


def _relate(kind: RelationKind) -> Change:
    return lambda award, _alma, selma: Relation.objects.create(
        shopper=selma.shopper, company=award.company("alfa"), kind=kind
    )


def _customers_only(award: Award, _alma: User, selma: User) -> None:
    Scenario.objects.update(played_by=PlayedBy.CUSTOMER)
    for company in ("beta", "gamma", "delta"):
        Relation.objects.create(
            shopper=selma.shopper, company=award.company(company), kind=RelationKind.CUSTOMER
        )


def _no_customers(award: Award, alma: User, selma: User) -> None:
    Scenario.objects.update(played_by=PlayedBy.NON_CUSTOMER)
    _relate(RelationKind.CUSTOMER)(award, alma, selma)


def _other_language(award: Award, _alma: User, _selma: User) -> None:
    Participation.objects.filter(company__key="alfa").update(language="sv")


def _offered(award: Award, alma: User, selma: User) -> None:
    offered_call(award, selma, alma, "alfa")


def _unreachable(award: Award, _alma: User, _selma: User) -> None:
    ParticipationChannel.objects.filter(participation__company__key="alfa").update(contact_point="")


@pytest.mark.parametrize(
    "change",
    [
        _relate(RelationKind.EMPLOYEE),
        _customers_only,
        _no_customers,
        _other_language,
        _offered,
        _unreachable,
    ],
)
def test_what_a_rule_keeps_from_her_is_left_out(
    award: Award, alma: User, selma: User, change: Change
) -> None:
    change(award, alma, selma)

    assert sorted(_board(selma)) == sorted(spot for spot in ALL if spot[0] != "alfa")


def test_who_reads_for_a_company_finds_neither_it_nor_its_rivals(
    award: Award, alma: User, selma: User
) -> None:
    client = create_client(name="Havn Group", companies=[award.company("alfa")], by=alma)
    member_from_before(client, selma)

    assert sorted(_board(selma)) == sorted(_of("delta"))


def test_without_room_in_any_week_there_is_nothing(award: Award, selma: User) -> None:
    Shopper.objects.update(weekly_capacity=0)

    assert _board(selma) == []


def test_a_place_that_came_free_stands_there_with_its_role_and_fee(
    award: Award, alma: User, selma: User
) -> None:
    nora = shopper_user("S-901", "Nora Nes")
    for _place in range(2):  # both places by phone
        user = nora if not TestCall.objects.exists() else shopper_user("S-902", "Tuva Tveit")
        call = offered_call(award, user, alma, "alfa", scenario="buy")
    TestCall.objects.filter(pk=call.pk).update(fee=Decimal(200))
    assert ("alfa", "phone", "buy") not in _board(selma)
    cancel(call=call, reason="She is ill.", by=alma)

    (found,) = [
        each
        for each in open_calls(selma.shopper)
        if (each.participation.name, each.channel) == ("Alfa", "phone")
    ]

    assert (found.scenario.key, found.fee, found.replaces) == ("buy", Decimal(200), call)


def test_more_rejections_than_open_places_open_no_more(
    award: Award, alma: User, selma: User
) -> None:
    for _contact in range(2):
        award.contact("alfa", {"wait": "fast"})
    rejected_contact(award, alma)

    assert ("alfa", "phone", "ask") not in _board(selma)
    assert ("beta", "phone", "ask") in _board(selma)


def test_what_she_let_go_is_for_somebody_else(award: Award, alma: User, selma: User) -> None:
    call = offered_call(award, selma, alma, "delta")
    decline(call=call, reason="No time", by=selma)

    board = _board(selma)

    assert ("delta", "phone", "ask") not in board
    # Another role with them is another offer.
    assert ("delta", "phone", "buy") in board


def test_a_new_place_is_in_the_role_that_was_met_least(award: Award, selma: User) -> None:
    award.contact("alfa", {"wait": "fast"}, scenario="ask")

    assert [spot for spot in _board(selma) if spot[0] == "alfa"] == [
        ("alfa", "email", "buy"),
        ("alfa", "phone", "buy"),
    ]


def test_who_has_no_log_in_finds_nothing(award: Award, selma: User) -> None:
    assert open_calls(award.shopper) == []
    assert _board(selma)


def test_the_board_costs_the_same_for_one_company_and_for_all(
    award: Award, alma: User, selma: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shopper = Shopper.objects.select_related("user").get(user=selma)
    others = award.participations["beta"], award.participations["gamma"]
    for participation in others:
        participation.channels.update(contact_point="")
    for _round in range(2):
        rejected_contact(award, alma, "delta")
        # Boards; companies; points, channels, counts; relations, readers, her calls; came free;
        # roles, roles met.
        with django_assert_num_queries(11):
            assert open_calls(shopper)
        ParticipationChannel.objects.update(contact_point="+47 22 00 00 00")
