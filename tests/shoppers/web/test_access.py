"""The door of every page."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from shoppers.models import User
from shoppers.rules import is_coordinator, is_shopper
from shoppers.web.access import allow
from tests import people

pytestmark = pytest.mark.django_db


@allow(is_shopper | is_coordinator)
def page(request: HttpRequest) -> HttpResponse:
    """For either."""
    return HttpResponse("in")


def asked_by(user: User, *, verified: bool = False) -> Any:
    request = RequestFactory().get("/page/?year=2026")
    user.is_verified = lambda: verified  # type: ignore[attr-defined]  # as the middleware does
    request.user = user
    return request


def test_a_page_tells_its_rule() -> None:
    assert page.rule.name == "shopper or coordinator"  # type: ignore[attr-defined]


def test_the_weak_half_of_a_rule_lets_a_shopper_in() -> None:
    assert page(asked_by(people.selma())).content == b"in"


def test_the_weak_half_of_a_rule_does_not_let_a_coordinator_past_her_second_factor() -> None:
    alma = people.alma()
    response = page(asked_by(alma))
    assert response["Location"] == "/second-factor/?next=%2Fpage%2F%3Fyear%3D2026"
    assert page(asked_by(alma, verified=True)).content == b"in"


def test_whoever_fits_neither_half_is_refused() -> None:
    with pytest.raises(PermissionDenied):
        page(asked_by(people.kari()))


def test_a_fragment_sends_the_whole_browser_to_sign_in(client: Client) -> None:
    response = client.get(
        reverse("people"),
        headers={"hx-request": "true", "hx-current-url": "http://testserver/people/?q=kari"},
    )
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/sign-in/?next=%2Fpeople%2F%3Fq%3Dkari"
    assert response.content == b""


def test_a_fragment_of_a_foreign_page_forgets_where_it_was(client: Client) -> None:
    response = client.get(
        reverse("people"),
        headers={"hx-request": "true", "hx-current-url": "http://evil.example/people/"},
    )
    assert response["HX-Redirect"] == "/sign-in/"
