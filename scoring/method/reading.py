"""The scoring and weights parts of a stored method, whatever version they were written in.

Documents of version 1 left open what later ones state. They keep their bytes and their hash, and
are read as they were computed then.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluations.models import Programme
from scoring.method.rules import ScoringRules
from scoring.method.weights import WEIGHT_RULES, WeightRules

# What a scoring part that does not speak of it has always meant.
SCORING_UNSAID: Mapping[str, Any] = {
    "channels": {"rule": "pooled"},
    "overall_winner": "highest_total",
    "scale": {
        "unit": "percent",
        "worst": "0",
        "best": "100",
        "decimals": 1,
        "rounding": "half_even",
        "grades": [],
    },
    "eligibility": {
        "companies": 1,
        "contacts": 1,
        "shoppers": 1,
        "winner_reaches": None,
        "may_win": "every_company",
    },
    "publication": {"places": "all", "interval": True, "tie_group": True, "least_contacts": 0},
    "confidence": {
        "level": "0.95",
        "errors": "clustered_by_shopper",
        "title": "against_runner_up_two_sided",
    },
}
SURVEY_UNSAID: Mapping[str, Any] = {
    "floor": "0",
    "cap": "1",
    "smoothing": {"rule": "none"},
    "raking": {"rule": "none"},
    "least_answers": 1,
}
TIE_UNSAID: Mapping[str, Any] = {
    "broken_by": [],
    "then": "shared_place",
    "compared": "twelve_decimals",
}


def scoring_rules(programme: Programme) -> ScoringRules:
    """How this programme turns points into figures. Raises BrokenSeal."""
    return ScoringRules.model_validate(spelled_out(programme.sealed_method)["scoring"])


def weight_rules(programme: Programme) -> WeightRules:
    """Where this programme's weights come from. Raises BrokenSeal."""
    return WEIGHT_RULES.validate_python(spelled_out(programme.sealed_method)["weights"])


def spelled_out(method: Mapping[str, Any]) -> dict[str, Any]:
    """A method's document as version 2 writes it."""
    if method.get("schema_version", 1) != 1:
        return dict(method)
    scoring = {key: value for key, value in method["scoring"].items() if key != "unit"}
    weights = dict(method["weights"])
    if weights["source"] == "expectation_survey":
        weights = {**SURVEY_UNSAID, **weights}
    return {
        **method,
        "schema_version": 2,
        "scoring": {**SCORING_UNSAID, **scoring, "tie": {**TIE_UNSAID}},
        "weights": weights,
    }


def fraction_text(value: Fraction) -> str:
    """A fraction in lowest terms as it is stored, `"19/400"`."""
    return f"{value.numerator}/{value.denominator}"
