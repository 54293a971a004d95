"""A client's own contacts in the window before the release: answers, and nothing of a result."""

import csv
import datetime as dt
import io
import re
import uuid
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.models import Evaluation, Programme
from shoppers.models import User
from tests import people
from tests.conftest import MakeOnce
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award, tiny_award
from tests.factories.clients import TwoClients, two_clients
from tests.factories.tiny_method import NEEDS, PERFECT
from tests.factories.words import commented, moderated

DAY = dt.timedelta(days=1)
PREVIEW = reverse("preview", args=["2026"])


@dataclass(slots=True)
class Window:
    """An award in its preview window; Kari's client owns alfa, Oda's owns beta."""

    award: Award
    clients: TwoClients
    alma: User
    own: list[Evaluation]
    foreign: Evaluation

    def opens(self, start: dt.timedelta, end: dt.timedelta) -> None:
        """Set the window, counted from now."""
        now = timezone.now()
        Programme.objects.filter(slug="2026").update(
            preview_from=now + start, preview_until=now + end
        )


def _make_window() -> Window:
    award, alma = tiny_award(), people.alma()
    own = [
        award.contact("alfa", PERFECT | {"correct": "no", "mood": "up"}),
        award.contact("alfa", PERFECT | NEEDS | {"found": "na"}, scenario="buy", channel="chat"),
        award.contact("alfa", None, channel="email"),
    ]
    foreign = award.contact("beta", PERFECT)
    clients = two_clients(own=[award.company("alfa")], others=[award.company("beta")], by=alma)
    made = Window(award, clients, alma, own, foreign)
    made.opens(-DAY, DAY)
    return made


@pytest.fixture(scope="module")
def _window_of_the_module(make_once: MakeOnce[Window]) -> Window:
    return make_once(_make_window)


@pytest.fixture
def window(db: None, _window_of_the_module: Window, monkeypatch: pytest.MonkeyPatch) -> Window:
    """As if made for this test alone."""
    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", False)
    return deepcopy(_window_of_the_module)


def _contact(contact: uuid.UUID, year: str = "2026") -> str:
    return reverse("preview_contact", args=[year, contact])


def _text(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_window_lists_the_clients_own_contacts(window: Window, log_in: LogIn) -> None:
    browser = log_in(window.clients.kjell)

    answer = browser.get(PREVIEW)

    listed = [line.contact.contact for line in answer.context["lines"]]
    assert sorted(listed) == sorted(each.pk for each in window.own)
    text = _text(browser, PREVIEW)
    assert "The preview is open until" in text
    assert str(window.foreign.pk) not in text
    theirs = log_in(window.clients.oda).get(PREVIEW).context["lines"]
    assert [line.contact.contact for line in theirs] == [window.foreign.pk]


def test_the_list_filters_and_sorts_in_its_address(window: Window, log_in: LogIn) -> None:
    browser = log_in(window.clients.kari)

    def channels(**query: str) -> list[str]:
        lines = browser.get(PREVIEW, query).context["lines"]
        return [line.contact.channel for line in lines]

    assert channels(sort="channel") == ["chat", "email", "phone"]
    assert channels(sort="-channel") == ["phone", "email", "chat"]
    assert channels(sort="answered")[0] == "email"
    assert channels(answered="no") == ["email"]
    assert channels(answered="yes", channel="chat") == ["chat"]
    assert len(channels(channel="pigeon")) == 3
    assert "No contact fits this filter" in _text(browser, f"{PREVIEW}?channel=messenger")


def test_who_has_several_companies_chooses_between_them(window: Window, log_in: LogIn) -> None:
    window.clients.client.companies.create(company=window.award.company("gamma"))
    window.award.contact("gamma", PERFECT)
    browser = log_in(window.clients.kari)

    def companies(**query: str) -> list[str]:
        return [line.company for line in browser.get(PREVIEW, query).context["lines"]]

    assert companies(sort="-company") == ["Gamma", "Alfa", "Alfa", "Alfa"]
    assert companies(company="gamma") == ["Gamma"]
    # A word that is none of hers is no filter, and shows nothing of anybody else.
    assert len(companies(company="beta")) == 4


def test_the_morning_comes_before_the_afternoon(window: Window, log_in: LogIn) -> None:
    browser = log_in(window.clients.kari)

    halves = [line.contact.half_day for line in browser.get(PREVIEW).context["lines"]]

    assert halves == sorted(halves, key=["morning", "afternoon"].index)
    assert set(halves) == {"morning", "afternoon"}


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        (DAY, 2 * DAY, "The preview opens on"),
        (-2 * DAY, -DAY, "The preview closed on"),
    ],
)
def test_outside_the_window_the_page_says_when_it_is(
    window: Window, log_in: LogIn, start: dt.timedelta, end: dt.timedelta, says: str
) -> None:
    window.opens(start, end)
    browser = log_in(window.clients.kari)

    text = _text(browser, PREVIEW)

    assert says in text
    assert not [each for each in window.own if str(each.pk) in text]
    assert browser.get(_contact(window.own[0].pk)).status_code == 404


def test_without_dates_the_page_says_so(window: Window, log_in: LogIn) -> None:
    Programme.objects.update(preview_from=None, preview_until=None)

    assert "The preview has no dates yet" in _text(log_in(window.clients.kari), PREVIEW)


def test_before_anything_is_approved_the_page_says_so(window: Window, log_in: LogIn) -> None:
    other_year = tiny_award("2025")
    now = timezone.now()
    Programme.objects.filter(pk=other_year.programme.pk).update(
        preview_from=now - DAY, preview_until=now + DAY
    )

    text = _text(log_in(window.clients.kari), reverse("preview", args=["2025"]))

    assert "None of your contacts is approved yet" in text


def test_a_contact_shows_answers_and_points(window: Window, log_in: LogIn) -> None:
    answer = log_in(window.clients.kari).get(_contact(window.own[0].pk))

    blocks = [
        (block.key, block.got, block.possible, block.critical, len(block.answers))
        for block in answer.context["sections"]
    ]
    assert blocks == [
        ("waiting", 4, 4, False, 1),
        ("solution", 8, 10, True, 2),
        ("experience", None, None, False, 1),
    ]
    text = " ".join(answer.content.decode().split())
    assert "8 of 10 points" in text
    assert "A critical answer makes this section count 0" in text


def test_a_contact_shows_no_result(window: Window, log_in: LogIn) -> None:
    browser = log_in(window.clients.kari)

    for address in (PREVIEW, *(_contact(each.pk) for each in window.own)):
        text = re.sub(r"<head>.*?</head>", "", _text(browser, address))
        shown = text.split("<main", 1)[1].split("</main>", 1)[0]
        # 28.571428571429 and 85.714285714286 are the totals, 2/7 and 5/7 the weights.
        for secret in ("28.5", "28,5", "85.7", "71.4", "%", "Total", "Weight", "Rank"):
            assert secret not in shown, (address, secret)
        assert window.award.shopper.code not in text


def test_no_page_of_the_window_tells_the_minute(window: Window, log_in: LogIn) -> None:
    browser = log_in(window.clients.kari)

    for each in window.own:
        text = _text(browser, _contact(each.pk)).split("<main", 1)[1]
        assert not re.search(r"\b\d{1,2}:\d{2}\b", text)


def test_what_does_not_apply_says_what_that_does_to_the_points(
    window: Window, log_in: LogIn
) -> None:
    browser = log_in(window.clients.kari)

    assert "Left out of points got and possible" in _text(browser, _contact(window.own[1].pk))
    assert "Left out of points" not in _text(browser, _contact(window.own[0].pk))


def test_an_unanswered_contact_says_so(window: Window, log_in: LogIn) -> None:
    text = _text(log_in(window.clients.kari), _contact(window.own[2].pk))

    assert "Nobody answered within the limit." in text


def test_cleared_comments_stand_under_what_they_are_about(window: Window, log_in: LogIn) -> None:
    contact = commented(window.own[0], c_words="Berit was kind")
    browser = log_in(window.clients.kari)
    assert "kind" not in _text(browser, _contact(contact.pk))

    moderated(contact, "c_words", by=window.alma, text="Kind & quick")

    text = _text(browser, _contact(contact.pk))
    assert "<h3>Words</h3> <p>Kind &amp; quick</p>" in text
    assert "Berit" not in text


def test_the_window_is_files_too(window: Window, log_in: LogIn) -> None:
    browser = log_in(window.clients.kari)

    def file(address: str, **query: str) -> list[list[str]]:
        answer = browser.get(address, {"format": "csv"} | query)
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))

    listed = file(PREVIEW, answered="no", page="9")
    assert listed == [
        ["contact", "company", "date", "half_day", "channel", "scenario", "answered"],
        [str(window.own[2].pk), "alfa", "2026-02-02", "afternoon", "email", "ask", "False"],
    ]
    answers = file(_contact(window.own[0].pk))
    assert answers[0] == ["question", "section", "answer", "got", "possible"]
    assert answers[2] == ["correct", "solution", "no", "0", "2"]
    assert browser.get(PREVIEW, {"format": "csv", "table": "totals"}).status_code == 404


def test_foreign_and_unknown_contacts_are_not_found(window: Window, log_in: LogIn) -> None:
    browser = log_in(window.clients.kari)

    for contact in (window.foreign.pk, uuid.UUID(int=1)):
        assert browser.get(_contact(contact)).status_code == 404
    assert browser.get(_contact(window.own[0].pk, "1999")).status_code == 404
    assert browser.get(reverse("preview", args=["1999"])).status_code == 404
    # It is there for whom it belongs to.
    assert log_in(window.clients.oda).get(_contact(window.foreign.pk)).status_code == 200


def test_a_client_without_a_company_in_the_programme_finds_nothing(
    window: Window, log_in: LogIn
) -> None:
    window.clients.other.companies.all().delete()

    assert log_in(window.clients.oda).get(PREVIEW).status_code == 404


def test_the_window_is_for_clients(window: Window, log_in: LogIn) -> None:
    selma = people.selma()
    for address in (PREVIEW, _contact(window.own[0].pk)):
        stranger = Browser().get(address)
        assert stranger.status_code == 302
        assert stranger.headers["Location"].startswith(reverse("sign_in"))
        # Coordinators have the desk.
        assert log_in(window.alma).get(address).status_code == 403
        assert log_in(selma).get(address).status_code == 403
        assert log_in(window.clients.kari).post(address).status_code == 405


def test_the_list_costs_the_same_with_one_contact_and_with_three(
    window: Window, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for user in (window.clients.oda, window.clients.kari):
        browser = log_in(user)
        with django_assert_num_queries(12):
            browser.get(PREVIEW)
