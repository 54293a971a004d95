"""Assigning a call by hand: who may take it, who may not and why, and one press that offers it."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from evaluations.enums import RelationKind
from evaluations.models import Relation, TestCall, TestCallEvent
from evaluations.services.calls.assigning import shown
from evaluations.services.calls.calling import decline
from evaluations.web.forms.calls.assigning import usual_day
from shoppers.models import Shopper, User
from tests.factories.awards import Award
from tests.factories.calls import (
    accepted_call,
    admit,
    offered_call,
    shopper_user,
)

pytestmark = pytest.mark.django_db
COMPANY = "/desk/programmes/2026/companies/alfa/"
ADDRESS = f"{COMPANY}assign/"


def _day(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def _offer(reader: Client, post: Any = None, **query: str) -> Any:
    """One press on the button below these words of the address, as the call stands."""
    replaced = TestCall.objects.get(pk=query["replaces"]) if "replaces" in query else None
    return reader.post(ADDRESS, {"seen": shown(replaced)} | (post or {}), query_params=query)


def test_the_page_lists_who_may_take_the_call_and_why_the_others_may_not(
    award: Award, reader: Client, selma: User, nora: User
) -> None:
    Relation.objects.create(
        shopper=nora.shopper, company=award.company("alfa"), kind=RelationKind.EMPLOYEE
    )

    answer = reader.get(ADDRESS)

    assert [row.name for row in answer.context["may"]] == ["Selma Sund"]
    assert [(row.name, row.rules) for row in answer.context["may_not"]] == [
        ("S-800", ("has no log-in", "is not admitted to this programme")),
        ("Nora Nes", ("works for the company",)),
    ]
    page = answer.content.decode()
    assert "1 of 3 shoppers may take this call" in page
    assert page.index("Selma Sund") < page.index("Cannot take this call")
    assert "has no log-in; is not admitted to this programme" in page


def test_who_said_no_to_the_place_stands_last_with_her_reason(
    award: Award, alma: User, reader: Client, selma: User, nora: User
) -> None:
    call = offered_call(award, selma, alma)
    decline(call=call, reason="I work there <next> week.", by=selma)
    other = offered_call(award, nora, alma, channel="email")
    decline(call=other, reason="No mail.", by=nora)
    admit(shopper_user("S-902", "Zoe Zorn"), award.programme, alma)
    day = date_format(timezone.localtime(TestCallEvent.objects.get(reason__startswith="I work").at))

    answer = reader.get(ADDRESS, {"replaces": str(call.pk), "sort": "-name"})

    assert [(row.name, row.note) for row in answer.context["may"]] == [
        ("Zoe Zorn", ""),
        ("Nora Nes", ""),  # what she declined was another place
        ("Selma Sund", f"Declined this place on {day}: I work there <next> week."),
    ]
    page = answer.content.decode()
    assert f"Declined this place on {day}: I work there &lt;next&gt; week." in page

    # It is said once more before the offer, and nobody keeps her from a second one.
    asked = {"replaces": str(call.pk), "shopper": "S-900"}
    assert f"Declined this place on {day}" in reader.get(ADDRESS, asked).content.decode()
    assert "Declined this place" not in (
        reader.get(ADDRESS, asked | {"shopper": "S-902"}).content.decode()
    )
    assert _offer(reader, **asked).status_code == 302
    assert TestCall.objects.filter(shopper=selma.shopper, state="offered").count() == 1


def test_who_gave_the_place_back_is_told_apart(
    award: Award, alma: User, reader: Client, selma: User
) -> None:
    call = accepted_call(award, selma, alma)
    decline(call=call, reason="I am ill.", by=selma)

    (row,) = reader.get(ADDRESS, {"replaces": str(call.pk)}).context["may"]

    assert row.note.startswith("Gave this place back on ")
    assert row.note.endswith(": I am ill.")


def test_what_the_address_leaves_out_has_a_usual_value(
    award: Award, reader: Client, selma: User
) -> None:
    award.programme.call_fee = Decimal("120.50")
    award.programme.save(update_fields=["call_fee"])

    page = reader.get(ADDRESS).content.decode()

    assert '<option value="phone" selected>Phone – 2 open</option>' in page
    assert '<option value="ask" selected>ask (anyone)</option>' in page
    assert f'value="{usual_day(award.programme).isoformat()}"' in page
    assert 'value="120.50"' in page


def test_one_press_offers_the_call(award: Award, alma: User, reader: Client, selma: User) -> None:
    query = {"channel": "email", "scenario": "buy", "due_on": _day(3), "fee": "90"}
    asked = reader.get(ADDRESS, {**query, "shopper": "S-900"})
    page = asked.content.decode()
    assert "Offer this call to Selma Sund?" in page
    assert "Selma Sund gets a mail and answers the offer." in page
    assert "90 NOK" in page
    assert not TestCall.objects.exists()

    answer = _offer(reader, **query, shopper="S-900")

    assert (answer.status_code, answer["Location"]) == (302, COMPANY)
    call = TestCall.objects.get()
    assert (call.channel, call.scenario.key, call.fee) == ("email", "buy", Decimal(90))
    assert (call.shopper, call.due_on, call.state) == (
        selma.shopper,
        dt.date.fromisoformat(_day(3)),
        "offered",
    )
    assert call.events.get().author == alma
    assert "The call is offered to Selma Sund." in reader.get(COMPANY).content.decode()


def test_the_list_of_candidates_leads_to_the_press(
    award: Award, reader: Client, selma: User
) -> None:
    page = reader.get(ADDRESS, {"due_on": _day(2), "fee": "75"}).content.decode()

    [address] = re.findall(r'class="button" href="([^"]*shopper=S-900)"', page)
    asked = reader.get(address.replace("&amp;", "&"))

    assert "Offer this call to Selma Sund?" in asked.content.decode()
    assert "75 NOK" in asked.content.decode()


def test_another_day_is_another_week_of_her_capacity(
    award: Award, alma: User, reader: Client, selma: User
) -> None:
    Shopper.objects.filter(pk=selma.shopper.pk).update(weekly_capacity=1)
    offered_call(award, selma, alma, company="beta", due_in_days=8)

    same = reader.get(ADDRESS, {"due_on": _day(8)})
    other = reader.get(ADDRESS, {"due_on": _day(8 + 7)})

    assert same.context["may"] == []
    assert "has no capacity left in that week" in same.content.decode()
    assert [row.left for row in other.context["may"]] == [1]


def test_candidates_filter_sort_and_page(
    award: Award, alma: User, reader: Client, selma: User
) -> None:
    offered_call(award, selma, alma, company="beta")
    for number in range(26):
        user = shopper_user(f"S-1{number:02}", f"Shopper {number:02}", capacity=number)
        admit(user, award.programme, alma)

    def names(**query: str) -> list[str]:
        found = reader.get(ADDRESS, query)
        return [row.name for row in (*found.context["may"], *found.context["may_not"])]

    # Who has had the fewest calls stands first; who may not take it comes last.
    assert names()[:2] == ["Shopper 01", "Shopper 02"]
    assert len(names()) == 25
    assert names(page="2") == ["Selma Sund", "Shopper 00", "S-800"]
    assert names(sort="-left")[0] == "Shopper 25"
    assert names(sort="name")[0] == "Selma Sund"
    assert names(q="selma") == ["Selma Sund"]
    assert names(q="s-900") == ["Selma Sund"]
    assert names(q="vestland") == ["Selma Sund"]
    assert names(q="nobody") == []
    assert reader.get(ADDRESS, {"shopper": "S\x00"}).status_code == 404
    # What is counted is what is listed.
    assert "26 of 28 shoppers may take this call" in reader.get(ADDRESS).content.decode()
    found = reader.get(ADDRESS, {"q": "s-1"}).content.decode()
    assert "25 of 26 shoppers found may take this call" in found
    assert "No shopper fits this filter" in reader.get(ADDRESS, {"q": "nobody"}).content.decode()


def test_without_shoppers_the_page_says_what_to_do(award: Award, reader: Client) -> None:
    Shopper.objects.all().delete()

    page = reader.get(ADDRESS).content.decode()

    assert "There are no shoppers yet" in page
    assert reverse("shoppers") in page


def test_a_channel_without_a_contact_point_is_said(
    award: Award, reader: Client, selma: User
) -> None:
    page = reader.get(ADDRESS).content.decode()
    assert "Nobody has noted where the company is reached by phone." in page

    award.participations["alfa"].channels.update(contact_point="00 00 12 34")
    assert "Nobody has noted" not in reader.get(ADDRESS).content.decode()


def test_a_day_outside_the_fieldwork_is_said_and_may_be_chosen(
    award: Award, reader: Client, selma: User
) -> None:
    late = _day(400)

    page = reader.get(ADDRESS, {"due_on": late, "shopper": "S-900"}).content.decode()

    assert "The day lies outside the fieldwork" in page
    assert _offer(reader, due_on=late, shopper="S-900").status_code == 302


@pytest.mark.parametrize("others", [0, 2])
def test_the_page_costs_the_same_for_one_candidate_and_for_three(
    award: Award, reader: Client, selma: User, others: int, django_assert_num_queries: Any
) -> None:
    Shopper.objects.filter(code="S-800").delete()
    for number in range(others):
        shopper_user(f"S-91{number}", f"Shopper {number}")
    # Session, user with roles, device; company; places of it (2), scenarios; the chosen scenario;
    # places again (2); contact point; shoppers, admissions, relations, calls with it, calls in
    # the week, who is away, what she reads as a client's member; calls so far; who said no to the
    # place.
    with django_assert_num_queries(20):
        found = reader.get(ADDRESS).context
    assert len(found["page"].object_list) == 1 + others
