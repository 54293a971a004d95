"""Giving a place anew: of a call that came to nothing, or of one that is taken back."""

import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.enums import EvaluationState
from evaluations.models import TestCall
from evaluations.services.calls.assigning import cancel, in_place_of, reassign, shown
from evaluations.services.calls.assigning_refusals import CallMoved
from evaluations.services.calls.calling import accept, decline
from shoppers.models import Notice, User
from tests import people
from tests.factories.awards import Award
from tests.factories.calls import (
    accepted_call,
    offered_call,
    rejected_contact,
)
from tests.factories.reports import report_rows
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/programmes/2026/companies/alfa/assign/"
BUTTON = '<button class="button primary">Offer the call</button>'


def _offer(reader: Client, post: Any = None, **query: str) -> Any:
    """One press on the button below these words of the address, as the call stands."""
    replaced = TestCall.objects.get(pk=query["replaces"]) if "replaces" in query else None
    return reader.post(ADDRESS, {"seen": shown(replaced)} | (post or {}), query_params=query)


def _seen(page: Any) -> str:
    """What the page says of the call that it asks about, as its button sends it."""
    [token] = re.findall(r'name="seen" value="([^"]*)"', page.content.decode())
    return str(token)


def test_a_rejected_contact_is_replaced_with_channel_and_scenario_fixed(
    award: Award, alma: User, reader: Client, selma: User
) -> None:
    rejected = rejected_contact(award, alma)

    page = reader.get(ADDRESS, {"replaces": str(rejected.pk)}).content.decode()
    assert "Replace a call with Alfa" in page
    assert "S-800, rejected" in page
    assert 'name="channel"' not in page

    answer = _offer(reader, replaces=str(rejected.pk), channel="email", shopper="S-900")

    assert answer.status_code == 302
    call = TestCall.objects.get(replaces=rejected)
    assert (call.channel, call.scenario) == ("phone", rejected.scenario)


def test_a_place_is_given_once(
    award: Award, alma: User, reader: Client, selma: User, nora: User
) -> None:
    rejected = rejected_contact(award, alma)
    assert _offer(reader, replaces=str(rejected.pk), shopper="S-900").status_code == 302

    asked = reader.get(ADDRESS, {"replaces": str(rejected.pk)})
    pressed = _offer(reader, replaces=str(rejected.pk), shopper="S-901")

    # Nor does the question promise what the press would refuse.
    confirmed = reader.get(ADDRESS, {"replaces": str(rejected.pk), "shopper": "S-901"})
    for answer in (asked, pressed, confirmed):
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "This place has been given to another call" in page
        assert BUTTON not in page
        assert "gets a mail" not in page
    assert TestCall.objects.count() == 2


def test_who_declined_the_call_is_marked(
    award: Award, alma: User, reader: Client, selma: User
) -> None:
    call = offered_call(award, selma, alma)
    decline(call=call, reason="I am away.", by=selma)

    page = reader.get(ADDRESS, {"replaces": str(call.pk)}).content.decode()

    assert "Declined this place on" in page
    assert "I am away." in page


@pytest.mark.parametrize("arrange", [offered_call, accepted_call])
def test_a_call_is_reassigned_with_a_reason(
    award: Award, alma: User, reader: Client, selma: User, nora: User, arrange: Any
) -> None:
    call = arrange(award, selma, alma)
    query = {"replaces": str(call.pk), "shopper": "S-901"}
    page = reader.get(ADDRESS, query).content.decode()
    assert (
        "Reassign a call with Alfa"
        in reader.get(ADDRESS, {"replaces": str(call.pk)}).content.decode()
    )
    assert "Selma Sund loses the call and is told by mail" in page

    silent = _offer(reader, {"reason": " "}, **query)
    assert silent.status_code == 422
    assert "This field is required." in silent.content.decode()
    assert TestCall.objects.count() == 1

    answer = _offer(reader, {"reason": "Selma is ill."}, **query)

    assert answer.status_code == 302
    call.refresh_from_db()
    assert (call.state, call.events.latest("pk").reason) == ("cancelled", "Selma is ill.")
    assert TestCall.objects.get(replaces=call).shopper == nora.shopper


def test_a_refused_reassignment_keeps_the_call_and_the_reason(
    award: Award, alma: User, reader: Client, selma: User
) -> None:
    call = accepted_call(award, selma, alma)
    notices = Notice.objects.count()

    answer = _offer(reader, {"reason": "Selma is ill."}, replaces=str(call.pk), shopper="S-800")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "S-800 cannot take this call" in page
    assert re.search(r"What you had written</h2>\s*<p[^>]*>Selma is ill.</p>", page)
    assert "loses the call" not in page
    assert BUTTON not in page
    call.refresh_from_db()
    assert (call.state, TestCall.objects.count()) == ("accepted", 1)
    assert Notice.objects.count() == notices


def test_a_call_that_is_done_is_not_reassigned(
    award: Award, alma: User, reader: Client, selma: User
) -> None:
    call = award.contact("alfa", PERFECT, state=EvaluationState.APPROVED).test_call

    asked = reader.get(ADDRESS, {"replaces": str(call.pk)})
    pressed = _offer(reader, {"reason": "Why not"}, replaces=str(call.pk), shopper="S-900")

    for answer in (asked, pressed):
        assert answer.status_code == 409
        assert "The call is done. This step is not possible now." in answer.content.decode()
    assert TestCall.objects.count() == 1


def test_a_call_cancelled_meanwhile_is_replaced_without_a_second_cancelling(
    award: Award, alma: User, reader: Client, selma: User, nora: User
) -> None:
    """Somebody else took the call back while this coordinator wrote her reason."""
    call = offered_call(award, selma, alma)
    query = {"replaces": str(call.pk), "shopper": "S-901"}
    seen = _seen(reader.get(ADDRESS, query))
    cancel(call=call, reason="Selma is ill.", by=people.clara())

    told = _offer(reader, {"reason": "She is ill.", "seen": seen}, **query)
    assert told.status_code == 409
    page = told.content.decode()
    assert "Somebody has changed the call in the meantime. Nothing was sent." in page
    assert "Selma Sund, cancelled" in page
    assert "She is ill." in page
    answer = _offer(reader, {"seen": _seen(told)}, **query)

    assert answer.status_code == 302
    assert call.events.filter(event="cancel").count() == 1
    assert TestCall.objects.get(replaces=call).shopper == nora.shopper


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (accept, "Selma Sund has accepted the call in the meantime. Nothing was sent."),
        (
            partial(decline, reason="I am away."),
            "Selma Sund has declined the call in the meantime. Nothing was sent.",
        ),
    ],
    ids=["accepted", "declined"],
)
def test_her_answer_behind_the_page_is_told_before_anything_is_taken_from_her(
    award: Award,
    alma: User,
    reader: Client,
    selma: User,
    nora: User,
    answered: Any,
    said: str,
) -> None:
    call = offered_call(award, selma, alma)
    query = {"replaces": str(call.pk), "shopper": "S-901"}
    page = reader.get(ADDRESS, query)
    assert "Selma Sund, offered" in page.content.decode()
    answered(call=call, by=selma)
    notices = Notice.objects.count()

    told = _offer(reader, {"reason": "Nora is nearer.", "seen": _seen(page)}, **query)

    assert told.status_code == 409
    shown_now = told.content.decode()
    assert said in shown_now
    assert "Nora is nearer." in shown_now
    assert BUTTON in shown_now
    assert (TestCall.objects.count(), Notice.objects.count()) == (1, notices)
    again = _offer(reader, {"reason": "Nora is nearer.", "seen": _seen(told)}, **query)
    assert again.status_code == 302
    assert TestCall.objects.get(replaces=call).shopper == nora.shopper


def test_what_she_does_between_the_look_and_the_step_is_told_too(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    call = offered_call(award, selma, alma)
    seen, wanted = shown(call), in_place_of(call, due_on=timezone.localdate())
    accept(call=TestCall.objects.get(), by=selma)
    before = report_rows()

    for step in (
        partial(reassign, wanted=wanted, shopper=nora.shopper),
        partial(cancel, call=call),
    ):
        with pytest.raises(CallMoved):
            step(reason="She is ill.", by=alma, seen=seen)

    assert report_rows() == before
