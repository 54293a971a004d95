"""Once weights are approved nobody is asked about them any more."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from evaluations.surveys.enums import Asks
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.services.refusals import WeightsSettled
from scoring.queries.weights.expectations import MINIMUM_BASE
from scoring.services.weights.surveying import open_expectation_survey
from scoring.services.weights.weight_decisions import approve_weights, propose_weights
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.tiny_method import FROM_SURVEY

pytestmark = pytest.mark.django_db
DESK = reverse("expectation_survey", args=["2026"])


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_no_survey_is_opened_for_weights_that_are_approved() -> None:
    alma, clara, award = people.alma(), people.clara(), tiny_award(weights=FROM_SURVEY)
    for _ in range(MINIMUM_BASE):
        award.expects({"needs": 50, "solution": 50})
    proposal = propose_weights(programme=award.programme, by=alma).proposal
    approve_weights(proposal=proposal, by=clara)
    desk, today = Browser(headers={"accept-language": "en"}), timezone.localdate()
    people.sign_in(desk, alma)
    sent = {"opens_on": str(today), "closes_on": str(today), "asks": "shares"}

    on_the_programme = _words(desk.get(reverse("programme", args=["2026"])).text)
    page = desk.get(DESK).text
    pressed = desk.post(DESK, sent | {"agreed": f"{today}|{today}|shares"})
    with pytest.raises(WeightsSettled):
        open_expectation_survey(
            programme=award.programme, asks=Asks.SHARES, opens_on=today, closes_on=today, by=alma
        )

    assert "Open the survey" not in on_the_programme
    assert "No survey is opened any more: no answer would change them." in on_the_programme
    assert f"by {clara.name}, from answers that came in a file." in _words(page)
    assert f'href="{reverse("weights", args=["2026"])}"' in page
    assert pressed.status_code == 409
    assert not any("Open the survey" in _words(text) for text in (page, pressed.text))
    assert not ExpectationSurvey.objects.exists()
