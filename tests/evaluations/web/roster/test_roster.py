"""The list of shoppers."""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.enums import EvaluationState, TestCallState
from evaluations.services.roster.admitting import admit
from shoppers.models import User
from tests import people
from tests.factories.awards import shopper, tiny_award
from tests.factories.records import given_call, handed_in

pytestmark = pytest.mark.django_db

LIST = "/desk/shoppers/"


@pytest.fixture
def client() -> Browser:
    return Browser(headers={"accept-language": "en"})


@pytest.fixture
def coordinator(client: Browser) -> Browser:
    people.sign_in(client, people.alma())
    return client


ADMITTED = re.compile(r'data-label="Admitted"\s*>\s*(\w+)')


def codes(page: str) -> list[str]:
    return re.findall(r'class="lead-cell">\s*<a[^>]*>\s*<span class="num">([^<]+)</span>', page)


def read(browser: Browser, query: str = "") -> str:
    answer = browser.get(LIST + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_shoppers_are_listed_beside_the_newest_programme(coordinator: Browser) -> None:
    tiny_award("2025")
    award = tiny_award("2026")
    people.selma()
    admit(shopper=award.shopper, programme=award.programme, by=User.objects.get(name="Alma Aas"))

    page = read(coordinator)

    assert codes(page) == ["S-800", "S-900"]
    assert "/desk/shoppers/S-800/?programme=2026" in page
    assert "Admission and calls are those of Best in test 2026." in page
    assert "Selma Sund" in page
    assert re.findall(ADMITTED, page) == ["Yes", "No"]
    other = read(coordinator, "?programme=2025&q=S-&page=1")
    assert re.findall(ADMITTED, other) == ["No", "No"]
    # The switch keeps the filter, and forgets the page.
    assert "?programme=2026&amp;q=S-&quot;" in other.replace('"', "&quot;")
    assert coordinator.get(f"{LIST}?programme=1999").status_code == 404


def test_the_filter_stands_in_the_address(coordinator: Browser) -> None:
    award = tiny_award()
    people.selma()
    admit(shopper=award.shopper, programme=award.programme, by=User.objects.get(name="Alma Aas"))

    assert codes(read(coordinator, "?q=vestland")) == ["S-900"]
    assert codes(read(coordinator, "?language=en")) == ["S-900"]
    assert codes(read(coordinator, "?admission=yes")) == ["S-800"]
    assert codes(read(coordinator, "?admission=no")) == ["S-900"]
    assert codes(read(coordinator, "?state=no_login")) == ["S-800"]
    assert codes(read(coordinator, "?sort=-code")) == ["S-900", "S-800"]
    assert codes(read(coordinator, "?state=odd&language=fi&q=%00&sort=x")) == ["S-800", "S-900"]
    nobody = read(coordinator, "?q=zzz")
    assert "No shopper fits this filter" in nobody
    assert "Clear filters" in nobody


def test_an_empty_roster_says_where_shoppers_come_from(coordinator: Browser) -> None:
    page = read(coordinator)

    assert "No shoppers yet" in page
    assert reverse("invite_shopper") in page
    assert "<select" not in page


def test_shoppers_come_in_pages_of_25(coordinator: Browser) -> None:
    for number in range(26):
        shopper(f"S-{number:02}")

    assert len(codes(read(coordinator))) == 25
    assert codes(read(coordinator, "?page=2")) == ["S-25"]
    assert len(codes(read(coordinator, "?page=x"))) == 25


def test_what_is_read_beside_her_can_be_sorted_and_comes_as_a_file(coordinator: Browser) -> None:
    award, alma = tiny_award(), User.objects.get(name="Alma Aas")
    early, late = shopper("S-1"), shopper("S-2")
    for _call in range(5):
        handed_in(award, early, alma, late=-1)
        handed_in(award, late, alma, late=2, returned_from=EvaluationState.SUBMITTED)
    given_call(award, early, alma, TestCallState.DECLINED)

    page = read(coordinator, "?sort=-grade")

    assert codes(page) == ["S-1", "S-2", "S-800"]
    for told in ("100%", "of 5", "usually 1 day early", "usually 2 days late", "Given back"):
        assert told in page
    assert "What a shopper answered never counts" in page
    assert codes(read(coordinator, "?sort=on_time")) == ["S-2", "S-1", "S-800"]
    assert codes(read(coordinator, "?sort=-given_back"))[0] == "S-1"
    answer = coordinator.get(f"{LIST}?format=csv&q=S-1")
    assert answer["Content-Disposition"] == 'attachment; filename="shoppers-2026.csv"'
    head, line, end = answer.content.decode().split("\r\n")
    row = dict(zip(head.removeprefix("\ufeff").split(","), line.split(","), strict=True))
    assert end == ""
    assert not {"name", "email", "region", "birth_year", "gender"} & set(row)
    assert (row["code"], row["due"], row["handed_in_by_day"], row["grade"]) == (
        "S-1",
        "5",
        "5",
        "A",
    )
    assert (row["median_days"], row["declined"]) == ("-1.0", "1")
    own = coordinator.get("/desk/shoppers/S-2/").content.decode()
    assert "Work in Best in test 2026" in own
    assert "usually 2 days late" in own


@pytest.mark.parametrize("others", [0, 2])
def test_the_list_asks_as_often_for_one_as_for_three(
    coordinator: Browser, others: int, django_assert_num_queries: Any
) -> None:
    tiny_award()
    for number in range(others):
        shopper(f"S-{number}")

    # Session, user, device; regions, programmes; calls and reports to come and the newest
    # run, for the severity; the count, the page, its records; applications.
    with django_assert_num_queries(12):
        assert len(codes(read(coordinator))) == 1 + others


def test_only_coordinators_come_in(client: Browser) -> None:
    shopper("S-800")
    answer = client.get(LIST)
    assert (answer.status_code, answer["Location"][:14]) == (302, "/sign-in/?next")
    for person in (people.selma(), people.kari()):
        people.sign_in(client, person)
        assert client.get(LIST).status_code == 403
    people.sign_in(client, people.alma())
    assert client.post(LIST).status_code == 405
    people.sign_in(client, people.clara(), second_factor=False)
    assert client.get(LIST).status_code == 302
