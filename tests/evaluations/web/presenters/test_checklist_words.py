"""Answers in words."""

from typing import Any

import pytest
from django.utils.translation import override

from evaluations.checklist_document import ChecklistDocument
from evaluations.web.presenters.years.checklist_words import answer_words, section_names


def _text(word: str) -> dict[str, str]:
    return {"nb": f"{word} nb", "sv": f"{word} sv", "en": f"{word} en"}


@pytest.fixture
def checklist() -> ChecklistDocument:
    """A choice whose options differ by channel, and a number."""
    yes = {"value": "yes", "points": 2}
    document: dict[str, Any] = {
        "key": "two",
        "version": 1,
        "sections": [
            {
                "key": "welcome",
                "text": _text("Welcome"),
                "questions": [
                    {
                        "key": "wait",
                        "text": _text("Wait"),
                        "channels": ["phone", "email"],
                        "required": True,
                        "scored": True,
                        "na": "drop",
                        "type": "choice",
                        "options_by_channel": {
                            "phone": [yes | {"text": _text("Seconds")}],
                            "email": [yes | {"text": _text("Days")}],
                        },
                    },
                    {
                        "key": "nps",
                        "text": _text("Recommend"),
                        "channels": ["phone"],
                        "required": False,
                        "scored": False,
                        "na": "not_allowed",
                        "type": "integer",
                        "min": 0,
                        "max": 10,
                    },
                ],
            }
        ],
    }
    return ChecklistDocument.model_validate(document)


@pytest.mark.parametrize(
    ("key", "answer", "channel", "said"),
    [
        ("wait", "yes", "phone", "Seconds en"),
        ("wait", "yes", "email", "Days en"),
        ("wait", "na", "phone", "Not applicable"),
        ("wait", None, "phone", "–"),
        ("wait", "gone", "phone", "gone"),
        ("nps", 7, "phone", "7 on a scale of 0 to 10"),
    ],
)
def test_an_answer_is_said_as_its_option(
    checklist: ChecklistDocument, key: str, answer: Any, channel: str, said: str
) -> None:
    with override("en"):
        assert answer_words(checklist.questions[key], answer, channel=channel) == said


@pytest.mark.parametrize("language", ["nb", "sv", "en"])
def test_sections_are_named_in_the_readers_language(
    checklist: ChecklistDocument, language: str
) -> None:
    with override(language):
        assert section_names(checklist) == {"welcome": f"Welcome {language}"}
