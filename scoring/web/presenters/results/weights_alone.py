"""An invented award in which nothing but the weights changed, computed as every award is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from scoring.formulas.category_figures import Contacts
from scoring.formulas.company_change import company_changes
from scoring.formulas.counting import Counting
from scoring.formulas.rounding import rounded
from scoring.formulas.year_scores import Year
from scoring.web.presenters.results.change import company_waterfall
from scoring.web.presenters.results.waterfall import Waterfall

_FILE = Path(__file__).resolve().parents[3] / "sample" / "weights_alone.json"
# How much of the weight that moves can be moved on the page, in percent.
STEPS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section with its mean, the same in both years, and its weights in percent."""

    name: str
    mean: Decimal
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class Example:
    """The invented award; `points` of `all_points`, in percent of all weight, have moved."""

    moved: int
    points: Decimal
    all_points: Decimal
    total: Decimal
    sections: list[SectionLine]
    waterfall: Waterfall


def example(moved: int) -> Example:
    """The award when so many percent of the weight have moved; ValueError outside 0 to 100."""
    if not 0 <= moved <= 100:  # noqa: PLR2004 - percent
        raise ValueError("between nothing and all of the weight can have moved")
    data = _data()
    contacts = _contacts(data)
    first, last = (_weights(data, year) for year in ("before", "after"))
    now = {key: first[key] + (last[key] - first[key]) * Fraction(moved, 100) for key in first}
    before, after = (Year(contacts, _counting(each), contacts) for each in (first, now))
    change = company_changes(before, after)[0]
    names = _names()
    means = contacts.got.sum(axis=0) / contacts.possible.sum(axis=0)
    sections = [
        SectionLine(
            names[key], Decimal(str(100 * mean)), rounded(100 * first[key]), rounded(100 * now[key])
        )
        for key, mean in zip(first, means.tolist(), strict=True)
    ]
    drawn = company_waterfall(change, years=(_("Year 1"), _("Year 2")))
    return Example(
        moved, points_moved(moved), points_moved(100), rounded(change.after), sections, drawn
    )


def points_moved(moved: int) -> Decimal:
    """How many of the 100 percent of weight have gone to other sections, at so much of the way."""
    first, last = (_weights(_data(), year) for year in ("before", "after"))
    gained = sum((max(last[key] - first[key], Fraction(0)) for key in first), Fraction(0))
    return rounded(moved * gained)


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def _weights(data: Mapping[str, Any], year: str) -> dict[str, Fraction]:
    return {key: Fraction(weight, 100) for key, weight in data["weights"][year].items()}


def _counting(weights: Mapping[str, Fraction]) -> Counting:
    size = len(weights)
    return Counting(tuple(weights.values()), agent=(False,) * size, silent_in=(True,) * size)


def _contacts(data: Mapping[str, Any]) -> Contacts:
    got = np.array([list(contact.values()) for contact in data["contacts"]], dtype=np.int64)
    count = len(got)
    return Contacts(
        company=np.zeros(count, dtype=np.int64),
        channel=np.zeros(count, dtype=np.int64),
        answered=np.ones(count, dtype=np.bool_),
        got=got,
        possible=np.full_like(got, data["possible"]),
        zeroed=np.zeros(got.shape, dtype=np.bool_),
    )


def _names() -> dict[str, str]:
    return {
        "listening": _("Listening"),
        "solution": _("A good solution"),
        "needs": _("Finding out what is needed"),
        "waiting": _("Waiting time"),
        "offer": _("An offer beyond the question"),
    }
