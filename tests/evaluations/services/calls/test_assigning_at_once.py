"""Two coordinators press at the same time: one wins, the other is told why she did not."""

import datetime as dt
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from evaluations.enums import AssigningRule, Channel
from evaluations.models import TestCall, TestCallEvent
from evaluations.queries.calls.candidates import candidates
from evaluations.services.calls import assigning
from evaluations.services.calls.assigning import Wanted, in_place_of
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.lifecycle import LifecycleError
from shoppers.models import Notice, Shopper, User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import admit, offered_call, rejected_contact, shopper_user

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, EMAIL = Channel.PHONE, Channel.EMAIL


class Stage:
    """An award, two coordinators and two shoppers, all of it committed."""

    def __init__(self) -> None:
        self.award: Award = tiny_award()
        self.alma, self.clara = people.alma(), people.clara()
        self.selma, self.nora = people.selma(), shopper_user("S-901", "Nora Nes")
        for user in (self.selma, self.nora):
            admit(user, self.award.programme, self.alma)

    def wanted(self, company: str, channel: Channel) -> Wanted:
        """A call that is due in a week."""
        return Wanted(
            self.award.participations[company],
            channel,
            self.award.scenarios["ask"],
            timezone.localdate() + dt.timedelta(days=7),
        )


@pytest.fixture(autouse=True)
def _overlapping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and writing there is time for the other to look, too."""

    def slowly(**facts: Any) -> Any:
        time.sleep(0.2)
        return candidates(**facts)

    monkeypatch.setattr("evaluations.services.calls.assigning.candidates", slowly)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def _at_once(*steps: Callable[[], object]) -> list[str]:
    """What became of the steps, each in a connection of its own."""
    together = Barrier(len(steps))

    def take(step: Callable[[], object]) -> str:
        try:
            together.wait(timeout=10)
            step()
        except RulesBroken as refusal:
            return ",".join(refusal.rules)
        except LifecycleError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "given"

    with ThreadPoolExecutor(len(steps)) as threads:
        return sorted(threads.map(take, steps))


def _assign(wanted: Wanted, user: User, by: User) -> Callable[[], object]:
    shopper = user.shopper
    return lambda: assigning.assign(wanted=wanted, shopper=shopper, by=by)


def test_the_last_place_is_given_once(stage: Stage) -> None:
    wanted = stage.wanted("alfa", EMAIL)

    outcomes = _at_once(
        _assign(wanted, stage.selma, stage.alma), _assign(wanted, stage.nora, stage.clara)
    )

    assert outcomes == ["given", "no_open_place"]
    assert TestCall.objects.count() == Notice.objects.count() == 1


def test_a_place_that_came_free_is_given_once(stage: Stage) -> None:
    rejected = rejected_contact(stage.award, stage.alma)
    wanted = in_place_of(rejected, due_on=timezone.localdate())

    outcomes = _at_once(
        _assign(wanted, stage.selma, stage.alma), _assign(wanted, stage.nora, stage.clara)
    )

    assert outcomes == ["given", "place_taken"]
    assert TestCall.objects.filter(replaces=rejected).count() == 1


def test_the_last_of_a_shoppers_capacity_is_used_once(stage: Stage) -> None:
    Shopper.objects.update(weekly_capacity=1)

    outcomes = _at_once(
        _assign(stage.wanted("alfa", PHONE), stage.selma, stage.alma),
        _assign(stage.wanted("beta", PHONE), stage.selma, stage.clara),
    )

    assert outcomes == sorted(["given", AssigningRule.CAPACITY])
    assert TestCall.objects.count() == 1


def test_a_shopper_gets_one_call_with_a_company(stage: Stage) -> None:
    outcomes = _at_once(
        _assign(stage.wanted("alfa", PHONE), stage.selma, stage.alma),
        _assign(stage.wanted("alfa", EMAIL), stage.selma, stage.clara),
    )

    assert outcomes == sorted(["given", AssigningRule.ALREADY_CALLED])
    assert TestCall.objects.count() == 1


def test_a_call_is_taken_back_once(stage: Stage) -> None:
    call = offered_call(stage.award, stage.selma, stage.alma)
    third = shopper_user("S-902", "Tuva Tveit")
    admit(third, stage.award.programme, stage.alma)
    asked = [
        in_place_of(TestCall.objects.get(pk=call.pk), due_on=timezone.localdate())
        for _coordinator in (stage.alma, stage.clara)
    ]

    outcomes = _at_once(
        lambda: assigning.reassign(
            wanted=asked[0], shopper=stage.nora.shopper, reason="She is ill.", by=stage.alma
        ),
        lambda: assigning.reassign(
            wanted=asked[1], shopper=third.shopper, reason="She is ill.", by=stage.clara
        ),
    )

    assert outcomes == ["given", "state_changed"]
    assert TestCall.objects.filter(replaces=call).count() == 1
    assert TestCallEvent.objects.filter(event="cancel").count() == 1
