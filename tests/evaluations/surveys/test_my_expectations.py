"""The survey on a shopper's phone: the card, the form without a script, the receipt, the end."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.services.roster.admitting import withdraw
from evaluations.surveys.enums import Asks
from evaluations.surveys.models import ExpectationDraft, ExpectationResponse, ExpectationSurvey
from evaluations.surveys.services.answering import save_draft, send_answer
from evaluations.surveys.services.opening import close_survey
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import admit
from tests.factories.surveys import given, opened_survey, over

pytestmark = pytest.mark.django_db
STANDING = reverse("my_expectations", args=["2026"])
FORM = reverse("answer_expectations", args=["2026"])
SAVE = reverse("save_expectations", args=["2026"])
CALLS = reverse("my_calls")
# What the form posts of two sections.
WHOLE = {"give-needs": "60", "give-solution": "40", "order": ["needs", "solution"]}


@pytest.fixture
def phone(selma: User) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    browser.force_login(selma)
    return browser


def _read(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def _draft() -> tuple[dict[str, int], list[str]]:
    draft = ExpectationDraft.objects.get()
    return draft.points, draft.ranking


def test_my_calls_asks_for_two_minutes_and_then_says_that_it_is_in(
    survey: ExpectationSurvey, phone: Browser, selma: User
) -> None:
    day = f"{survey.closes_on.day} {survey.closes_on:%B}"
    assert f"2 minutes, until {day} Answer" in _read(phone, CALLS)
    assert phone.get(STANDING)["location"] == FORM

    send_answer(survey=survey, answer=given(60, 40), by=selma)
    page = _read(phone, CALLS)
    assert f"Received What you expect of a customer service You can change it until {day}" in page

    over(survey)
    assert "What matters to you?" not in _read(phone, CALLS)


def test_my_calls_shows_no_survey_of_others_or_of_later(
    award: Award, alma: User, phone: Browser
) -> None:
    opened_survey(award, alma, starts_in=1)
    opened_survey(tiny_award("2025"), alma)

    assert "What matters to you?" not in _read(phone, CALLS)


@pytest.mark.parametrize("surveys", [1, 3])
def test_the_card_costs_one_query_for_one_and_for_three(
    award: Award,
    alma: User,
    selma: User,
    phone: Browser,
    surveys: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    opened_survey(award, alma)
    for year in ("2025", "2024")[: surveys - 1]:
        other = tiny_award(year)
        admit(selma, other.programme, alma)
        opened_survey(other, alma)
    # Session, user with roles; profile, surveys, calls, closed calls and calibrations.
    with django_assert_num_queries(8):
        assert _read(phone, CALLS).count("2 minutes") == surveys


def test_without_a_script_every_button_keeps_what_is_filled_in(
    award: Award, alma: User, phone: Browser
) -> None:
    opened_survey(award, alma, asks=Asks.BOTH)
    typed = WHOLE | {"give-solution": "33"}

    answer = phone.post(FORM, typed | {"step": "needs:up"})
    assert (answer.status_code, answer["location"]) == (302, f"{FORM}#step-needs")
    assert _draft() == ({"needs": 65, "solution": 33}, ["needs", "solution"])
    page = _read(phone, FORM)
    assert "2 of 100 left to give" in page

    answer = phone.post(FORM, typed | {"move": "solution:up"})
    assert answer["location"] == f"{FORM}#move-solution"
    assert _draft() == ({"needs": 60, "solution": 33}, ["solution", "needs"])

    answer = phone.post(SAVE, typed | {"give-needs": "1"})
    assert (answer["location"], _draft()[0]["needs"]) == (FORM, 1)
    assert ExpectationResponse.objects.count() == 0


def test_a_script_is_told_that_it_is_saved_and_when_it_is_not(
    survey: ExpectationSurvey, alma: User, phone: Browser
) -> None:
    saved = phone.post(SAVE, WHOLE, headers={"HX-Request": "true"})
    assert saved.status_code == 200
    assert "Saved" in saved.content.decode()
    close_survey(survey=survey, by=alma)

    late = phone.post(SAVE, WHOLE | {"give-needs": "1"}, headers={"HX-Request": "true"})

    assert late.status_code == 422
    assert "Not saved: This survey takes no answers now." in late.content.decode()
    assert _draft()[0]["needs"] == 60


def test_sending_leads_to_the_receipt_and_again_changes_nothing(
    survey: ExpectationSurvey, phone: Browser
) -> None:
    for _press in range(2):
        assert phone.post(FORM, WHOLE)["location"] == STANDING
    page = _read(phone, STANDING)

    assert "Needs 60 Solution 40" in page
    assert re.search(r"Received \d+ \w+ \d{4}", page)
    assert re.search(r"Fingerprint [0-9a-f]{64}", page)
    response = ExpectationResponse.objects.get()
    assert (response.points, response.earlier.count()) == ({"needs": 60, "solution": 40}, 0)
    assert 'value="60"' in phone.get(FORM).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"give-needs": "55"}, "5 of the 100 are left to give."),
        ({"give-needs": ""}, "60 of the 100 are left to give."),
        ({"give-needs": "70"}, "10 too many are given: take some back."),
        ({"give-needs": "many"}, "Needs: Give a whole number from 0 to 100."),
        ({"give-needs": "-5"}, "Needs: Give a whole number from 0 to 100."),
        ({"give-needs": "101"}, "Needs: Give a whole number from 0 to 100."),
        ({"give-needs": "6\0"}, "Needs: Give a whole number from 0 to 100."),
        ({"give-needs": "१०"}, "Needs: Give a whole number from 0 to 100."),
        ({"in_order": []}, "Say below the list that it is in your order."),
    ],
)
def test_what_cannot_be_sent_is_kept_and_says_why(
    award: Award, alma: User, phone: Browser, typed: dict[str, str], sentence: str
) -> None:
    opened_survey(award, alma, asks=Asks.BOTH)

    answer = phone.post(FORM, WHOLE | {"in_order": "1"} | typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in " ".join(re.sub(r"<[^>]+>", " ", page).split())
    if typed.get("give-needs") in {"many", "-5", "101"}:
        assert f'value="{typed["give-needs"]}"' in page
    assert _draft()[0]["solution"] == 40
    assert ExpectationResponse.objects.count() == 0


def test_a_closed_survey_shows_what_she_sent_and_what_she_did_not(
    survey: ExpectationSurvey, alma: User, phone: Browser, selma: User
) -> None:
    send_answer(survey=survey, answer=given(60, 40), by=selma)
    save_draft(survey=survey, answer=given(11, 40), by=selma)
    close_survey(survey=survey, by=alma)

    assert phone.get(FORM)["location"] == STANDING
    page = _read(phone, STANDING)
    assert "The survey is closed" in page
    assert "Needs 60 Solution 40" in page
    assert "Begun, and not sent This is kept as you left it. It does not count. Needs 11" in page
    assert "Change my answer" not in page


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ("over", "You did not answer this one"),
        ("scheduled", "You get a mail on the day it opens."),
    ],
)
def test_without_an_answer_the_page_says_why_there_is_nothing_to_do(
    award: Award, alma: User, phone: Browser, scene: str, words: str
) -> None:
    survey = opened_survey(award, alma, starts_in=1 if scene == "scheduled" else 0)
    if scene == "over":
        over(survey)

    assert words in _read(phone, STANDING)


@pytest.mark.parametrize("address", [FORM, SAVE])
def test_too_late_is_a_conflict_that_loses_nothing(
    survey: ExpectationSurvey, phone: Browser, address: str
) -> None:
    over(survey)

    answer = phone.post(address, WHOLE)

    assert answer.status_code == 409
    page = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    assert "This survey takes no answers now." in page
    assert "Needs 60 Solution 40" in page
    assert ExpectationResponse.objects.count() == 0


@pytest.mark.parametrize("address", [STANDING, FORM])
def test_an_answer_is_its_shoppers_alone(
    survey: ExpectationSurvey,
    award: Award,
    alma: User,
    selma: User,
    nora: User,
    address: str,
) -> None:
    send_answer(survey=survey, answer=given(61, 39), by=selma)
    browser = Browser(headers={"accept-language": "en"})
    assert browser.get(address)["location"].startswith(reverse("sign_in"))
    for reader in (alma, people.kari()):
        people.sign_in(browser, reader)
        assert browser.get(address).status_code == 403
    browser.force_login(nora)
    page = browser.get(address, follow=True).content.decode()
    assert re.search(r"\b61\b", page) is None
    withdraw(shopper=nora.shopper, programme=award.programme, by=alma)
    assert browser.get(address).status_code == 404
    assert browser.get(address.replace("2026", "1999")).status_code == 404
    assert browser.post(address, WHOLE).status_code in {404, 405}
    assert ExpectationResponse.objects.get().points == {"needs": 61, "solution": 39}


@pytest.mark.parametrize(("address", "method"), [(STANDING, "post"), (FORM, "put"), (SAVE, "get")])
def test_other_methods_are_refused(
    survey: ExpectationSurvey, phone: Browser, address: str, method: str
) -> None:
    assert getattr(phone, method)(address).status_code == 405
