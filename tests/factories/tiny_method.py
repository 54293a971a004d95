"""The checklist and the method of the tiny award.

waiting  wait 4/2/0
needs    asked 2/0, found 2/0 (N/A drops); both only when the scenario extends or buys
solution correct 2/0 (no: the section is 0), fits 8/4/0

Weights: waiting 1/5, needs 3/10, solution 1/2; the agent's sections are needs and solution.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from evaluations.method import Method
from scoring.method.reading import SCORING_UNSAID, SURVEY_UNSAID

AGENT = ("needs", "solution")
FIXED = {
    "source": "fixed",
    "weights": {"waiting": "0.2", "needs": "0.3", "solution": "0.5"},
}
FROM_SURVEY = {
    "source": "expectation_survey",
    "fixed": {"waiting": "0.05"},
    "estimator": "mean_share_of_complete_answers",
    "shrink": "0.2",
    **SURVEY_UNSAID,
}
# 100 % on a scenario that only asks; add the two answers about needs for one that buys.
PERFECT = {"wait": "fast", "correct": "yes", "fits": "well"}
NEEDS = {"asked": "yes", "found": "yes"}


def text(words: str) -> dict[str, str]:
    """The same words in every language."""
    return {"nb": words, "sv": words, "en": words}


def _choice(key: str, points: Mapping[str, int], **facts: Any) -> dict[str, Any]:
    return {
        "key": key,
        "text": text(key),
        "channels": ["phone", "email", "chat", "messenger"],
        "required": True,
        "scored": True,
        "na": "not_allowed",
        "type": "choice",
        "options": [{"value": v, "points": p, "text": text(v)} for v, p in points.items()],
    } | facts


def checklist_document() -> dict[str, Any]:
    """The document of the checklist above, with a section that nobody scores."""
    yes_no = {"yes": 2, "no": 0}
    buys = {"show_if": {"scenario_reason": ["extend", "buy"]}}
    sections = {
        "waiting": [_choice("wait", {"fast": 4, "fair": 2, "slow": 0})],
        "needs": [
            _choice("asked", yes_no, **buys),
            _choice("found", yes_no, na="drop", **buys),
        ],
        "solution": [
            _choice("correct", yes_no, critical={"when": ["no"], "effect": "zero_section"}),
            _choice("fits", {"well": 8, "fair": 4, "bad": 0}),
        ],
        "experience": [_choice("mood", {"up": 1, "down": 0}, scored=False, required=False)],
    }
    return {
        "key": "tiny",
        "version": 1,
        "sections": [
            {"key": key, "text": text(key.title()), "questions": questions}
            for key, questions in sections.items()
        ],
        "comments": [{"key": "c_words", "text": text("Words"), "required": False}],
    }


def method_document(
    weights: Mapping[str, Any] = FIXED,
    agent: Sequence[str] = AGENT,
    scoring: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The method of the tiny award; `scoring` replaces rules of its scoring part."""
    live = {"minutes": 5, "attempts": 2}
    method = Method.model_validate(
        {
            "fieldwork": {
                "contacts_per_company": 3,
                "channel_key": {"phone": 2, "email": 1},
                "channel_respread": "proportional_largest_remainder",
                "hours": {"days": "monday-friday", "start": "09:00", "end": "15:00"},
                "wait_limits": {
                    "phone": live,
                    "email": {"working_days": 3, "sent_before": "12:00"},
                },
            },
            "schema_version": 2,
            "scoring": {
                **SCORING_UNSAID,
                "no_answer": "zero_contact",
                "contact_score": "weighted_mean_of_sections",
                "not_applicable": "by_question",
                "routed_out": "drop_empty_section_with_weight",
                "critical": "zero_section",
                "company_score": "mean_of_contacts",
                "variants": {
                    "total": "all_approved",
                    "answered_only": "approved_and_answered",
                    "agent": {
                        "sections": list(agent),
                        "over": "answered_contacts_where_any_applies",
                    },
                },
                "category_winner": "highest_total",
                "tie": {
                    "broken_by": [],
                    "then": "shared_place",
                    "compared": "twelve_decimals",
                },
                "best_on_channel": {
                    "score": "mean_unanswered_as_zero",
                    "minimum_contacts": 3,
                },
                **(scoring or {}),
            },
            "weights": dict(weights),
        }
    )
    return method.document()
