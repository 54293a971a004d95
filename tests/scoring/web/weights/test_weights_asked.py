"""Proposed weights while they are worked out: a bar, a way to cancel, and what came of it."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from scoring.models import WeightProposal, WeightSet
from scoring.queries.weights import weight_estimates
from scoring.services.weights.weight_drafts import sweep_weights
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, scored_award
from tests.factories.tiny_method import FROM_SURVEY

pytestmark = pytest.mark.django_db
PAGE, PROPOSE, PROGRESS, CANCEL = (
    reverse(name, args=["2026"])
    for name in ("weights", "propose_weights", "weights_progress", "cancel_weights")
)


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight_estimates, "DRAWS", 40)


@pytest.fixture
def award() -> Award:
    made = scored_award(weights=FROM_SURVEY)
    _say(made, 20, 30, 40, 50, 60)
    return made


def _say(award: Award, *needs: int) -> None:
    for one in needs:
        award.expects({"needs": one, "solution": 100 - one})


def _desk(user: User) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def _words(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


def _read(browser: Browser) -> str:
    return _words(browser.get(PAGE).content)


def _made() -> tuple[int, int]:
    return WeightSet.objects.count(), WeightProposal.objects.count()


def test_weights_show_a_bar_until_they_are_worked_out(award: Award) -> None:
    desk = _desk(people.alma())
    assert desk.get(PROGRESS).status_code == 404
    assert desk.post(CANCEL).status_code == 404

    desk.post(PROPOSE)
    desk.post(PROPOSE)  # a button pressed twice
    bar = desk.get(PROGRESS)
    assert "Waits for a worker" in _words(bar.content)
    assert "HX-Refresh" not in bar.headers
    other = _desk(people.clara())
    assert other.post(PROPOSE).status_code == 409
    assert "Propose these weights" not in _read(other)

    assert other.post(CANCEL)["location"] == PAGE
    assert desk.get(PROGRESS).headers["HX-Refresh"] == "true"
    assert "Cancelled by Clara Coll. Nothing was proposed." in _read(desk)
    assert desk.post(CANCEL).status_code == 409
    assert (sweep_weights(), _made()) == (0, (0, 0))

    desk.post(PROPOSE)
    _say(award, 90)
    assert sweep_weights() == 1
    assert "You proposed these weights" in _read(desk)
    assert _made() == (1, 1)
