"""Results, company, contact: a client reads her own to the answer, and of others what she may."""

import re
import uuid

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.models import Evaluation
from evaluations.queries.clients.reading import reading_as
from evaluations.visibility import DESK
from scoring.models import ReleasedContact
from tests.factories.awards import scored_award
from tests.scoring.web.conftest import LogIn, Prepare, Stage

# What stands in pages of every company that the reader may only see the public row of.
ROW_ONLY = "You see this company as everybody does."


def _company(key: str) -> str:
    return reverse("company", args=["2026", key])


def _contact_ids(company: str) -> list[uuid.UUID]:
    with reading_as(DESK):
        rows = ReleasedContact.objects.filter(company__key=company).order_by("date", "contact")
        return list(rows.values_list("contact", flat=True))


def _contact(company: str, contact: uuid.UUID) -> str:
    return reverse("contact", args=["2026", company, contact])


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    return Stage.release_to_clients


def test_own_companies_stand_first_and_competitors_are_marked(stage: Stage, log_in: LogIn) -> None:
    answer = log_in(stage.kjell).get(reverse("results"))

    assert [row.name for row in answer.context["own"]] == ["Alfa"]
    assert [(row.name, row.own, row.in_package) for row in answer.context["rows"]] == [
        ("Beta", False, True),
        ("Gamma", False, False),
        ("Alfa", True, False),
    ]
    text = answer.content.decode()
    assert text.index("Your company") < text.index("The ranking")
    assert text.count("In your package") == 1
    assert text.count('<tr class="own') == 2


def test_the_ranking_filters_by_category_and_keeps_it_in_the_address(
    stage: Stage, log_in: LogIn
) -> None:
    browser = log_in(stage.kjell)

    def names(**query: str) -> list[str]:
        return [row.name for row in browser.get(reverse("results"), query).context["rows"]]

    assert names() == ["Beta", "Gamma", "Alfa"]
    assert names(category="power") == ["Delta"]
    assert names(category="all", sort="name") == ["Alfa", "Beta", "Delta", "Gamma"]
    assert names(category="zoo") == ["Beta", "Gamma", "Alfa"]


def test_each_year_is_read_by_its_own_release(stage: Stage, log_in: LogIn) -> None:
    stage.award = scored_award("2025")
    stage.release_to_clients()

    answer = log_in(stage.kjell).get(reverse("results", args=["2025"]))

    assert [(year["label"], year["current"]) for year in answer.context["years"]] == [
        ("2026", False),
        ("2025", True),
    ]
    assert answer.context["programme"].slug == "2025"


def test_the_own_company_is_read_down_to_its_contacts(stage: Stage, log_in: LogIn) -> None:
    answer = log_in(stage.kjell).get(_company("alfa"))

    text = answer.content.decode()
    assert "Rank 3 of 3 in Bank" in text
    assert "66.7" in text
    assert "100.0" in text
    assert answer.context["own"]
    assert len(answer.context["contacts"]) == 3
    assert text.count("Not answered</span>") + text.count("Not answered\n") >= 1
    for contact in _contact_ids("alfa"):
        assert _contact("alfa", contact) in text


def test_contacts_filter_by_channel_and_answer(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.kjell)

    def count(**query: str) -> int:
        return len(browser.get(_company("alfa"), query).context["contacts"])

    assert count(answered="no") == 1
    assert count(answered="yes") == 2
    assert count(channel="phone", answered="yes") == 2
    assert count(channel="email") == 0
    assert count(channel="pigeon") == 3
    empty = browser.get(_company("alfa"), {"channel": "email"}).content.decode()
    assert "No contact fits this filter" in empty


def test_a_package_competitor_shows_areas_and_no_contact(stage: Stage, log_in: LogIn) -> None:
    canaries = _contact_ids("beta")

    answer = log_in(stage.kjell).get(_company("beta"))

    text = answer.content.decode()
    assert answer.context["sections"]
    assert answer.context["channels"]
    assert "contacts" not in answer.context
    assert len(canaries) == 3
    assert not [contact for contact in canaries if str(contact) in text]


@pytest.mark.parametrize("who", ["kjell", "kari"])
def test_any_other_company_is_the_public_row_only(stage: Stage, log_in: LogIn, who: str) -> None:
    canaries = _contact_ids("gamma")

    answer = log_in(getattr(stage, who)).get(_company("gamma"))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert ROW_ONLY in text
    assert answer.context["sections"] == []
    assert answer.context["channels"] == []
    assert len(canaries) == 3
    assert not [contact for contact in canaries if str(contact) in text]


def test_another_clients_package_opens_nothing(stage: Stage, log_in: LogIn) -> None:
    text = log_in(stage.oda).get(_company("beta")).content.decode()

    assert ROW_ONLY in text


def test_a_contact_adds_up_from_answers_to_total(stage: Stage, log_in: LogIn) -> None:
    # fast 4/4, found 0/2 of the needs, solution well but 2/2 + 4/8.
    browser = log_in(stage.oda)
    contact = _contact_ids("gamma")[0]

    answer = browser.get(_contact("gamma", contact))

    assert answer.status_code == 200
    scored = answer.context["scored"]
    assert [(row.key, row.got, row.possible) for row in scored] == [
        ("waiting", 4, 4),
        ("solution", 6, 10),
    ]
    # waiting 1/5 and solution 1/2 share what needs left: 2/7 and 5/7.
    assert [str(row.weight) for row in scored] == ["28.571428571429", "71.428571428571"]
    assert [str(row.part) for row in scored] == ["28.571428571429", "42.857142857143"]
    assert str(answer.context["contact"].total) == "71.428571428571"
    text = answer.content.decode()
    assert "71.43" in text
    assert "6 of 10 points" in text


def test_an_unanswered_contact_says_so(stage: Stage, log_in: LogIn) -> None:
    unanswered = Evaluation.objects.get(answered=False)

    text = log_in(stage.kjell).get(_contact("alfa", unanswered.pk)).content.decode()

    assert "Nobody answered within the limit." in text
    assert "From sections to the total" not in text


@pytest.mark.parametrize("address_of", ["gamma", "alfa"])
def test_a_foreign_contact_is_not_found(stage: Stage, log_in: LogIn, address_of: str) -> None:
    foreign = _contact_ids("gamma")[0]

    answer = log_in(stage.kjell).get(_contact(address_of, foreign))

    assert answer.status_code == 404


def test_the_year_switch_keeps_to_the_company(stage: Stage, log_in: LogIn) -> None:
    stage.award = scored_award("2025")
    stage.release_to_clients()

    years = log_in(stage.kjell).get(_company("alfa")).context["years"]

    assert [year["url"] for year in years] == [
        _company("alfa"),
        reverse("company", args=["2025", "alfa"]),
    ]


def test_unknown_companies_contacts_and_years_are_not_found(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.kjell)

    assert browser.get(_company("zeta")).status_code == 404
    assert browser.get(_contact("alfa", uuid.UUID(int=1))).status_code == 404
    assert browser.get(reverse("results", args=["1999"])).status_code == 404


def test_no_page_of_a_client_tells_the_minute_or_the_shopper(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.kjell)
    addresses = [_company("alfa"), *(_contact("alfa", each) for each in _contact_ids("alfa"))]

    for address in addresses:
        text = browser.get(address).content.decode()
        assert stage.award.shopper.code not in text
        assert not re.search(
            r"\b\d{1,2}:\d{2}\b", re.sub(r"<head>.*?</head>", "", text, flags=re.DOTALL)
        )


def test_lists_cost_the_same_with_one_contact_and_with_three(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = log_in(stage.kjell)
    alfa = _company("alfa")

    for address, count in (
        (f"{alfa}?answered=no", 28),
        (alfa, 28),
        (f"{reverse('results')}?category=power", 8),
        (f"{reverse('results')}?category=bank", 8),
    ):
        with django_assert_num_queries(count):
            browser.get(address)
