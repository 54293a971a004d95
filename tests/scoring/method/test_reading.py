"""Methods that were frozen before the document could say more are read as they were computed."""

from decimal import Decimal
from typing import Any

from evaluations.method import Method
from scoring.method.reading import spelled_out
from scoring.method.rules import ScoringRules
from scoring.method.weights import WEIGHT_RULES, SurveyWeights
from tests.factories.tiny_method import method_document

FIRST = {
    "no_answer": "zero_contact",
    "contact_score": "weighted_mean_of_sections",
    "not_applicable": "by_question",
    "routed_out": "drop_empty_section_with_weight",
    "critical": "zero_section",
    "company_score": "mean_of_contacts",
    "variants": {
        "total": "all_approved",
        "answered_only": "approved_and_answered",
        "agent": {"sections": ["needs"], "over": "answered_contacts_where_any_applies"},
    },
    "category_winner": "highest_total",
    "tie": "shared_place",
    "best_on_channel": {"score": "mean_unanswered_as_zero", "minimum_contacts": 3},
    "unit": "percent",
}


def _first_version(**weights: Any) -> dict[str, Any]:
    fieldwork = method_document()["fieldwork"]
    return {
        "schema_version": 1,
        "fieldwork": fieldwork,
        "scoring": FIRST,
        "weights": weights or {"source": "fixed", "weights": {"needs": "1"}},
    }


def test_version_one_keeps_its_bytes_and_is_read_with_what_it_always_meant() -> None:
    document = _first_version()

    assert Method.model_validate(document).document() == document
    rules = ScoringRules.model_validate(spelled_out(document)["scoring"])
    assert rules.channels.rule == "pooled"
    assert (rules.tie.broken_by, rules.tie.compared) == ((), "twelve_decimals")
    assert (rules.eligibility.contacts, rules.eligibility.winner_reaches) == (1, None)
    assert (rules.overall_winner, rules.publication.places) == ("highest_total", "all")
    assert rules.scale.of(rules.scale.best) == 100


def test_survey_weights_of_version_one_have_neither_floor_nor_memory() -> None:
    document = _first_version(
        source="expectation_survey",
        fixed={"waiting": "0.05"},
        estimator="mean_share_of_complete_answers",
        shrink="0.2",
    )

    weights = WEIGHT_RULES.validate_python(spelled_out(document)["weights"])

    assert isinstance(weights, SurveyWeights)
    assert (weights.floor, weights.cap) == (Decimal(0), Decimal(1))
    assert weights.least_answers == 1
    assert (weights.smoothing.rule, weights.raking.rule) == ("none", "none")


def test_a_document_of_today_says_everything_itself() -> None:
    document = method_document()

    assert spelled_out(document) == document
