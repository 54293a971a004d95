"""The call clock on the pages of a shopper's: what it knows, what her list says of waits."""

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from evaluations.models import Attempt, TestCall
from evaluations.services.calls.attempts import AttemptNote, log_attempt
from evaluations.services.reports.drafting import open_report
from evaluations.web.presenters.calls.clock import clock_of
from evaluations.web.presenters.calls.waits import moment_words
from shoppers.models import User
from tests.evaluations.test_wait_limits import FIELDWORK
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, late, offered_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


def _ago(**length: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(**length)


def _sent(call: TestCall, by: User, at: dt.datetime) -> Attempt:
    return log_attempt(call=call, note=AttemptNote(at), by=by)


def _rows(log_in: LogIn, user: User) -> list[tuple[str, str, str, str, bool]]:
    response = log_in(user).get(reverse("my_calls"))
    return [
        (section.key, row.company, row.chip.label, row.step, row.urgent)
        for section in response.context["sections"]
        for row in section.rows
    ]


def test_what_was_sent_rests_and_comes_back_to_the_top(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    late(accepted_call(award, selma, alma, "beta"), days=0)
    call = late(accepted_call(award, selma, alma, "alfa", "email"), days=1)
    _sent(call, selma, timezone.now())

    waiting = _rows(log_in, selma)
    Attempt.objects.update(started_at=_ago(days=9))
    over = _rows(log_in, selma)

    assert [row[0] for row in waiting] == ["today", "answer"]
    assert waiting[1][1] == "Alfa"
    assert re.fullmatch(r"Until \w{3} .*15:00", waiting[1][2])
    assert waiting[1][3:] == ("Did it come?", False)
    assert over[0] == ("over", "Alfa", "The limit is over", "Say so", False)


def test_a_list_of_waits_costs_two_queries_more_for_one_and_for_three(
    award: Award, alma: User, selma: User, log_in: LogIn, django_assert_num_queries: Any
) -> None:
    browser = log_in(selma)
    for company in ("alfa", "beta", "gamma"):
        call = accepted_call(award, selma, alma, company, "email")
        _sent(call, selma, timezone.now())
        if company != "beta":
            with django_assert_num_queries(10):
                browser.get(reverse("my_calls"))


REACHED = [
    ("phone", "+47 22 00 00 00", "Call +47 22 00 00 00", "tel:+4722000000"),
    ("email", "help@alfa.example", "Write the mail", "mailto:help@alfa.example"),
    ("email", "https://alfa.example/", "Open the page", "https://alfa.example/"),
    ("phone", "the number on their page", "Start the clock", ""),
    ("phone", "", "Start the clock", ""),
]


def test_one_button_reaches_them_and_starts_the_clock(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    calls = {
        "phone": accepted_call(award, selma, alma),
        "email": accepted_call(award, selma, alma, "beta", "email"),
    }
    browser = log_in(selma)

    for channel, point, label, href in REACHED:
        calls[channel].participation.channels.update(contact_point=point)
        response = browser.get(reverse("my_call", args=[calls[channel].pk]))
        start = response.context["clock"].start
        assert (start.label, start.href) == (label, href)
        page = response.content.decode()
        assert "Note an attempt by hand" in page
        assert page.count("data-start") == (2 if href else 1)


def test_endings_wait_for_the_limit_unless_the_method_lists_them(
    award: Award, alma: User, selma: User
) -> None:
    call = accepted_call(award, selma, alma)

    def endings(channel: str) -> dict[str, str]:
        call.channel = channel
        return {
            each.value: "waits" if each.waits else "early" if each.early else "free"
            for each in clock_of(call, [], None, FIELDWORK).endings
        }

    assert endings("phone") == {
        "called_back": "free",
        "no_answer": "waits",
        "busy": "early",
        "closed": "free",
        "hung_up": "early",
    }
    assert endings("messenger") == {
        "answered_later": "waits",
        "no_answer": "waits",
        "auto_reply": "waits",
        "closed": "early",
    }
    assert endings("email") == {"no_answer": "waits", "auto_reply": "waits", "bounced": "free"}
    # Without a limit nothing is too early.
    assert endings("chat") == {"no_answer": "free", "closed": "free", "hung_up": "free"}


def test_an_offer_has_no_clock(award: Award, alma: User, selma: User, log_in: LogIn) -> None:
    call = offered_call(award, selma, alma)

    response = log_in(selma).get(reverse("my_call", args=[call.pk]))

    assert response.context["clock"] is None
    assert "clock.js" not in response.content.decode()


def test_an_attempt_under_way_stands_on_the_call_and_in_the_report(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = accepted_call(award, selma, alma)
    browser = log_in(selma)
    open_report(call=call, by=selma)
    began = _ago(minutes=1)
    held = _sent(call, selma, began)

    response = browser.get(reverse("my_call", args=[call.pk]))
    report = browser.get(reverse("my_report", args=[call.pk])).content.decode()

    (known,) = response.context["clock"].facts["attempts"]
    assert (known["key"], known["started_at"], known["ending"]) == (
        str(held.key),
        began.isoformat(),
        "",
    )
    assert re.search(r"Under way,\s+since", report)
    assert "waited 0:00" not in response.content.decode() + report


@pytest.mark.parametrize(
    ("language", "days", "words"), [("en", 9, r"\w{3} \d+ \w{3} 15:00"), ("nb", 1, r"\w{3} 15:00")]
)
def test_a_moment_is_named_by_its_day(language: str, days: int, words: str) -> None:
    local = timezone.localtime() + dt.timedelta(days=days)
    with translation.override(language):
        found = moment_words(local.replace(hour=15, minute=0))

    assert re.fullmatch(words, found)
