"""What shoppers answered cannot be had by subtraction: a survey that can be read stays closed."""

import datetime as dt
import re

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.services.answering import send_answer
from scoring.queries.weights.expectations import MINIMUM_BASE
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import admit, shopper_user
from tests.factories.surveys import given, opened_survey
from tests.factories.tiny_method import FROM_SURVEY

pytestmark = pytest.mark.django_db
DESK = reverse("expectation_survey", args=["2026"])
UNTIL, CLOSE = (
    reverse(name, args=["2026"]) for name in ("keep_expectations_open", "close_expectations")
)


@pytest.fixture
def award(db: None) -> Award:
    return tiny_award(weights=FROM_SURVEY)


@pytest.fixture
def alma(db: None) -> User:
    return people.alma()


@pytest.fixture
def desk(alma: User) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, alma)
    return browser


def _read(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize("answers", [MINIMUM_BASE - 1, MINIMUM_BASE])
def test_a_survey_whose_means_can_be_read_takes_no_answer_any_more(
    award: Award, alma: User, desk: Browser, answers: int
) -> None:
    """Looked at, opened again, answered once and looked at: the difference would be an answer."""
    survey = opened_survey(award, alma)
    for number in range(answers):
        user = shopper_user(f"S-95{number}", f"Nora {number}")
        admit(user, award.programme, alma)
        send_answer(survey=survey, answer=given(61, 39), by=user)
    known = answers == MINIMUM_BASE
    asked = _read(desk, CLOSE)
    assert ("so the survey cannot be opened again" in asked) is known
    assert ("so you can open it again" in asked) is not known
    desk.post(CLOSE)
    before = ExpectationSurvey.objects.values().get()

    page = _read(desk, DESK)
    day = timezone.localdate() + dt.timedelta(days=9)
    pressed = desk.post(UNTIL, {"closes_on": str(day)})

    assert ("Open it again" in page) is not known
    assert pressed.status_code == (409 if known else 302)
    assert ("can be read already" in pressed.content.decode()) is known
    assert (ExpectationSurvey.objects.values().get() == before) is known


def test_enough_answers_from_a_file_leave_nothing_to_ask(
    award: Award, alma: User, desk: Browser
) -> None:
    for _ in range(MINIMUM_BASE - 1):
        award.expects({"needs": 50, "solution": 50})
    assert "Open the survey" in _read(desk, DESK)
    award.expects({"needs": 50, "solution": 50})

    pages = [_read(desk, address) for address in (DESK, reverse("programme", args=["2026"]))]
    today = str(timezone.localdate())
    agreed = f"{today}|{today}|shares"
    typed = {"opens_on": today, "closes_on": today, "asks": "shares", "agreed": agreed}
    pressed = desk.post(DESK, typed)

    assert not any("Open the survey" in page for page in pages)
    assert all("no survey is opened any more" in page.lower() for page in pages)
    assert pressed.status_code == 409
    assert not ExpectationSurvey.objects.exists()
