"""The shopper's home."""

from django.test import Client as Browser
from django.urls import reverse

from shoppers.enums import Role
from tests import people


def _browser() -> Browser:
    return Browser(headers={"accept-language": "en"})


def test_a_shopper_finds_an_honestly_empty_list_and_her_facts(db: None) -> None:
    browser = _browser()
    browser.force_login(people.selma())

    text = browser.get(reverse("my_calls")).content.decode()

    assert "Welcome, Selma Sund." in text
    assert "No calls are yours at the moment" in text
    assert "Norsk bokmål, English" in text
    assert "Vestland" in text
    for secret in ("scored", "critical", "points"):
        assert secret not in text.lower()


def test_a_shopper_without_a_profile_finds_the_empty_list(db: None) -> None:
    browser = _browser()
    browser.force_login(people.person("new@mail.example", "Nina Ny", Role.SHOPPER))

    text = browser.get(reverse("my_calls")).content.decode()

    assert "No calls are yours at the moment" in text
    assert "What the coordinators plan by" not in text


def test_the_page_is_for_shoppers_and_takes_no_post(db: None) -> None:
    address = reverse("my_calls")
    selma, alma = _browser(), _browser()
    selma.force_login(people.selma())
    alma.force_login(people.alma())

    assert _browser().get(address).status_code == 302
    assert alma.get(address).status_code == 403
    assert selma.post(address).status_code == 405
