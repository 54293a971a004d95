"""The entries of the site's navigation."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from shoppers.rules import anyone, is_coordinator, is_shopper
from shoppers.web import navigation as module
from shoppers.web.navigation import Entry, Registry, navigation
from tests import people

ACCOUNT = Entry(lambda: "Account", "account", anyone, place=3)
PEOPLE = Entry(lambda: "People", "people", is_coordinator, place=2)
INVITE = Entry(lambda: "Invite", "invite_person", is_coordinator, place=1)


def shown(registry: Registry, user: Any, path: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr(module, "registry", registry)
    request = RequestFactory().get(path)
    if not hasattr(user, "is_verified"):
        user.is_verified = lambda: True
    request.user = user
    return list(navigation(request)["navigation"])


@pytest.mark.django_db
def test_navigation_shows_each_role_its_own_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = Registry()
    for entry in (ACCOUNT, PEOPLE, INVITE):
        registry.register(entry)
    assert shown(registry, people.alma(), "/people/123/", monkeypatch) == [
        {"label": "Invite", "url": "/people/invite/", "current": False},
        {"label": "People", "url": "/people/", "current": True},
        {"label": "Account", "url": "/account/", "current": False},
    ]
    assert shown(registry, people.selma(), "/elsewhere/", monkeypatch) == [
        {"label": "Account", "url": "/account/", "current": False}
    ]


@pytest.mark.django_db
def test_navigation_marks_the_nearest_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = Registry()
    registry.register(PEOPLE)
    registry.register(INVITE)
    items = shown(registry, people.alma(), "/people/invite/", monkeypatch)
    assert [item["label"] for item in items if item["current"]] == ["Invite"]


@pytest.mark.django_db
def test_navigation_hides_what_a_second_factor_still_closes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registry = Registry()
    registry.register(PEOPLE)
    registry.register(ACCOUNT)
    alma = people.alma()
    alma.is_verified = lambda: False  # type: ignore[attr-defined]  # as the middleware does
    items = shown(registry, alma, "/", monkeypatch)
    assert [item["label"] for item in items] == ["Account"]


@pytest.mark.django_db
def test_navigation_marks_the_front_page_on_the_front_page_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registry = Registry()
    registry.register(Entry(lambda: "Winners", "winners", anyone, place=1))
    selma = people.selma()
    front = shown(registry, selma, "/", monkeypatch)
    assert [item["current"] for item in front] == [True]
    assert [item["current"] for item in shown(registry, selma, "/sign-in/", monkeypatch)] == [False]


def test_navigation_of_a_request_nobody_looked_at_is_empty() -> None:
    assert list(navigation(RequestFactory().get("/"))["navigation"]) == []


def test_register_replaces_and_refuses_a_sixth_for_one_role() -> None:
    registry = Registry()
    for number in range(5):
        registry.register(Entry(lambda: "", f"page_{number}", is_shopper, place=number))
    registry.register(Entry(lambda: "again", "page_4", is_shopper, place=9))
    registry.register(PEOPLE)
    with pytest.raises(ImproperlyConfigured, match="'page_5' would be one entry too many"):
        registry.register(Entry(lambda: "", "page_5", is_shopper, place=5))
    user = SimpleNamespace(
        is_authenticated=True, is_active=True, roles={"shopper"}, is_verified=lambda: True
    )
    assert [entry.url_name for entry in registry.entries_for(user)] == [
        "page_0",
        "page_1",
        "page_2",
        "page_3",
        "page_4",
    ]


@pytest.mark.django_db
def test_navigation_marks_the_page_above_also_where_addresses_lie_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registry = Registry()
    registry.register(PEOPLE)
    registry.register(Entry(lambda: "Account", "account", anyone, place=3, also=("invite_person",)))
    alma = people.alma()
    for path, marked in (("/people/invite/", ["Account"]), ("/people/", ["People"])):
        items = shown(registry, alma, path, monkeypatch)
        assert [item["label"] for item in items if item["current"]] == marked
