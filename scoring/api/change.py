"""The document about a company's change since the year before, and an example of it."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from scoring.formulas.change_factors import Effects
from scoring.formulas.rounding import rounded
from scoring.method.reading import scoring_rules
from scoring.models import ReleasedRanking
from scoring.queries.results.own_change import OwnChange
from scoring.queries.results.own_intervals import change_interval


def _points(help_text: str) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=15, decimal_places=12, min_value=-100, max_value=100, help_text=help_text
    )


def _bound(help_text: str) -> serializers.DecimalField:
    # Not cut off: a change near the ends of the scale has bounds beyond them.
    return serializers.DecimalField(max_digits=10, decimal_places=6, help_text=help_text)


class YearTotalSerializer(serializers.Serializer[Any]):
    """A year and the company's total in it."""

    programme = serializers.CharField(help_text="What stands for {year} in the paths.")
    year = serializers.IntegerField()
    total = serializers.DecimalField(
        max_digits=15, decimal_places=12, min_value=0, max_value=100, help_text="In percent."
    )


class SectionEffectsSerializer(serializers.Serializer[Any]):
    """What a section did to the total, in percentage points."""

    service = _points("How its contacts went.")
    weights = _points("Weight that moved to it or away, against the mean score.")
    mix = _points("On which channels contacts were made.")


class EffectsSerializer(SectionEffectsSerializer):
    """What the change consists of, in percentage points; the four add up to it."""

    service = _points("How contacts went, and how many were answered.")
    weights = _points("How much each section counts, and other rules of counting.")
    questionnaire = _points("Sections that only one of the two years asked.")


class ChangeIntervalSerializer(serializers.Serializer[Any]):
    """Where the change of the total could lie by chance, in percentage points."""

    level = serializers.DecimalField(
        max_digits=4, decimal_places=3, help_text="How sure the bounds are, as the method says."
    )
    lower = _bound("From where on; rounded down to tenths.")
    upper = _bound("Up to where; rounded up to tenths.")


class CompanyChangeSerializer(serializers.Serializer[Any]):
    """Why a company's total changed since the newest earlier year that is open to the reader."""

    company = serializers.CharField(help_text="The company's lasting id.")
    name = serializers.CharField(help_text="The company's name in this programme.")
    after = YearTotalSerializer()
    before = YearTotalSerializer(
        allow_null=True, help_text="The year to compare with; null where there is none."
    )
    effects = EffectsSerializer(
        allow_null=True,
        help_text="Null without a year to compare with, and where a method's total is not put "
        "together from contacts alone.",
    )
    interval = ChangeIntervalSerializer(
        allow_null=True,
        help_text="Null where there are no effects, where the later year's method prints no "
        "intervals, and where one shopper made all contacts of a year.",
    )
    sections = serializers.DictField(
        child=SectionEffectsSerializer(),
        help_text="Each section's part of service, weights and mix, by its key; empty where the "
        "weights decide which contacts have a score.",
    )


CHANGE: dict[str, Any] = {
    "company": "fjellbanken",
    "name": "Fjellbanken",
    "after": {"programme": "2026", "year": 2026, "total": Decimal("96.100000000000")},
    "before": {"programme": "2025", "year": 2025, "total": Decimal("86.700000000000")},
    "effects": {
        "service": Decimal("0.000000000000"),
        "weights": Decimal("9.400000000000"),
        "mix": Decimal("0.000000000000"),
        "questionnaire": Decimal("0.000000000000"),
    },
    "interval": {
        "level": Decimal("0.950"),
        "lower": Decimal("4.200000"),
        "upper": Decimal("14.600000"),
    },
    "sections": {
        "waiting": {
            "service": Decimal("0.000000000000"),
            "weights": Decimal("3.100000000000"),
            "mix": Decimal("0.000000000000"),
        }
    },
}


def change_document(row: ReleasedRanking, found: OwnChange | None) -> dict[str, Any]:
    """The change of a company that has `row` in the release asked for. Raises BrokenSeal."""
    change = found.change if found else None
    sections = found.sections if found else {}
    return {
        "company": row.company.key,
        "name": row.name,
        "after": _year(row),
        "before": _year(found.row_before) if found else None,
        "effects": change
        and {**_effects(change.effects), "questionnaire": rounded(change.questionnaire)},
        "interval": _interval(found) if found and change else None,
        "sections": {key: _effects(effects) for key, effects in sections.items()},
    }


def _interval(found: OwnChange) -> dict[str, Decimal] | None:
    bounds = change_interval(found)
    if bounds is None:
        return None
    level = scoring_rules(found.after.programme).confidence.level
    return {"level": level, "lower": bounds.lower, "upper": bounds.upper}


def _year(row: ReleasedRanking) -> dict[str, Any]:
    programme = row.release.programme
    return {"programme": programme.slug, "year": programme.year, "total": row.total}


def _effects(effects: Effects) -> dict[str, Decimal]:
    return {
        "service": rounded(effects.service),
        "weights": rounded(effects.weights),
        "mix": rounded(effects.mix),
    }
