"""The expectation survey on the desk: opened at the second press, means only when they hide who."""

import datetime as dt
import re

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from evaluations.surveys.enums import Asks
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.services.answering import send_answer
from evaluations.surveys.services.opening import close_survey
from evaluations.surveys.services.refusals import NotOffered
from scoring.queries.weights.expectations import MINIMUM_BASE
from scoring.services.weights.surveying import open_expectation_survey
from shoppers.models import Notice, User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import admit, shopper_user
from tests.factories.surveys import SECTIONS, given, opened_survey
from tests.factories.tiny_method import FROM_SURVEY

pytestmark = pytest.mark.django_db
DESK = reverse("expectation_survey", args=["2026"])
UNTIL, REMIND, CLOSE = (
    reverse(name, args=["2026"])
    for name in ("keep_expectations_open", "remind_of_expectations", "close_expectations")
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


def _shoppers(award: Award, alma: User, count: int) -> list[User]:
    made = [shopper_user(f"S-95{number}", f"Nora {number}") for number in range(count)]
    for user in made:
        admit(user, award.programme, alma)
    return made


def _read(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return _words(answer.content.decode())


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def _days(first: int = 0, last: int = 9) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "opens_on": str(today + dt.timedelta(days=first)),
        "closes_on": str(today + dt.timedelta(days=last)),
    }


def test_a_survey_is_opened_at_the_second_press(award: Award, alma: User, desk: Browser) -> None:
    _shoppers(award, alma, 2)
    assert "Open the survey" in _read(desk, reverse("programme", args=["2026"]))
    assert "nothing else: Needs, Solution." in _read(desk, DESK)
    typed = {**_days(), "asks": "shares"}

    first = desk.post(DESK, typed)
    assert "Open this survey?" in first.content.decode()
    agreed = first.context["agreed"]
    # Another day was chosen since: that has to be agreed to anew.
    again = desk.post(DESK, typed | _days(last=3) | {"agreed": agreed})
    assert again.context["agreed"] != agreed
    assert not ExpectationSurvey.objects.exists()

    assert desk.post(DESK, typed | {"agreed": agreed})["location"] == DESK
    survey = ExpectationSurvey.objects.get()
    assert (survey.sections, survey.asks, survey.opened_by) == ([*SECTIONS], "shares", alma)
    assert Notice.objects.filter(kind="expectations_opened").count() == 2
    assert "0 of 2 shoppers have answered" in _read(desk, reverse("programme", args=["2026"]))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (_days(first=-1) | {"asks": "shares"}, "A survey opens today or later."),
        (_days(last=-1) | {"asks": "shares"}, "The last day comes before the first."),
        (_days() | {"asks": "ranking"}, "ranking is not one of the available choices"),
        ({"asks": "shares", "opens_on": "soon", "closes_on": ""}, "Enter a valid date"),
    ],
)
def test_what_makes_no_sense_is_refused(
    award: Award, desk: Browser, typed: dict[str, str], sentence: str
) -> None:
    answer = desk.post(DESK, typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ExpectationSurvey.objects.exists()


def test_a_method_with_weights_of_its_own_asks_nobody(alma: User, desk: Browser) -> None:
    tiny_award()
    typed = {**_days(), "asks": "shares"}
    assert "Its method states the weights itself" in _read(desk, DESK)
    assert "Expectation survey" not in _read(desk, reverse("programme", args=["2026"]))

    agreed = desk.post(DESK, typed).context["agreed"]
    answer = desk.post(DESK, typed | {"agreed": agreed})

    assert answer.status_code == 409
    assert "leaves no weights to a survey" in answer.content.decode()
    assert not ExpectationSurvey.objects.exists()


def test_a_second_survey_is_a_conflict(award: Award, alma: User, desk: Browser) -> None:
    opened_survey(award, alma)

    answer = desk.post(DESK, {**_days(), "asks": "both"})

    assert answer.status_code == 409
    assert ExpectationSurvey.objects.get().asks == Asks.SHARES


@pytest.mark.parametrize("answers", [MINIMUM_BASE - 1, MINIMUM_BASE])
def test_means_stand_there_once_closed_and_from_the_minimum_base_on(
    award: Award, alma: User, desk: Browser, answers: int
) -> None:
    survey = opened_survey(award, alma)
    for user in _shoppers(award, alma, answers):
        send_answer(survey=survey, answer=given(61, 39), by=user)

    running = _read(desk, DESK)
    assert f"{answers} of {answers}" in running
    assert "61" not in running
    close_survey(survey=survey, by=alma)
    closed = _read(desk, DESK)

    assert ("Needs 61.0" in closed) is (answers == MINIMUM_BASE)
    assert ("Fewer than 5 answers count: too few" in closed) is (answers < MINIMUM_BASE)
    # Neither before nor after does the page name who answered.
    assert "Nora" not in running + closed


def test_reminding_closing_and_opening_again(award: Award, alma: User, desk: Browser) -> None:
    opened_survey(award, alma)
    _shoppers(award, alma, 2)
    assert "Remind the 2 who have not answered" in _read(desk, DESK)
    assert desk.post(REMIND)["location"] == DESK
    page = _read(desk, DESK)
    assert "2 shoppers get a reminder." in page
    assert "Remind the" not in page
    assert desk.post(REMIND).status_code == 409

    assert "No more answers are taken" in _read(desk, CLOSE)
    assert desk.post(CLOSE)["location"] == DESK
    again = desk.post(CLOSE)
    assert again.status_code == 409
    assert "This survey takes no answers now." in again.content.decode()

    assert desk.post(UNTIL, {"closes_on": "2020-01-01"}).status_code == 422
    assert ExpectationSurvey.objects.get().closed_at is not None
    assert desk.post(UNTIL, {"closes_on": _days()["closes_on"]})["location"] == DESK
    assert ExpectationSurvey.objects.get().closed_at is None
    assert Notice.objects.filter(kind="expectations_reminder").count() == 2


@pytest.mark.parametrize("address", [DESK, UNTIL, REMIND, CLOSE])
def test_the_desk_is_for_coordinators(
    award: Award, alma: User, desk: Browser, address: str
) -> None:
    missing = address.replace("2026", "1999")
    assert desk.post(missing).status_code == 404
    if address != DESK:
        assert desk.post(address).status_code == 404  # no survey yet
    opened_survey(award, alma)
    stranger = Browser()
    assert stranger.post(address)["location"].startswith(reverse("sign_in"))
    for user in (people.selma(), people.kari()):
        stranger.force_login(user)
        assert stranger.get(address).status_code == 403
        assert stranger.post(address, {"closes_on": "2099-01-01"}).status_code == 403
    assert desk.put(address).status_code == 405
    assert desk.get(REMIND).status_code == 405
    survey = ExpectationSurvey.objects.get()
    assert (survey.closed_at, survey.reminded_at, survey.closes_on.year < 2099) == (
        None,
        None,
        True,
    )


@pytest.mark.parametrize("language", ["nb", "sv", "en"])
def test_the_heading_parts_where_a_phone_is_too_narrow_for_its_one_word(language: str) -> None:
    with override(language):
        assert max(map(len, gettext("Expectation survey").split("\N{SOFT HYPHEN}"))) <= 20


@pytest.mark.parametrize(
    ("estimator", "asks"),
    [
        ("mean_share_of_complete_answers", [Asks.SHARES, Asks.BOTH]),
        ("plackett_luce", [Asks.RANKING]),
        ("best_worst", [Asks.BEST_WORST]),
        ("importance", [Asks.IMPORTANCE]),
    ],
)
def test_what_is_asked_follows_from_the_method(
    alma: User, desk: Browser, estimator: str, asks: list[Asks]
) -> None:
    award = tiny_award(weights=FROM_SURVEY | {"estimator": estimator})
    page = desk.get(DESK)
    assert [value for value, _label in page.context["form"].fields["asks"].choices] == asks
    other = next(one for one in Asks if one not in asks)

    refused = desk.post(DESK, {**_days(), "asks": other})
    with pytest.raises(NotOffered):
        open_expectation_survey(
            programme=award.programme,
            asks=other,
            opens_on=timezone.localdate(),
            closes_on=timezone.localdate(),
            by=alma,
        )

    assert refused.status_code == 422
    assert not ExpectationSurvey.objects.exists()
    agreed = desk.post(DESK, {**_days(), "asks": asks[0]}).context["agreed"]
    desk.post(DESK, {**_days(), "asks": asks[0], "agreed": agreed})
    assert ExpectationSurvey.objects.get().asks == asks[0]


def test_response_rate_and_what_the_method_asks_for_stand_there(alma: User, desk: Browser) -> None:
    award = tiny_award(weights=FROM_SURVEY | {"least_answers": 7})
    survey = opened_survey(award, alma)
    nobody = _read(desk, DESK)
    users = _shoppers(award, alma, 7)
    send_answer(survey=survey, answer=given(61, 39), by=users[0])
    one = _read(desk, DESK)
    for user in users[1:]:
        send_answer(survey=survey, answer=given(61, 39), by=user)

    assert "Response rate –" in nobody
    assert "Response rate 14%" in one
    assert "7 complete answers: 6 more before weights can be computed" in one
    assert "Needed for weights 7 complete answers" in _read(desk, DESK)
    assert "more before" not in _read(desk, DESK)


def test_means_of_another_question_are_shares(alma: User, desk: Browser) -> None:
    award = tiny_award(weights=FROM_SURVEY | {"estimator": "plackett_luce"})
    survey = opened_survey(award, alma, asks=Asks.RANKING)
    for number, user in enumerate(_shoppers(award, alma, 5)):
        answer = given(0, 0, first="needs" if number else "solution")
        send_answer(survey=survey, answer=answer, by=user)
    close_survey(survey=survey, by=alma)

    closed = _read(desk, DESK)

    assert "Share of each section" in closed
    assert "Needs 80.0" in closed
    assert "Solution 20.0" in closed
    assert "changes none" not in closed
