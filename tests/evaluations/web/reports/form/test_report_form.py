"""The report as a form: what it asks, and what it saves answer by answer."""

import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.models import Draft, Evaluation, TestCall
from evaluations.services.calls.assigning import cancel
from evaluations.services.reports.drafting import open_report
from shoppers.models import User
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.evaluations.small_checklist import FULL, small_document
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import accepted_call, offered_call, shopper_user

pytestmark = pytest.mark.django_db


def _award() -> Award:
    return tiny_award(checklist=small_document())


@pytest.fixture(scope="module")
def make_award() -> Callable[[], Award]:
    """The tiny award with a checklist of every kind of question."""
    return _award


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: accepted_call(cast.award, cast.selma, cast.alma, scenario="buy")


@pytest.fixture
def call(cast: Cast) -> TestCall:
    made: TestCall = cast.begun
    return made


def _url(name: str, call: TestCall) -> str:
    return reverse(name, args=[call.pk])


def _draft() -> Draft:
    return Draft.objects.get()


def _whole(answers: dict[str, Any], **more: str) -> dict[str, str]:
    """What the whole form posts."""
    return {f"q.{key}": str(value) for key, value in answers.items()} | {"answered": "yes"} | more


@pytest.mark.parametrize("name", ["my_report", "save_report", "submit_report", "my_receipt"])
def test_a_report_is_its_shoppers_alone(
    call: TestCall, alma: User, selma: User, log_in: LogIn, name: str
) -> None:
    open_report(call=call, by=selma)
    method = "post" if name == "save_report" else "get"
    posted = {"q.fits": "well", "revision": "0"}
    address, unknown = _url(name, call), reverse(name, args=[uuid.uuid4()])

    def ask(browser: Browser, url: str = address) -> int:
        return int(getattr(browser, method)(url, posted).status_code)

    assert ask(Browser()) == 302
    assert ask(log_in(alma)) == 403
    assert ask(log_in(people.kari())) == 403
    assert ask(log_in(shopper_user("S-902", "Sofia Sol"))) == 404
    assert ask(log_in(selma), unknown) == 404
    assert log_in(selma).delete(address).status_code == 405
    assert (_draft().answers, _draft().revision) == ({}, 0)


def test_an_offer_has_no_form_yet(award: Award, alma: User, selma: User, log_in: LogIn) -> None:
    call = offered_call(award, selma, alma, "beta")

    for name in ("my_report", "submit_report", "my_receipt"):
        assert log_in(selma).get(_url(name, call)).status_code == 409

    assert not Evaluation.objects.exists()


def test_every_kind_of_question_has_its_look(call: TestCall, selma: User, log_in: LogIn) -> None:
    form = log_in(selma).get(_url("my_report", call)).context["form"]

    fields = {each.key: each for section in form.sections for each in section.fields}
    looks = {key: (each.look, len(each.choices)) for key, each in fields.items() if each.is_shown}
    assert looks == {
        "wait": ("options", 3),
        "callback": ("options", 2),
        "asked": ("options", 3),
        "found": ("options", 2),
        "other_ways": ("options", 2),
        "correct": ("options", 2),
        "fits": ("options", 3),
        "offered": ("options", 2),
        "nps": ("numbers", 11),
        "ease": ("numbers", 7),
    }
    apart = {key: [choice.label for choice in each.apart] for key, each in fields.items()}
    assert {key: labels for key, labels in apart.items() if labels} == {
        "found": ["Not applicable"],
        "other_ways": ["Not applicable"],
        "ease": ["No answer"],
    }
    routed = {key: (each.when, each.values) for key, each in fields.items() if not each.is_shown}
    assert routed == {
        "relevant": ("q.offered", '["yes"]'),
        "closed": ("q.relevant", '["yes"]'),
    }
    assert form.progress == (0, 9)


def test_a_five_step_scale_and_a_wide_range_have_their_own_look(
    call: TestCall, selma: User, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = small_document()
    steps = [
        {"value": str(step), "points": step, "text": {"nb": "x", "sv": "x", "en": "x"}}
        for step in (5, 4, 3, 2, 1)
    ]
    document["sections"][2]["questions"][1]["options"] = steps
    document["sections"][4]["questions"][0]["max"] = 100
    evaluation = open_report(call=call, by=selma)
    version = evaluation.checklist_version
    version.pk, version.version, version.frozen_at, version.document = None, 2, None, document
    version.save(force_insert=True)
    Evaluation.objects.update(checklist_version=version)

    response = log_in(selma).get(_url("my_report", call))

    form = response.context["form"]
    fields = {each.key: each for section in form.sections for each in section.fields}
    assert (fields["fits"].look, fields["nps"].look) == ("scale", "number")
    assert 'type="number"' in response.content.decode()


def test_the_phone_does_not_learn_what_an_answer_is_worth(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)

    for page in (
        browser.get(_url("my_report", call)).content.decode(),
        browser.post(_url("save_report", call), {"q.correct": "no"}).content.decode(),
    ):
        assert re.findall(r"\b(?:points|scored|critical|zero)\b", page, re.IGNORECASE) == []


def test_one_answer_is_saved_by_itself(call: TestCall, selma: User, log_in: LogIn) -> None:
    browser = log_in(selma)
    browser.get(_url("my_report", call))

    answer = browser.post(_url("save_report", call), {"q.nps": "9", "revision": "0"})

    assert (_draft().answers, _draft().revision) == ({"nps": 9}, 1)
    page = answer.content.decode()
    assert "Saved " in page
    assert json.loads(answer.headers["HX-Trigger"])["kept"]["revision"] == 1
    # What is asked next is decided on the phone: no question comes along.
    assert "fieldset" not in page
    assert "1 of 9 answered" in browser.get(_url("my_report", call)).content.decode()


def test_words_not_applicable_and_no_answer_are_saved_too(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    for posted in (
        {"q.ease": "7"},
        {"q.found": "na"},
        {"c.words": ""},
        {"c.c_words": "Kind.\r\nAnd quick."},
        {"q.ease": ""},
    ):
        browser.post(_url("save_report", call), posted)

    assert _draft().answers == {"found": "na"}
    assert _draft().comments == {"c_words": "Kind.\nAnd quick."}


def _asked(page: str) -> dict[str, bool]:
    """The questions of the page, and which of them are asked by now."""
    found = re.findall(r'<fieldset[^>]*?id="q-(\w+)"([^>]*)>', page)
    return {key: re.search(r"\bhidden\b", more) is None for key, more in found}


def test_the_page_holds_what_may_be_asked_and_hides_what_is_not(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)

    def asked_after(key: str, value: str) -> tuple[bool, bool]:
        browser.post(_url("save_report", call), {f"q.{key}": value})
        asked = _asked(browser.get(_url("my_report", call)).content.decode())
        return asked["relevant"], asked["closed"]

    assert asked_after("offered", "yes") == (True, False)
    assert asked_after("relevant", "yes") == (True, True)
    assert asked_after("offered", "no") == (False, False)
    # What was hidden is kept, and is there again when it is asked again.
    assert _draft().answers == {"offered": "no", "relevant": "yes"}
    page = browser.get(_url("my_report", call)).content.decode()
    assert re.search(r'name="q.relevant" value="yes" checked', page)
    assert asked_after("offered", "yes") == (True, True)


def test_when_nobody_answered_the_sections_are_hidden_as_they_were(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    browser.post(_url("save_report", call), {"q.fits": "well"})
    browser.post(_url("save_report", call), {"answered": "no"})

    page = browser.get(_url("my_report", call)).content.decode()
    assert re.search(r'id="sections"\s+hidden', page)
    assert not re.search(r'id="nothing-asked"\s+hidden', page)
    assert "No questions to answer" in page
    assert re.search(r'name="q.fits" value="well" checked', page)
    assert 'id="q-c_words"' in page

    browser.post(_url("save_report", call), {"answered": "yes"})
    page = browser.get(_url("my_report", call)).content.decode()
    assert not re.search(r'id="sections"\s+hidden', page)
    assert re.search(r'id="nothing-asked"\s+hidden', page)
    assert _draft().answered is True


@pytest.mark.parametrize(
    "posted",
    [
        {"q.fits": "perfectly"},
        {"q.smile": "yes"},
        {"q.nps": "11"},
        {"q.nps": "nine"},
        {"q.wait": "na"},
        {"answered": "perhaps"},
    ],
)
def test_what_does_not_fit_is_not_saved_and_said(
    call: TestCall, selma: User, log_in: LogIn, posted: dict[str, str]
) -> None:
    browser = log_in(selma)
    browser.post(_url("save_report", call), {"q.fits": "well"})

    answer = browser.post(_url("save_report", call), posted)

    assert answer.status_code == 422
    assert "Not saved: Some of this does not fit the form." in answer.content.decode()
    assert (_draft().answers, _draft().comments, _draft().revision) == ({"fits": "well"}, {}, 1)


def test_nothing_is_saved_for_a_call_that_was_taken_back_and_the_page_says_so(
    call: TestCall, alma: User, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    browser.post(_url("save_report", call), {"q.fits": "well"})
    cancel(call=TestCall.objects.get(), reason="The number is gone", by=alma)

    part = browser.post(_url("save_report", call), {"q.fits": "badly"})
    whole = browser.post(_url("my_report", call), _whole({}, **{"c.c_words": "My only words"}))

    assert part.status_code == 422
    assert "A coordinator took this call back." in part.content.decode()
    assert "data-hand-over" in part.content.decode()
    assert whole.status_code == 409
    assert "My only words" in whole.content.decode()
    assert (_draft().answers, _draft().comments) == ({"fits": "well"}, {})
    reading = browser.get(_url("my_report", call)).content.decode()
    assert "This report was not sent. Here is what you had filled in." in reading
    assert "The number is gone" in reading
    assert "Cancelled" in reading
    assert "Draft" not in reading


def test_a_form_and_a_save_cost_what_they_cost(
    call: TestCall,
    selma: User,
    log_in: LogIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = log_in(selma)
    browser.get(_url("my_report", call))
    for answers in (1, 3):
        for key, value in list(FULL.items())[:answers]:
            browser.post(_url("save_report", call), {f"q.{key}": str(value)})
        with django_assert_num_queries(10):
            browser.get(_url("my_report", call))
        with django_assert_num_queries(14):
            browser.post(_url("save_report", call), {"q.nps": str(answers)})
