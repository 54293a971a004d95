"""One call: the briefing, what has become of it, the next step."""

import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import AttemptOutcome
from evaluations.models import Evaluation, TestCall
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.calls.calling import accept, decline
from evaluations.services.lifecycle import move
from evaluations.services.reports.evaluating import submit
from evaluations.services.review.reviewing import reject, send_back
from evaluations.transitions import Event
from shoppers.models import User
from tests import people
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, late, offered_call, shopper_user
from tests.factories.reports import attempt, filled_report
from tests.factories.tiny_method import PERFECT, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


def _url(name: str, call: TestCall) -> str:
    return reverse(name, args=[call.pk])


def _state() -> str:
    return TestCall.objects.get().state


@pytest.mark.parametrize(
    ("name", "method", "wrong"),
    [("my_call", "get", "post"), ("accept_call", "post", "get"), ("decline_call", "get", "put")],
)
def test_a_call_is_its_shoppers_alone(
    offered: TestCall, alma: User, selma: User, log_in: LogIn, name: str, method: str, wrong: str
) -> None:
    address = _url(name, offered)

    def ask(browser: Browser, how: str = method, url: str = address) -> int:
        return int(getattr(browser, how)(url).status_code)

    assert ask(Browser()) == 302
    assert ask(log_in(alma)) == 403
    assert ask(log_in(people.kari())) == 403
    assert ask(log_in(shopper_user("S-901", "Sofia Sol"))) == 404
    assert ask(log_in(selma), url=reverse(name, args=[uuid.uuid4()])) == 404
    assert ask(log_in(selma), how=wrong) == 405
    assert _state() == "offered"
    assert ask(log_in(selma)) in {200, 302}


def test_what_is_only_planned_is_nobodys(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = TestCall.objects.create(
        participation=award.participations["alfa"],
        channel="phone",
        scenario=award.scenarios["ask"],
        shopper=selma.shopper,
    )

    assert log_in(selma).get(_url("my_call", call)).status_code == 404


def test_the_briefing_says_whom_to_contact_as_whom_and_by_which_rules(
    award: Award, offered: TestCall, selma: User, log_in: LogIn
) -> None:
    scenario, channels = award.scenarios["ask"], award.participations["alfa"].channels
    scenario.briefing = {
        "role": text("You have a loan."),
        "ask": text("Ask for the rate."),
        "avoid": text("Do not sign."),
    }
    scenario.save()
    channels.filter(channel="phone").update(contact_point="+47 22 00 00 00", menu_path="2, then 1")
    call = late(offered, days=-3)
    TestCall.objects.update(fee=Decimal(250))

    response = log_in(selma).get(_url("my_call", call))

    page = response.content.decode()
    for words in (
        "You have a loan.",
        "Ask for the rate.",
        "Do not sign.",
        "2, then 1",
        "Due in 3 days",
    ):
        assert words in page
    assert 'href="tel:+4722000000"' in page
    assert 'rel="noreferrer"' in page
    assert response.context["rules"] == [
        ("Contact hours", "Monday to Friday, 09:00–15:00"),
        ("Wait at most", "5 minutes"),
        ("Try at most", "2 attempts"),
        ("Language", "Norsk bokmål"),
        ("Period", "15 January 2026 to 12 April 2026"),
        ("Fee", "250 NOK"),
    ]
    assert "After 2 attempts in vain" in response.context["nobody"]
    assert "Ask a coordinator before you begin" not in page


def test_what_is_missing_is_said(offered: TestCall, selma: User, log_in: LogIn) -> None:
    page = log_in(selma).get(_url("my_call", offered)).content.decode()

    assert "Nobody has confirmed yet where to reach them on this channel." in page
    assert "The briefing is not complete yet. Ask a coordinator before you begin." in page
    assert "None is noted. Ask a coordinator." in page


POINTS = {
    "help@alfa.example": "mailto:help@alfa.example",
    "https://alfa.example/contact": "https://alfa.example/contact",
    "02800": "tel:02800",
    "the form on their page": "",
    "javascript:alert(1)": "",
}


def test_a_contact_point_is_a_link_where_it_is_one(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = offered_call(award, selma, alma, "beta", "email")
    browser = log_in(selma)

    for point, href in POINTS.items():
        award.participations["beta"].channels.filter(channel="email").update(contact_point=point)
        response = browser.get(_url("my_call", call))
        assert response.context["contact"].href == href, point
        assert point in response.content.decode()
        assert ("Send it", "before 12:00") in response.context["rules"]
        assert ("Wait at most", "3 working days") in response.context["rules"]


def test_the_briefing_is_read_in_any_language_it_was_written_in(
    award: Award, offered: TestCall, selma: User, log_in: LogIn
) -> None:
    award.scenarios["ask"].briefing = {"role": {"nb": "Du har et lån.", "sv": "", "en": ""}}
    award.scenarios["ask"].save()

    response = log_in(selma).get(_url("my_call", offered))

    assert response.context["briefing"].role == "Du har et lån."
    assert "The briefing is not complete yet." in response.content.decode()


def test_the_next_step_follows_the_attempts(offered: TestCall, selma: User, log_in: LogIn) -> None:
    accept(call=offered, by=selma)
    browser = log_in(selma)

    def steps() -> list[str]:
        return [step.label for step in browser.get(_url("my_call", offered)).context["steps"]]

    assert steps() == ["Note an attempt by hand", "Fill in the report"]
    for wait in (300, 301):
        note = attempt(outcome=AttemptOutcome.NOT_ANSWERED, wait_seconds=wait)
        log_attempt(call=offered, note=note, by=selma)
        if wait == 300:
            assert steps() == ["Note an attempt by hand", "Fill in the report"]
    assert steps() == ["Fill in the report", "Note an attempt by hand"]


def _cancelled(call: TestCall, alma: User, selma: User) -> None:
    accept(call=call, by=selma)
    cancel(call=call, reason="The number is gone", by=alma)


def _expired(call: TestCall, alma: User, selma: User) -> None:
    move(late(call, days=3), event=Event.EXPIRE, by=alma)


def _declined(call: TestCall, alma: User, selma: User) -> None:
    decline(call=call, reason="I know them", by=selma)


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (_cancelled, ["A coordinator took this call back.", "The number is gone"]),
        (_expired, ["The time for this call ran out.", "It was to be done by"]),
        (_declined, ["You said no to this call.", "I know them"]),
    ],
)
def test_a_call_that_is_over_says_why_and_offers_no_step(
    offered: TestCall,
    alma: User,
    selma: User,
    log_in: LogIn,
    end: Callable[[TestCall, User, User], None],
    said: list[str],
) -> None:
    end(offered, alma, selma)

    response = log_in(selma).get(_url("my_call", offered))

    page = response.content.decode()
    for words in said:
        assert words in page
    assert response.context["steps"] == []
    assert "Whom to contact" not in page


def test_a_reviewers_words_stand_with_the_call(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    report = filled_report(award, selma, alma, company="beta")
    submit(evaluation=report, by=selma)
    call = report.test_call
    browser = log_in(selma)
    assert "The report is sent." in browser.get(_url("my_call", call)).content.decode()

    send_back(evaluation=Evaluation.objects.get(), reason="Which day?", remarks={}, by=alma)
    response = browser.get(_url("my_call", call))
    assert "Which day?" in response.content.decode()
    assert [step.label for step in response.context["steps"]] == [
        "Mend the report",
        "Note an attempt by hand",
    ]


def test_a_rejected_report_says_why(award: Award, alma: User, selma: User, log_in: LogIn) -> None:
    report = filled_report(award, selma, alma, company="beta")
    submit(evaluation=report, by=selma)
    reject(evaluation=Evaluation.objects.get(), reason="The wrong company", by=alma)

    page = log_in(selma).get(_url("my_call", report.test_call)).content.decode()

    assert "A reviewer did not accept the report." in page
    assert "The wrong company" in page


def test_a_form_that_was_only_opened_does_not_say_that_somebody_answered(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = accepted_call(award, selma, alma, "gamma")
    browser = log_in(selma)
    browser.get(_url("my_report", call))
    cancel(call=call, reason="The number is gone", by=alma)

    page = browser.get(_url("my_report", call)).content.decode()

    assert "This report was not sent." in page
    assert "No attempt was noted." in page
    assert "Somebody answered." not in page


def test_a_contact_from_a_file_has_no_receipt_to_offer(
    award: Award, selma: User, log_in: LogIn
) -> None:
    award.shopper = selma.shopper
    call = award.contact("alfa", PERFECT).test_call

    response = log_in(selma).get(_url("my_call", call))

    assert (response.context["has_report"], response.context["has_receipt"]) == (True, False)


def test_a_call_costs_the_same_with_one_attempt_and_with_three(
    offered: TestCall,
    selma: User,
    log_in: LogIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    accept(call=offered, by=selma)
    browser = log_in(selma)
    for count in (1, 2, 3):
        log_attempt(call=offered, note=attempt(wait_seconds=count), by=selma)
        if count != 2:
            with django_assert_num_queries(6):
                browser.get(_url("my_call", offered))
