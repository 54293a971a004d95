"""Who left the programme, beside the results."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluations.departures import departure_words
from scoring.models import Release


@dataclass(frozen=True, slots=True)
class DepartureShown:
    """A company by its name of the year, and that it left, in the reader's language."""

    name: str
    words: str


def departures_shown(release: Release, *, category: str = "") -> list[DepartureShown]:
    """Every company that had left before the release, by name; of a category where one is named."""
    found = [
        shown_departure(each) for each in release.departures if category in {"", each["category"]}
    ]
    return sorted(found, key=lambda each: each.name.casefold())


def departed(release: Release, company: str) -> DepartureShown | None:
    """The company with this key, if it had left before the release."""
    found = (each for each in release.departures if each["company"] == company)
    return next(map(shown_departure, found), None)


def shown_departure(departure: Mapping[str, Any]) -> DepartureShown:
    """One departure as a release holds it, in words."""
    day = dt.date.fromisoformat(departure["left_on"])
    words = departure_words(departure["kind"], day, into=departure["merged_into_name"])
    return DepartureShown(departure["name"], words)
