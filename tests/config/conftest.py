"""The wiring is tested without what the apps show."""

import pytest

from shoppers.web.navigation import registry


@pytest.fixture(autouse=True)
def _no_entries_of_the_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own site has none of the pages that the apps put into the navigation."""
    monkeypatch.setattr(registry, "_entries", {})
