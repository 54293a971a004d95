"""The answer to an offer: one tap to accept, a second look to say no or to give the call back."""

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse

from evaluations.models import TestCall, TestCallEvent
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.calling import accept, decline
from shoppers.models import User
from tests.evaluations.web.conftest import LogIn

pytestmark = pytest.mark.django_db
NO_TIME = {"why": "time", "words": ""}


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


@pytest.fixture
def call(offered: TestCall) -> TestCall:
    return offered


def _url(name: str, call: TestCall) -> str:
    return reverse(name, args=[call.pk])


def _state() -> str:
    return TestCall.objects.get().state


def test_one_tap_accepts(call: TestCall, alma: User, selma: User, log_in: LogIn) -> None:
    browser = log_in(selma)
    assert (
        f'action="{_url("accept_call", call)}"'
        in browser.get(_url("my_call", call)).content.decode()
    )

    answer = browser.post(_url("accept_call", call), follow=True)

    assert answer.redirect_chain == [(_url("my_call", call), 302)]
    assert "The call is yours. Do it by" in answer.content.decode()
    assert _state() == "accepted"


def test_accepting_twice_is_told_and_counts_once(
    call: TestCall, alma: User, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    browser.post(_url("accept_call", call))

    answer = browser.post(_url("accept_call", call), follow=True)

    assert "You had accepted this call already." in answer.content.decode()
    assert TestCallEvent.objects.filter(event="accept").count() == 1


@pytest.mark.parametrize(("name", "posted"), [("accept_call", {}), ("decline_call", NO_TIME)])
def test_who_answers_a_call_that_was_taken_back_is_told(
    call: TestCall, alma: User, selma: User, log_in: LogIn, name: str, posted: dict[str, str]
) -> None:
    cancel(call=call, reason="The number is gone", by=alma)
    events = TestCallEvent.objects.count()

    answer = log_in(selma).post(_url(name, call), posted)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "The call was cancelled. This step is not possible now." in page
    assert "The number is gone" in page
    assert (_state(), TestCallEvent.objects.count()) == ("cancelled", events)


@pytest.mark.parametrize(
    ("state", "title", "said"),
    [
        ("offered", "Decline the call", "You said no to the call with Alfa."),
        ("accepted", "Give the call back", "You gave the call with Alfa back."),
    ],
)
def test_saying_no_needs_a_second_look_and_a_reason(
    call: TestCall, selma: User, log_in: LogIn, state: str, title: str, said: str
) -> None:
    if state == "accepted":
        accept(call=call, by=selma)
    browser = log_in(selma)
    assert title in browser.get(_url("decline_call", call)).content.decode()
    for posted in ({}, {"why": "other", "words": " "}, {"why": "nonsense"}):
        answer = browser.post(_url("decline_call", call), posted)
        assert answer.status_code == 422
        assert _state() == state
    answer = browser.post(
        _url("decline_call", call), {"why": "known", "words": "My sister does."}, follow=True
    )

    assert answer.redirect_chain == [(reverse("my_calls"), 302)]
    assert said in answer.content.decode()
    assert _state() == "declined"
    event = call.events.latest("pk")
    assert (event.decline_reason, event.reason) == ("known", "My sister does.")


def test_a_reason_of_her_own_stands_alone(
    call: TestCall, alma: User, selma: User, log_in: LogIn
) -> None:

    log_in(selma).post(_url("decline_call", call), {"why": "other", "words": "I moved."})

    event = call.events.latest("pk")
    assert (event.decline_reason, event.reason) == ("", "I moved.")


@pytest.mark.parametrize(
    ("words", "bokmal", "english"),
    [
        ("", "Jeg har ikke tid.", "I have no time for it."),
        ("Jeg flytter.", "Jeg har ikke tid. Jeg flytter.", "I have no time for it. Jeg flytter."),
    ],
)
def test_a_ready_made_reason_is_read_in_the_readers_language(
    call: TestCall,
    selma: User,
    log_in: LogIn,
    reader: Browser,
    words: str,
    bokmal: str,
    english: str,
) -> None:
    hers = log_in(selma)
    hers.cookies[settings.LANGUAGE_COOKIE_NAME] = "nb"

    hers.post(_url("decline_call", call), {"why": "time", "words": words})

    assert bokmal in hers.get(_url("my_call", call)).content.decode()
    desk = reader.get(_url("desk_call", call)).content.decode()
    assert english in desk
    assert "Jeg har ikke tid" not in desk


def test_a_reason_from_before_is_read_as_it_was_kept(
    call: TestCall, alma: User, selma: User, reader: Browser
) -> None:
    decline(call=call, reason="Jeg har ikke tid. Jeg flytter.", by=selma)

    page = reader.get(_url("desk_call", call)).content.decode()

    assert "Jeg har ikke tid. Jeg flytter." in page


def test_saying_no_twice_is_told_and_counts_once(
    call: TestCall, alma: User, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    browser.post(_url("decline_call", call), NO_TIME)

    answer = browser.post(_url("decline_call", call), NO_TIME, follow=True)

    assert "You had said no to this call already." in answer.content.decode()
    assert TestCallEvent.objects.filter(event="decline").count() == 1
    assert browser.get(_url("decline_call", call)).status_code == 409
