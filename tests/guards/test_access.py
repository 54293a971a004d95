"""Every route states who may; a new one without a word fails here."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from shoppers.rules import Rule


def _routes(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, route)
        else:
            yield route, entry


ROUTES = list(_routes())


def test_there_are_routes_to_guard() -> None:
    assert len(ROUTES) > 30


@pytest.mark.parametrize(("route", "pattern"), ROUTES, ids=[route for route, _ in ROUTES])
def test_a_route_states_who_may(route: str, pattern: URLPattern) -> None:
    view = getattr(pattern.callback, "cls", pattern.callback)

    assert isinstance(getattr(view, "rule", None), Rule)
