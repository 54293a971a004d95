"""The list of shoppers."""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.services.admitting import admit
from shoppers.models import User
from tests import people
from tests.factories.awards import shopper, tiny_award

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


@pytest.mark.parametrize("others", [0, 2])
def test_the_list_asks_as_often_for_one_as_for_three(
    coordinator: Browser, others: int, django_assert_num_queries: Any
) -> None:
    tiny_award()
    for number in range(others):
        shopper(f"S-{number}")

    # Session, user, device, roles; then the programmes, the count and the page.
    with django_assert_num_queries(7):
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
