"""What a request says about who asks and where to go next."""

from typing import Any

import pytest
from django.test import RequestFactory

from shoppers.web.asking import client_address, next_page, wanted_page


def asked(remote: str, forwarded: str = "") -> Any:
    return RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_client_address_is_the_connections(remote: str, address: str) -> None:
    assert client_address(asked(remote, "198.51.100.1")) == address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1", "203.0.113.9"),
        # Shorter than our own proxies make it, or no address: it did not come through them.
        (3, "203.0.113.9, 198.51.100.1", "192.0.2.7"),
        (1, "unknown", "192.0.2.7"),
    ],
)
def test_client_address_behind_proxies_of_our_own_is_what_the_outermost_saw(
    proxies: int, forwarded: str, address: str, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert client_address(asked("192.0.2.7", forwarded)) == address


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "",
    ],
)
def test_next_page_stays_on_this_host(wanted: str) -> None:
    request = RequestFactory().get("/", {"next": wanted})
    assert wanted_page(request) == ""
    assert next_page(request) == "/home/"


def test_next_page_is_the_wanted_one() -> None:
    assert next_page(RequestFactory().get("/", {"next": "/people/?q=a"})) == "/people/?q=a"
    assert next_page(RequestFactory().post("/", {"next": "/account/"})) == "/account/"
