"""The shopper's home: what is hers to do, by urgency, and nothing of anybody else's."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import AttemptOutcome
from evaluations.models import Evaluation, TestCall
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.calls.calling import decline
from evaluations.services.calls.stopping import stop
from evaluations.services.reports.evaluating import submit
from evaluations.services.review.reviewing import approve, send_back
from evaluations.web.views.calls.my_calls import CALLS_A_PAGE, CLOSED_SHOWN
from shoppers.enums import Role
from shoppers.models import User
from tests import people
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, late, offered_call, shopper_user
from tests.factories.reports import attempt, filled_report
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
Sections = list[tuple[str, list[tuple[str, str, str]]]]


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


def _sections(response: Any) -> Sections:
    """Each section with company, day and next step of its calls."""
    return [
        (section.key, [(row.company, row.due, row.step) for row in section.rows])
        for section in response.context["sections"]
    ]


def _made_before(award: Award, shopper: User, count: int) -> None:
    """Contacts of hers that came from a file."""
    award.shopper = shopper.shopper
    for _contact in range(count):
        award.contact("alfa", PERFECT)


def test_a_shopper_finds_an_honestly_empty_list_and_her_facts(selma: User, log_in: LogIn) -> None:
    text = log_in(selma).get(reverse("my_calls")).content.decode()

    assert "Welcome, Selma Sund." in text
    assert "No calls are yours at the moment" in text
    assert "Norsk bokmål, English" in text
    assert "Vestland" in text
    for secret in ("scored", "critical", "points"):
        assert secret not in text.lower()


def test_a_shopper_without_a_profile_finds_the_empty_list(log_in: LogIn) -> None:
    nina = people.person("new@mail.example", "Nina Ny", Role.SHOPPER)

    text = log_in(nina).get(reverse("my_calls")).content.decode()

    assert "No calls are yours at the moment" in text
    assert "What the coordinators plan by" not in text


@pytest.mark.parametrize("name", ["my_calls", "all_my_calls"])
def test_the_lists_are_for_shoppers_and_take_no_post(
    alma: User, selma: User, log_in: LogIn, name: str
) -> None:
    address = reverse(name)

    assert Browser().get(address).status_code == 302
    assert log_in(alma).get(address).status_code == 403
    assert log_in(people.kari()).get(address).status_code == 403
    assert log_in(selma).post(address).status_code == 405
    assert log_in(selma).get(address).status_code == 200


def test_calls_stand_by_urgency_each_with_its_next_step(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    selma.shopper.weekly_capacity = 9
    selma.shopper.save()
    late(accepted_call(award, selma, alma, "alfa"), days=2)
    called = late(accepted_call(award, selma, alma, "beta"), days=0)
    log_attempt(call=called, note=attempt(outcome=AttemptOutcome.NOT_ANSWERED), by=selma)
    accepted_call(award, selma, alma, "gamma", "email", due_in_days=7)
    offered_call(award, selma, alma, "delta", due_in_days=3)

    found = _sections(log_in(selma).get(reverse("my_calls")))

    assert found == [
        ("late", [("Alfa", "2 days late", "Make the call")]),
        ("today", [("Beta", "Due today", "Go on")]),
        ("week", [("Gamma", "Due in 7 days", "Write to them")]),
        ("offers", [("Delta", "Due in 3 days", "Read and answer")]),
    ]


def test_a_returned_report_stands_first_and_leads_to_its_form(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    late(accepted_call(award, selma, alma, "beta"), days=1)
    submit(evaluation=filled_report(award, selma, alma), by=selma)
    evaluation = Evaluation.objects.get()
    send_back(evaluation=evaluation, reason="Which day?", remarks={}, by=alma)

    response = log_in(selma).get(reverse("my_calls"))

    assert [key for key, _rows in _sections(response)] == ["returned", "late"]
    (row,) = response.context["sections"][0].rows
    assert (row.company, row.step, row.chip.label) == ("Alfa", "Mend the report", "Returned")
    assert row.url == reverse("my_report", args=[evaluation.test_call_id])


@pytest.mark.parametrize(("days", "first"), [(2, "offers"), (3, "today")])
def test_an_offer_that_is_due_soon_stands_first(
    award: Award, alma: User, selma: User, log_in: LogIn, days: int, first: str
) -> None:
    late(accepted_call(award, selma, alma, "alfa"), days=0)
    offered_call(award, selma, alma, "beta", due_in_days=days)

    found = _sections(log_in(selma).get(reverse("my_calls")))

    assert found[0][0] == first
    assert {key for key, _rows in found} == {"offers", "today"}


def test_a_call_that_was_answered_leads_to_its_report(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = accepted_call(award, selma, alma, due_in_days=30)
    log_attempt(call=call, note=attempt(), by=selma)
    TestCall.objects.update(fee=Decimal("1250.50"))

    response = log_in(selma).get(reverse("my_calls"))

    ((key, _rows),) = _sections(response)
    (row,) = response.context["sections"][0].rows
    assert (key, row.step, row.fee) == ("later", "Fill in the report", "1,250.50 NOK")
    assert row.url == reverse("my_report", args=[call.pk])
    assert row.due.startswith("Due by ")


def test_nobody_finds_the_calls_of_another(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    accepted_call(award, selma, alma)
    sofia = shopper_user("S-901", "Sofia Sol")

    for name in ("my_calls", "all_my_calls"):
        assert "Alfa" not in log_in(sofia).get(reverse(name)).content.decode()
        assert "Alfa" in log_in(selma).get(reverse(name)).content.decode()


def test_what_is_over_stands_below_the_newest_first(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    cancel(call=accepted_call(award, selma, alma, "beta"), reason="The number is gone", by=alma)
    submit(evaluation=filled_report(award, selma, alma, company="gamma"), by=selma)
    approve(evaluation=Evaluation.objects.get(), by=alma)
    decline(call=offered_call(award, selma, alma), reason="No time", by=selma)

    response = log_in(selma).get(reverse("my_calls"))

    assert response.context["sections"] == []
    assert "Nothing waits for you" in response.content.decode()
    assert [(row.company, row.chip.label, row.step) for row in response.context["closed"]] == [
        ("Alfa", "Declined", "Open"),
        ("Gamma", "Approved", "The report"),
        ("Beta", "Cancelled", "Open"),
    ]


def test_only_the_last_ten_that_are_over_stand_there(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    _made_before(award, selma, CLOSED_SHOWN + 2)

    response = log_in(selma).get(reverse("my_calls"))

    assert len(response.context["closed"]) == CLOSED_SHOWN
    assert reverse("all_my_calls") in response.content.decode()


def test_the_list_of_all_is_filtered_by_state_in_its_address(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    accepted_call(award, selma, alma, "beta")
    submit(evaluation=filled_report(award, selma, alma), by=selma)
    decline(call=offered_call(award, selma, alma, "gamma"), reason="No time", by=selma)
    browser = log_in(selma)

    def companies(state: str) -> list[str]:
        response = browser.get(reverse("all_my_calls"), {"state": state})
        return [row.company for row in response.context["rows"]]

    assert companies("") == ["Gamma", "Alfa", "Beta"]
    assert companies("submitted") == ["Alfa"]
    assert companies("accepted") == ["Beta"]
    assert companies("declined") == ["Gamma"]
    assert companies("returned") == []
    assert companies("nonsense") == ["Gamma", "Alfa", "Beta"]
    text = browser.get(reverse("all_my_calls"), {"state": "returned"}).content.decode()
    assert "No call fits this filter" in text


def test_only_what_may_be_paid_shows_a_fee(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    decline(call=offered_call(award, selma, alma, "gamma"), reason="No time", by=selma)
    stopped = accepted_call(award, selma, alma, "beta")
    submit(evaluation=filled_report(award, selma, alma), by=selma)
    TestCall.objects.update(fee=Decimal(150))
    stopped.refresh_from_db()
    stop(call=stopped, reason="They asked where I live.", by=selma)

    for name, rows in (("my_calls", "closed"), ("all_my_calls", "rows")):
        response = log_in(selma).get(reverse(name))
        assert {row.company: row.fee for row in response.context[rows]} == {
            "Alfa": "150 NOK",
            "Beta": "150 NOK",
            "Gamma": "",
        }


def test_the_list_of_all_stands_in_the_order_that_is_chosen(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    accepted_call(award, selma, alma, "beta", due_in_days=3)
    accepted_call(award, selma, alma, "alfa", due_in_days=9)
    offered_call(award, selma, alma, "gamma", due_in_days=6)
    browser = log_in(selma)

    def companies(sort: str) -> list[str]:
        response = browser.get(reverse("all_my_calls"), {"sort": sort})
        assert response.context["clear_url"] == ""
        return [row.company for row in response.context["rows"]]

    assert companies("") == companies("odd") == companies("-moved") == ["Gamma", "Alfa", "Beta"]
    assert companies("due") == ["Beta", "Gamma", "Alfa"]
    assert companies("company") == ["Alfa", "Beta", "Gamma"]


def test_in_the_list_of_all_what_is_hers_to_do_says_when_and_what(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = accepted_call(award, selma, alma, "beta", due_in_days=3)
    log_attempt(call=call, note=attempt(), by=selma)
    decline(call=offered_call(award, selma, alma, "gamma"), reason="No time", by=selma)

    rows = log_in(selma).get(reverse("all_my_calls")).context["rows"]

    assert [(row.company, row.due, row.step, row.moved_at is None) for row in rows] == [
        ("Gamma", "", "Open", False),
        ("Beta", "Due in 3 days", "Fill in the report", True),
    ]
    assert rows[1].url == reverse("my_report", args=[call.pk])


def test_the_list_of_all_has_pages(award: Award, alma: User, selma: User, log_in: LogIn) -> None:
    _made_before(award, selma, CALLS_A_PAGE + 1)

    response = log_in(selma).get(reverse("all_my_calls"), {"page": "2"})

    assert len(response.context["rows"]) == 1


@pytest.mark.parametrize(("name", "queries"), [("my_calls", 8), ("all_my_calls", 4)])
def test_lists_cost_the_same_with_one_row_and_with_three(
    award: Award,
    alma: User,
    selma: User,
    log_in: LogIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    name: str,
    queries: int,
) -> None:
    browser = log_in(selma)
    for company in ("alfa", "beta", "gamma"):
        accepted_call(award, selma, alma, company)
        _made_before(award, selma, 1)
        if company != "beta":
            with django_assert_num_queries(queries):
                browser.get(reverse(name))
