"""A checklist small enough to compute contacts by hand."""

from collections.abc import Mapping
from typing import Any

from evaluations.checklist_document import ChecklistDocument

Points = Mapping[str, int | None]
ALL_CHANNELS = ["phone", "email", "chat", "messenger"]


def text(words: str) -> dict[str, str]:
    return {"nb": words, "sv": words, "en": words}


def choice(
    key: str, points: Mapping[str, int | None] | None = None, **facts: Any
) -> dict[str, Any]:
    """A question with options; required, scored and on every channel unless told otherwise."""
    question: dict[str, Any] = {
        "key": key,
        "text": text(key),
        "channels": ALL_CHANNELS,
        "required": True,
        "scored": True,
        "na": "not_allowed",
        "type": "choice",
    }
    if points is not None:
        question["options"] = options(points)
    return question | facts


def options(points: Points) -> list[dict[str, Any]]:
    return [
        {"value": value, "points": worth, "text": text(value)} for value, worth in points.items()
    ]


def whole_number(key: str, low: int, high: int, **facts: Any) -> dict[str, Any]:
    return {
        "key": key,
        "text": text(key),
        "channels": ALL_CHANNELS,
        "required": True,
        "scored": False,
        "na": "not_allowed",
        "type": "integer",
        "min": low,
        "max": high,
    } | facts


YES_NO = {"yes": 2, "no": 0}


def small_document() -> dict[str, Any]:
    """Four scored sections, one that is not, and a comment.

    waiting:  wait (own options by channel: phone 4/2/0, the rest 3/0), callback (phone, no points)
    needs:    asked 2/1/0, found 2/0 (N/A drops), other_ways 4/0 (N/A counts zero)
    solution: correct 2/0 (no: the section is 0), fits 8/4/0
    upsell:   offered 2/0 (extend and buy only), relevant 4/0 (when offered), closed 3/0 (when
              relevant)
    """
    by_channel = {channel: options({"fast": 3, "slow": 0}) for channel in ALL_CHANNELS[1:]}
    by_channel["phone"] = options({"fast": 4, "fair": 2, "slow": 0})
    sections = {
        "waiting": [
            choice("wait", options_by_channel=by_channel),
            choice("callback", {"yes": None, "no": None}, channels=["phone"], scored=False),
        ],
        "needs": [
            choice("asked", {"yes": 2, "partly": 1, "no": 0}),
            choice("found", YES_NO, na="drop"),
            choice("other_ways", {"yes": 4, "no": 0}, na="zero"),
        ],
        "solution": [
            choice("correct", YES_NO, critical={"when": ["no"], "effect": "zero_section"}),
            choice("fits", {"well": 8, "fairly": 4, "badly": 0}),
        ],
        "upsell": [
            choice("offered", YES_NO, show_if={"scenario_reason": ["extend", "buy"]}),
            choice("relevant", {"yes": 4, "no": 0}, show_if={"answer": ["offered", ["yes"]]}),
            choice("closed", {"yes": 3, "no": 0}, show_if={"answer": ["relevant", ["yes"]]}),
        ],
        "experience": [whole_number("nps", 0, 10), whole_number("ease", 1, 7, required=False)],
    }
    return {
        "key": "small",
        "version": 1,
        "sections": [
            {"key": key, "text": text(key), "questions": questions}
            | ({"scored": False} if key == "experience" else {})
            for key, questions in sections.items()
        ],
        "comments": [{"key": "c_words", "text": text("Words"), "required": False}],
    }


def small_checklist() -> ChecklistDocument:
    return ChecklistDocument.model_validate(small_document())


# A full phone contact about a purchase: everything is asked.
FULL: dict[str, Any] = {
    "wait": "fair",
    "callback": "no",
    "asked": "partly",
    "found": "yes",
    "other_ways": "yes",
    "correct": "yes",
    "fits": "fairly",
    "offered": "yes",
    "relevant": "yes",
    "closed": "no",
    "nps": 9,
}
