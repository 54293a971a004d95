"""Two press at the same time on the board or in the bundle: each is told what is true."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from evaluations.enums import Channel
from evaluations.models import TestCall, TestCallEvent
from evaluations.queries.calls import board
from evaluations.services.calls.assigning import Wanted, assign, cancel
from evaluations.services.calls.claiming import claim
from evaluations.services.calls.offers import answer_offers
from evaluations.services.lifecycle import LifecycleError
from shoppers.models import Shopper, User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.boards import open_board, wanted, working_day
from tests.factories.calls import admit, offered_call, rejected_contact, shopper_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def award() -> Award:
    award = tiny_award()
    open_board(award)
    return award


@pytest.fixture
def alma() -> User:
    return people.alma()


@pytest.fixture
def both(award: Award, alma: User) -> tuple[User, User]:
    """Selma and Nora, who may take calls."""
    selma, nora = people.selma(), shopper_user("S-901", "Nora Nes")
    for user in (selma, nora):
        admit(user, award.programme, alma)
    return selma, nora


@pytest.fixture(autouse=True)
def _overlapping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and writing there is time for the other to look, too."""

    def slowly(*arguments: Any, **facts: Any) -> Any:
        time.sleep(0.2)
        return board.open_call(*arguments, **facts)

    monkeypatch.setattr("evaluations.services.calls.claiming.open_call", slowly)


def _at_once(*steps: Callable[[], object]) -> list[str]:
    """What became of the steps, each in a connection of its own."""
    together = Barrier(len(steps))

    def take(step: Callable[[], object]) -> str:
        try:
            together.wait(timeout=10)
            step()
        except LifecycleError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(len(steps)) as threads:
        return sorted(threads.map(take, steps))


def test_of_two_who_claim_the_last_place_one_is_told(award: Award, both: tuple[User, User]) -> None:
    place = wanted(award, "alfa", Channel.EMAIL)

    outcomes = _at_once(*(lambda user=user: claim(wanted=place, by=user) for user in both))

    assert outcomes == ["place_gone", "taken"]
    assert TestCall.objects.count() == TestCallEvent.objects.count() == 1


def test_a_place_that_came_free_is_claimed_once(
    award: Award, alma: User, both: tuple[User, User]
) -> None:
    award.contact("alfa", {"wait": "fast"})
    rejected = rejected_contact(award, alma)

    outcomes = _at_once(*(lambda user=user: claim(wanted=wanted(award), by=user) for user in both))

    assert outcomes == ["place_gone", "taken"]
    assert TestCall.objects.filter(replaces=rejected).count() == 1


def test_a_shopper_and_a_coordinator_give_the_last_place_once(
    award: Award, alma: User, both: tuple[User, User]
) -> None:
    selma, nora = both
    scenario, alfa = award.scenarios["ask"], award.participations["alfa"]
    offered = Wanted(alfa, Channel.EMAIL, scenario, working_day(award))

    outcomes = _at_once(
        lambda: claim(wanted=wanted(award, "alfa", Channel.EMAIL), by=selma),
        lambda: assign(wanted=offered, shopper=nora.shopper, by=alma),
    )

    assert outcomes in (["no_open_place", "taken"], ["place_gone", "taken"])
    assert TestCall.objects.count() == 1


def test_the_last_of_her_week_is_used_once(award: Award, both: tuple[User, User]) -> None:
    Shopper.objects.update(weekly_capacity=1)

    outcomes = _at_once(
        *(
            lambda company=company: claim(wanted=wanted(award, company), by=both[0])
            for company in ("alfa", "beta")
        )
    )

    assert outcomes == ["taken", "week_full"]
    assert TestCall.objects.count() == 1


def test_the_bundle_is_accepted_once_and_what_is_taken_back_is_named(
    award: Award, alma: User, both: tuple[User, User]
) -> None:
    selma = both[0]
    calls = [offered_call(award, selma, alma, company) for company in ("alfa", "beta", "gamma")]
    take = [call.pk for call in calls]
    answers = []

    outcomes = _at_once(
        lambda: answers.append(answer_offers(take=take, by=selma)),
        lambda: answers.append(answer_offers(take=take, by=selma)),
        lambda: cancel(call=calls[0], reason="The number is gone", by=alma),
    )

    cancelled = "state_changed" not in outcomes
    assert TestCallEvent.objects.filter(event="accept").count() == (2 if cancelled else 3)
    for answered in answers:
        assert {call.pk for call in answered.accepted} >= set(take[1:])
        assert len(answered.accepted) + len(answered.refused) == 3
