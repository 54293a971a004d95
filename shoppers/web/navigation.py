"""The entries of the site's navigation; every app registers its own pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from shoppers.rules import Rule

# More than this nobody takes in at a glance.
MOST = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the navigation of those for whom the rule holds; a low place stands first.

    `also` names pages that belong below this one though their addresses lie elsewhere.
    """

    label: Callable[[], str]
    url_name: str
    rule: Rule
    place: int
    also: tuple[str, ...] = ()


class Registry:
    """All entries, in the order they are shown."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def register(self, entry: Entry) -> None:
        """Add a page; registering it again replaces it."""
        entries = {**self._entries, entry.url_name: entry}
        if sum(other.rule == entry.rule for other in entries.values()) > MOST:
            message = f"'{entry.url_name}' would be one entry too many for '{entry.rule.name}'."
            raise ImproperlyConfigured(message)
        self._entries = dict(sorted(entries.items(), key=lambda item: item[1].place))

    def entries_for(self, user: Any) -> list[Entry]:
        """The entries that would let this user in now; who owes a second factor sees the rest."""
        return [
            entry
            for entry in self._entries.values()
            if entry.rule(user) and not entry.rule.owes_second_factor(user)
        ]


registry = Registry()


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, made when a template first asks for it."""
    return {"navigation": SimpleLazyObject(lambda: _items(request))}


def _items(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None:
        return []  # refused before anybody looked who asks
    entries = registry.entries_for(user)
    # The nearest entry above this page; what stands at "/" is above nothing but itself.
    above = {
        address: entry
        for entry in entries
        for address in map(reverse, (entry.url_name, *entry.also))
        if address == request.path or _holds(address, request.path)
    }
    current = above[max(above, key=len)] if above else None
    return [
        {"label": entry.label(), "url": reverse(entry.url_name), "current": entry is current}
        for entry in entries
    ]


def _holds(url: str, path: str) -> bool:
    return url != "/" and path.startswith(url)
