"""Once weights are approved nobody is asked about them any more."""

import html
import re

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from evaluations.surveys.enums import Asks
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.services.opening import close_survey
from evaluations.surveys.services.refusals import WeightsSettled
from scoring.queries.weights.expectations import MINIMUM_BASE
from scoring.services.weights.surveying import open_expectation_survey
from scoring.services.weights.weight_decisions import approve_weights, propose_weights
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.surveys import opened_survey
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


def test_a_closed_survey_stays_closed_once_its_weights_are_approved() -> None:
    alma, clara, award = people.alma(), people.clara(), tiny_award(weights=FROM_SURVEY)
    survey = opened_survey(award, alma)
    for _ in range(MINIMUM_BASE):
        award.expects({"needs": 50, "solution": 50})
    close_survey(survey=survey, by=alma)
    desk, today = Browser(headers={"accept-language": "en"}), timezone.localdate()
    people.sign_in(desk, alma)
    until, remind = (
        reverse(name, args=["2026"])
        for name in ("keep_expectations_open", "remind_of_expectations")
    )
    proposal = propose_weights(programme=award.programme, by=alma).proposal
    approve_weights(proposal=proposal, by=clara)
    before = ExpectationSurvey.objects.values().get()

    page = _words(desk.get(DESK).text)
    refused = [desk.post(until, {"closes_on": str(today)}), desk.post(remind)]

    assert "Open it again" not in page
    assert "The weights of this programme are approved." in page
    assert [answer.status_code for answer in refused] == [409, 409]
    assert all(str(WeightsSettled()) in html.unescape(answer.text) for answer in refused)
    assert ExpectationSurvey.objects.values().get() == before


def test_the_desk_leads_to_weights_that_wait_for_a_second_coordinator() -> None:
    alma, clara, award = people.alma(), people.clara(), tiny_award(weights=FROM_SURVEY)
    for _ in range(MINIMUM_BASE):
        award.expects({"needs": 50, "solution": 50})
    desk, link = (
        Browser(headers={"accept-language": "en"}),
        f'href="{reverse("weights", args=["2026"])}"',
    )
    people.sign_in(desk, clara)
    assert link not in desk.get(reverse("desk")).text
    proposal = propose_weights(programme=award.programme, by=alma).proposal

    page = desk.get(reverse("desk")).text
    approve_weights(proposal=proposal, by=clara)

    assert link in page
    assert f"Weights of {award.programme.name}" in _words(page)
    assert f"by {alma.name} Waits for a second coordinator" in _words(page)
    assert link not in desk.get(reverse("desk")).text
