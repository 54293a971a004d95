"""A company's places, its calls, and where it is reached."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.models import ParticipationChannel
from evaluations.services.calls.assigning import cancel
from shoppers.models import User
from tests import people
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, late, offered_call, rejected_contact, shopper_user
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/programmes/2026/companies/alfa/"
POINTS = f"{ADDRESS}contact-points/"


def _places(page: str) -> list[list[str]]:
    """Each channel with wanted, taken and open."""
    [table] = re.findall(r"<caption[^>]*>\s*Places\s*</caption>.*?</table>", page, flags=re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", table, flags=re.DOTALL)[1:]
    words = [re.sub(r"<[^>]+>", " ", row).split() for row in rows]
    return [[word for word in row if word not in {"Open", "places"}][:4] for row in words]


def test_the_page_shows_places_facts_and_calls(award: Award, alma: User, reader: Client) -> None:
    late(accepted_call(award, people.selma(), alma), days=2)

    page = reader.get(ADDRESS).content.decode()

    assert _places(page) == [
        ["Phone", "2", "1", "1"],
        ["E-mail", "1", "0", "1"],
        ["Chat", "0", "0", "0"],
    ]
    assert "2 open places" in page
    assert "2 days late" in page
    assert "Selma Sund" in page
    assert "1 December 2025" in page
    assert "May be read by its clients once moderated" in page
    assert "Not noted" in page
    assert re.findall(r'href="([^"]*assign/[^"]*)"', page) == [
        f"{ADDRESS}assign/",
        f"{ADDRESS}assign/?channel=phone",
        f"{ADDRESS}assign/?channel=email",
    ]


def test_privacy_mode_is_said(award: Award, reader: Client) -> None:
    award.participations["alfa"].staff_informed_on = None
    award.participations["alfa"].save(update_fields=["staff_informed_on"])

    page = reader.get(ADDRESS).content.decode()

    assert "Stay on this desk: privacy mode" in page


def test_a_place_that_came_free_is_replaced_from_its_call(
    award: Award, alma: User, reader: Client
) -> None:
    call = offered_call(award, people.selma(), alma, channel="email")
    cancel(call=call, reason="Wrong channel.", by=alma)

    page = reader.get(ADDRESS).content.decode()

    assert f'href="{ADDRESS}assign/?replaces={call.pk}"' in page
    assert "Replace below" in page
    assert "assign/?channel=email" not in page


def test_after_the_cut_off_day_nothing_is_offered_to_press(
    award: Award, alma: User, reader: Client
) -> None:
    rejected_contact(award, alma)
    award.programme.cut_off_day = timezone.localdate() - dt.timedelta(days=1)
    award.programme.save(update_fields=["cut_off_day"])

    page = reader.get(ADDRESS).content.decode()

    assert "no call is assigned or replaced any more" in page
    assert re.findall(r'href="[^"]*assign/\?channel[^"]*"', page) == []
    assert "Assign a call" not in page


def test_calls_filter_and_sort(award: Award, alma: User, reader: Client) -> None:
    award.contact("alfa", PERFECT)
    offered_call(award, people.selma(), alma, channel="email")
    offered_call(award, shopper_user("S-901", "Nora Nes"), alma)

    def rows(**query: str) -> list[tuple[str, str]]:
        shown = reader.get(ADDRESS, query).context["rows"]
        return [(row.channel, row.shopper) for row in shown]

    assert len(rows()) == 3
    assert rows(channel="email") == [("E-mail", "Selma Sund")]
    assert rows(state="done") == [("Phone", "S-800")]
    assert rows(report="approved") == [("Phone", "S-800")]
    assert rows(state="offered", channel="phone") == [("Phone", "Nora Nes")]
    assert [shopper for _channel, shopper in rows(sort="shopper")] == [
        "S-800",
        "Selma Sund",
        "Nora Nes",
    ]
    assert rows(state="declined") == []
    assert (
        "No test call fits this filter"
        in reader.get(ADDRESS, {"state": "declined"}).content.decode()
    )


def test_without_a_call_the_list_says_how_one_comes(award: Award, reader: Client) -> None:
    page = reader.get(ADDRESS).content.decode()

    assert "No call has been assigned yet" in page


@pytest.mark.parametrize("calls", [1, 3])
def test_the_page_costs_the_same_for_one_call_and_for_three(
    award: Award, reader: Client, calls: int, django_assert_num_queries: Any
) -> None:
    for _call in range(calls):
        award.contact("alfa", PERFECT)
    # Session, user with roles, device; company; channels, calls by channel, contact points; count,
    # calls.
    with django_assert_num_queries(10):
        assert len(reader.get(ADDRESS).context["rows"]) == calls


def test_contact_points_are_noted_per_channel(award: Award, reader: Client) -> None:
    typed = {
        "phone_point": "00 00 12 34",
        "phone_menu": "2, then 1",
        "email_point": "help@alfa.example",
    }

    answer = reader.post(POINTS, typed, follow=True)

    assert answer.redirect_chain == [(ADDRESS, 302)]
    page = answer.content.decode()
    assert "The contact points are saved." in page
    assert "00 00 12 34" in page
    noted = ParticipationChannel.objects.exclude(contact_point="").order_by("channel")
    assert [
        (each.participation.company.key, each.channel, each.contact_point, each.menu_path)
        for each in noted
    ] == [
        ("alfa", "email", "help@alfa.example", ""),
        ("alfa", "phone", "00 00 12 34", "2, then 1"),
    ]


def test_contact_points_leave_alone_what_somebody_else_has_noted_meanwhile(
    award: Award, reader: Client
) -> None:
    reader.get(POINTS)
    ParticipationChannel.objects.filter(
        participation=award.participations["alfa"], channel="chat"
    ).update(contact_point="alfa.example/chat")

    reader.post(POINTS, {"phone_point": "00 00 12 34", "chat_point": "alfa.example/chat"})

    assert {
        each.channel: each.contact_point
        for each in ParticipationChannel.objects.exclude(contact_point="")
    } == {"phone": "00 00 12 34", "chat": "alfa.example/chat"}


def test_a_contact_point_that_is_too_long_is_kept_on_the_page(award: Award, reader: Client) -> None:
    long = "9" * 201

    answer = reader.post(POINTS, {"phone_point": long, "phone_menu": "2"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert long in page
    assert not ParticipationChannel.objects.exclude(contact_point="").exists()
