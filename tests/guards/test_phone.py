"""A shopper's phone never receives what an answer is worth."""

import re

import pytest

from shoppers.rules import is_shopper
from tests.guards.repository import ROOT, tracked_files
from tests.guards.scope import Scope, addresses, make_scope
from tests.guards.test_access import ROUTES

WORTH = re.compile(r"\b(?:points|scored|critical|poeng|poäng)\b", re.IGNORECASE)


def _is_for_shoppers(view: object) -> bool:
    rule = getattr(view, "rule", None)
    return rule is is_shopper or is_shopper in getattr(rule, "parts", ())


@pytest.fixture
def scope(db: None) -> Scope:
    return make_scope()


def test_no_page_for_shoppers_tells_what_an_answer_is_worth(scope: Scope) -> None:
    browser = scope.browsers()["shopper"][0]
    routes = [(route, pattern) for route, pattern in ROUTES if _is_for_shoppers(pattern.callback)]
    read = 0
    for _route, address in addresses(routes, scope.values):
        response = browser.get(address)
        read += response.status_code == 200
        assert WORTH.findall(response.content.decode()) == [], address

    assert read >= 1


def test_no_script_of_the_site_tells_what_an_answer_is_worth() -> None:
    scripts = [path for path in tracked_files() if path.suffix == ".js"]

    assert scripts
    assert [
        str(path.relative_to(ROOT)) for path in scripts if WORTH.search(path.read_text("utf-8"))
    ] == []
