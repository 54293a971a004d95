"""Giving a place anew: of a call that came to nothing, or of one that is taken back."""

import re
from typing import Any

import pytest
from django.test import Client

from evaluations.enums import EvaluationState
from evaluations.models import TestCall
from evaluations.services.assigning import cancel
from evaluations.services.calling import decline
from shoppers.models import Notice, User
from tests import people
from tests.factories.awards import Award
from tests.factories.calls import (
    accepted_call,
    offered_call,
    rejected_contact,
)
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/programmes/2026/companies/alfa/assign/"


def _offer(reader: Client, post: Any = None, **query: str) -> Any:
    """One press on the button below these words of the address."""
    return reader.post(ADDRESS, post or {}, query_params=query)


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

    for answer in (asked, pressed):
        assert answer.status_code == 409
        assert "This place has been given to another call" in answer.content.decode()
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
    assert re.search(r'<textarea name="reason"[^>]*>\s*Selma is ill.</textarea>', page)
    assert "loses the call" not in page
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
    assert "Reason" in reader.get(ADDRESS, query).content.decode()
    cancel(call=call, reason="Selma is ill.", by=people.clara())

    answer = _offer(reader, {"reason": "She is ill."}, **query)

    assert answer.status_code == 302
    assert call.events.filter(event="cancel").count() == 1
    assert TestCall.objects.get(replaces=call).shopper == nora.shopper
