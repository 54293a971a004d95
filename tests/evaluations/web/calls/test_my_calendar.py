"""The calendar file of a shopper's accepted calls."""

import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from icalendar import Calendar

from evaluations.models import Participation, ParticipationChannel, Scenario, TestCall
from evaluations.services.calls.calling import decline
from shoppers.models import User
from tests import people
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, offered_call, shopper_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


def _events(response: Any) -> list[Any]:
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment;")
    calendar = Calendar.from_ical(response.content)
    return list(calendar.events)


def _file(browser: Browser, call: TestCall | None = None) -> Any:
    address = reverse("call_calendar", args=[call.pk]) if call else reverse("my_calendar")
    return browser.get(address)


def test_accepted_calls_are_whole_days_under_lasting_names(
    award: Award, alma: User, selma: User, log_in: LogIn, settings: Any
) -> None:
    settings.SITE_URL = "https://award.example/"
    ParticipationChannel.objects.update(contact_point="+47 22 00 00 00")
    Scenario.objects.update(briefing={"role": {"en": "You have moved."}})
    Participation.objects.filter(company__key="alfa").update(name="Alfa, Bank; Øst")
    call = accepted_call(award, selma, alma, "alfa", due_in_days=7)
    second = accepted_call(award, selma, alma, "beta", "email", due_in_days=3)
    offered_call(award, selma, alma, "gamma")
    browser = log_in(selma)

    answer = _file(browser)

    events = _events(answer)
    assert [(each["SUMMARY"], each["UID"]) for each in events] == [
        ("Call, e-mail", f"{second.pk}@best-in-test"),
        ("Call, phone", f"{call.pk}@best-in-test"),
    ]
    event = events[1]
    assert event["DTSTART"].to_ical() == f"{call.due_on:%Y%m%d}".encode()
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["URL"] == f"https://award.example/my-calls/{call.pk}/"
    assert "DESCRIPTION" not in event
    text = answer.content.decode()
    for secret in ("22 00", "moved", "ask", "Alfa", "Beta"):
        assert secret not in text
    assert _file(browser).content == answer.content


def test_one_call_is_a_file_of_its_own(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = accepted_call(award, selma, alma, "alfa")
    accepted_call(award, selma, alma, "beta")
    browser = log_in(selma)

    (event,) = _events(_file(browser, call))

    assert event["SUMMARY"] == "Call, phone"
    page = browser.get(reverse("my_call", args=[call.pk])).content.decode()
    assert reverse("call_calendar", args=[call.pk]) in page
    assert reverse("my_calendar") in browser.get(reverse("my_calls")).content.decode()


def test_without_an_accepted_call_there_is_a_sentence_and_no_file(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = offered_call(award, selma, alma)
    browser = log_in(selma)

    every = browser.get(reverse("my_calendar"), follow=True)
    one = browser.get(reverse("call_calendar", args=[call.pk]), follow=True)

    assert every.redirect_chain == [(reverse("my_calls"), 302)]
    assert "the file would be empty" in every.content.decode()
    assert one.redirect_chain == [(reverse("my_call", args=[call.pk]), 302)]
    assert "Only an accepted call with a day has a calendar file." in one.content.decode()
    decline(call=call, reason="No time", by=selma)
    assert reverse("my_calendar") not in browser.get(reverse("my_calls")).content.decode()


def test_the_files_are_hers_alone(award: Award, alma: User, selma: User, log_in: LogIn) -> None:
    call = accepted_call(award, selma, alma)
    one, every = reverse("call_calendar", args=[call.pk]), reverse("my_calendar")
    sofia, kari = shopper_user("S-901", "Sofia Sol"), people.kari()

    for address in (one, every):
        assert Browser().get(address).status_code == 302
        assert log_in(alma).get(address).status_code == 403
        assert log_in(kari).get(address).status_code == 403
        assert log_in(selma).post(address).status_code == 405
        assert log_in(selma).get(address).status_code == 200
    assert log_in(sofia).get(one).status_code == 404
    assert log_in(sofia).get(every).status_code == 302
    missing = reverse("call_calendar", args=[uuid.uuid4()])
    assert log_in(selma).get(missing).status_code == 404
