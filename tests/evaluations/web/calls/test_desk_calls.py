"""Every test call of a programme, found by filters in the address."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import EvaluationState
from evaluations.models import Programme
from shoppers.models import User
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import (
    accepted_call,
    late,
    offered_call,
    rejected_contact,
)
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
LIST = "/desk/calls/"


def test_before_any_call_the_list_says_how_one_comes(award: Award, reader: Client) -> None:
    page = reader.get(LIST).content.decode()

    assert "No call has been assigned yet" in page
    assert reverse("fieldwork_companies", args=["2026"]) in page


def test_calls_are_those_of_the_newest_programme_that_has_begun_or_of_the_one_named(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    older, coming = tiny_award("2025"), tiny_award("2027").programme
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    Programme.objects.filter(pk=coming.pk).update(fieldwork_start=tomorrow, fieldwork_end=tomorrow)
    offered_call(award, selma, alma)
    older.contact("beta", PERFECT)

    assert [row.company for row in reader.get(LIST).context["rows"]] == ["Alfa"]
    named = reader.get(LIST, {"programme": "2025"})
    assert [row.company for row in named.context["rows"]] == ["Beta"]
    assert [year["current"] for year in named.context["years"]] == [False, False, True]
    Programme.objects.update(fieldwork_start=tomorrow, fieldwork_end=tomorrow)
    assert reader.get(LIST).context["years"][0]["current"]


def test_calls_filter_in_the_address(award: Award, alma: User, selma: User, reader: Client) -> None:
    late(accepted_call(award, selma, alma, "alfa"), days=2)
    award.contact("delta", PERFECT, channel="email", state=EvaluationState.SUBMITTED)

    def companies(**query: str) -> list[str]:
        return [row.company for row in reader.get(LIST, query).context["rows"]]

    assert companies() == ["Alfa", "Delta"]
    assert companies(need="late") == ["Alfa"]
    assert companies(need="to_review") == ["Delta"]
    assert companies(state="done") == ["Delta"]
    assert companies(report="submitted") == ["Delta"]
    assert companies(channel="phone") == ["Alfa"]
    assert companies(category="power") == ["Delta"]
    assert companies(q="selma") == ["Alfa"]
    assert companies(need="nonsense") == ["Alfa", "Delta"]
    assert companies(sort="-company") == ["Delta", "Alfa"]
    empty = reader.get(LIST, {"state": "expired", "programme": "2026"}).content.decode()
    assert "No test call fits this filter" in empty
    assert f'href="{LIST}?programme=2026"' in empty


def test_the_filter_keeps_the_programme(award: Award, reader: Client) -> None:
    page = reader.get(LIST, {"programme": "2026"}).content.decode()

    assert '<input type="hidden" name="programme" value="2026"' in page


def test_calls_come_in_pages_of_25(award: Award, reader: Client) -> None:
    for _contact in range(26):
        award.contact("alfa", PERFECT)

    assert len(reader.get(LIST).context["rows"]) == 25
    assert len(reader.get(LIST, {"page": "2"}).context["rows"]) == 1
    assert len(reader.get(LIST, {"page": "x"}).context["rows"]) == 25


@pytest.mark.parametrize("companies", [1, 3])
def test_calls_cost_the_same_for_one_and_for_three(
    award: Award,
    alma: User,
    selma: User,
    reader: Client,
    companies: int,
    django_assert_num_queries: Any,
) -> None:
    for company in ["alfa", "beta", "gamma"][:companies]:
        offered_call(award, selma, alma, company)
    # Session, user with roles, device; programmes; categories; count, calls.
    with django_assert_num_queries(7):
        assert len(reader.get(LIST).context["rows"]) == companies


def test_what_somebody_still_has_to_do_comes_first(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    award.contact("alfa", PERFECT)
    rejected_contact(award, alma, "beta")
    award.contact("delta", PERFECT, channel="email", state=EvaluationState.SUBMITTED)
    offered_call(award, selma, alma, "gamma")

    rows = reader.get(LIST).context["rows"]
    assert [row.company for row in rows] == ["Gamma", "Beta", "Delta", "Alfa"]


@pytest.mark.parametrize("field", ["channel", "state", "report", "need", "category"])
def test_a_word_that_the_list_does_not_know_is_said_beside_its_field(
    award: Award, reader: Client, field: str
) -> None:
    answer = reader.get(LIST, {field: "fax"})

    assert answer.status_code == 200
    said = "Select a valid choice. fax is not one of the available choices."
    assert f'<p class="error" id="id_{field}_error">{said}</p>' in answer.content.decode()
