"""What makes another version of a checklist, and what only words it anew."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from evaluations.checklist_changes import ChecklistChange, change_between, unwritten
from evaluations.checklist_document import ChecklistDocument
from tests.factories.tiny_method import checklist_document, text

Document = dict[str, Any]


def _question(document: Document, section: int, question: int) -> Document:
    found: Document = document["sections"][section]["questions"][question]
    return found


def _change(edit: Callable[[Document], object]) -> ChecklistChange:
    old, new = checklist_document(), deepcopy(checklist_document())
    edit(new)
    return change_between(
        ChecklistDocument.model_validate(old), ChecklistDocument.model_validate(new)
    )


@pytest.mark.parametrize(
    "edit",
    [
        lambda new: new.update(version=2),
        # What is not said means the same as what is always meant.
        lambda new: new["sections"][0].update(scored=True),
    ],
)
def test_nothing_has_changed(edit: Callable[[Document], object]) -> None:
    assert _change(edit) is ChecklistChange.NOTHING


@pytest.mark.parametrize(
    "edit",
    [
        lambda new: new["sections"][0].update(text=text("Other")),
        lambda new: _question(new, 0, 0).update(text=text("Other")),
        lambda new: _question(new, 0, 0)["options"][0].update(text=text("Other")),
        lambda new: new["comments"][0].update(text=text("Other")),
        lambda new: new["comments"][0]["text"].update(sv="Annat"),
    ],
)
def test_words_alone_are_another_wording(edit: Callable[[Document], object]) -> None:
    assert _change(edit) is ChecklistChange.WORDING


@pytest.mark.parametrize(
    "edit",
    [
        lambda new: _question(new, 0, 0)["options"][0].update(points=5),
        lambda new: _question(new, 0, 0)["options"][0].update(value="quick"),
        lambda new: _question(new, 0, 0)["options"].reverse(),
        lambda new: _question(new, 0, 0)["options"].pop(),
        lambda new: _question(new, 0, 0).update(channels=["phone"]),
        lambda new: _question(new, 0, 0).update(required=False),
        lambda new: _question(new, 0, 0).update(na="drop"),
        lambda new: _question(new, 1, 0).update(show_if={"scenario_reason": ["buy"]}),
        lambda new: _question(new, 2, 0).pop("critical"),
        lambda new: new["sections"].reverse(),
        lambda new: new["sections"][2]["questions"].reverse(),
        lambda new: new["sections"].pop(),
        lambda new: new["sections"][0].update(key="wait"),
        lambda new: new["comments"].clear(),
        lambda new: new["comments"][0].update(required=True),
        # Words change as well: what answers mean decides.
        lambda new: _question(new, 0, 0).update(text=text("Other"), na="zero"),
    ],
)
def test_what_answers_mean_is_another_version(edit: Callable[[Document], object]) -> None:
    assert _change(edit) is ChecklistChange.MEANING


def test_places_without_words_are_named() -> None:
    document = checklist_document()
    assert unwritten(ChecklistDocument.model_validate(document)) == []
    document["sections"][1]["text"]["sv"] = " "
    _question(document, 1, 0)["text"]["nb"] = ""
    _question(document, 0, 0)["options"][1]["text"]["en"] = ""
    document["comments"][0]["text"]["en"] = ""

    assert unwritten(ChecklistDocument.model_validate(document)) == [
        "waiting.wait.fair.en",
        "needs.sv",
        "needs.asked.nb",
        "c_words.en",
    ]
