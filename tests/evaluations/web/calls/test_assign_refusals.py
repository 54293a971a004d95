"""Calls that are not assigned: each refusal in words, with everything that was typed kept."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.canonical import digest
from evaluations.enums import PlayedBy
from evaluations.models import Scenario, TestCall
from evaluations.queries.plans.places import places
from evaluations.web.forms.calls.assigning import usual_day
from shoppers.models import Shopper, User
from tests import people
from tests.factories.awards import Award
from tests.factories.calls import admit, offered_call, shopper_user
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/programmes/2026/companies/alfa/assign/"


def _day(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def _offer(reader: Client, post: Any = None, **query: str) -> Any:
    """One press on the button below these words of the address."""
    return reader.post(ADDRESS, post or {}, query_params=query)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"due_on": "soon"}, "Enter a valid date."),
        ({"due_on": "9999-12-31"}, "Ensure this value is less than or equal to"),
        ({"fee": "-1"}, "greater than or equal to 0"),
        ({"channel": "fax"}, "Select a valid choice."),
        ({"channel": "messenger"}, "Select a valid choice."),
        ({"scenario": "nothing"}, "Select a valid choice."),
    ],
)
def test_a_call_that_cannot_be_is_said_beside_its_field(
    award: Award, reader: Client, selma: User, query: dict[str, str], why: str
) -> None:
    asked = reader.get(ADDRESS, query)
    pressed = _offer(reader, **query, shopper="S-900")

    assert (asked.status_code, pressed.status_code) == (200, 422)
    for page in (asked.content.decode(), pressed.content.decode()):
        assert why in page
        assert "Choose</" not in page
    assert not TestCall.objects.exists()


def test_yesterday_is_refused_with_everything_kept(
    award: Award, reader: Client, selma: User
) -> None:
    query = {"due_on": _day(-1), "fee": "66"}

    asked = reader.get(ADDRESS, query)
    pressed = _offer(reader, **query, shopper="S-900")

    assert "Choose a day that is not over yet." in asked.content.decode()
    assert 'value="66"' in asked.content.decode()
    assert pressed.status_code == 422
    assert "Choose a day that is not over yet." in pressed.content.decode()
    assert "66 NOK" in pressed.content.decode()
    assert not TestCall.objects.exists()


def test_pressing_without_a_shopper_offers_nothing(
    award: Award, reader: Client, selma: User
) -> None:
    assert _offer(reader).status_code == 200
    assert not TestCall.objects.exists()


def test_a_broken_rule_is_told_in_words(award: Award, reader: Client, selma: User) -> None:
    answer = _offer(reader, shopper="S-800", fee="55")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The call was not offered" in page
    assert "S-800 cannot take this call: has no log-in; is not admitted" in page
    assert "55 NOK" in page
    assert "Offer the call" not in page
    assert not TestCall.objects.exists()


def test_the_question_promises_nothing_that_the_press_would_refuse(
    award: Award, reader: Client, selma: User
) -> None:
    swedish = shopper_user("S-903", "Siv Sand")
    admit(swedish, award.programme, people.clara())
    Shopper.objects.filter(code="S-903").update(languages=["sv"])
    query = {"channel": "email", "fee": "55"}
    back = "/desk/programmes/2026/companies/alfa/assign/?"

    def asked(**more: str) -> tuple[int, str]:
        answer = reader.get(ADDRESS, query | more)
        page = answer.content.decode()
        assert "Offer the call" not in page
        assert "gets a mail" not in page
        assert f'href="{back}' in page
        assert "The call was not offered" not in page
        return answer.status_code, page

    status, page = asked(shopper="S-903")
    assert status == 422
    assert "This call cannot be offered to Siv Sand" in page
    assert "S-903 cannot take this call: does not speak the company" in page

    Scenario.objects.filter(key="buy").update(played_by=PlayedBy.CUSTOMER)
    status, page = asked(shopper="S-900", scenario="buy")
    assert status == 422
    assert "S-900 cannot take this call: is no customer, and the scenario needs one." in page

    status, page = asked(shopper="S-900", due_on=_day(-1))
    assert status == 422
    assert "Choose a day that is not over yet." in page

    award.programme.cut_off_day = timezone.localdate() - dt.timedelta(days=1)
    award.programme.save(update_fields=["cut_off_day"])
    status, page = asked(shopper="S-900")
    assert status == 409
    assert "the cut-off day was" in page


def test_the_default_day_is_one_on_which_people_work(
    award: Award, monkeypatch: pytest.MonkeyPatch
) -> None:
    award.programme.method["fieldwork"]["hours"]["holidays"] = "NO"
    award.programme.method_hash = digest(award.programme.method)
    # A week later is Sunday 16 May; Monday is Norway's day, so Tuesday it is.
    monkeypatch.setattr(timezone, "localdate", lambda *_: dt.date(2027, 5, 9))

    assert usual_day(award.programme) == dt.date(2027, 5, 18)


def test_a_full_channel_is_told(
    award: Award, alma: User, reader: Client, selma: User, nora: User
) -> None:
    offered_call(award, nora, alma, channel="email")

    asked = reader.get(ADDRESS, {"channel": "email"})
    pressed = _offer(reader, channel="email", shopper="S-900")

    for answer in (asked, pressed):
        assert answer.status_code == 409
        assert "has all its contacts by e-mail already" in answer.content.decode()
    assert TestCall.objects.count() == 1


def test_a_company_without_an_open_place_is_told_before_a_channel_is_chosen(
    award: Award, reader: Client
) -> None:
    for place in places(award.participations["alfa"]):
        for _number in range(place.open):
            award.contact("alfa", PERFECT, channel=place.channel)

    answer = reader.get(ADDRESS)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "has all its contacts by phone already" in page
    assert "This field is required" not in page


def test_after_the_cut_off_day_nothing_is_assigned(
    award: Award, reader: Client, selma: User
) -> None:
    award.programme.cut_off_day = timezone.localdate() - dt.timedelta(days=1)
    award.programme.save(update_fields=["cut_off_day"])

    asked, pressed = reader.get(ADDRESS), _offer(reader, shopper="S-900")

    for answer in (asked, pressed):
        assert answer.status_code == 409
        assert "the cut-off day was" in answer.content.decode()
    assert not TestCall.objects.exists()


def test_a_programme_without_scenarios_offers_nothing(
    award: Award, reader: Client, selma: User
) -> None:
    Scenario.objects.all().delete()
    award.participations["alfa"].channels.all().delete()

    answer = reader.get(ADDRESS)

    assert answer.status_code == 200
    assert "This field is required." in answer.content.decode()
