"""A checklist as a spreadsheet and back: nothing is lost, and every fault has its place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import scoring.sample
from evaluations.canonical import canonical
from evaluations.checklist_document import ChecklistDocument
from evaluations.checklist_editing import (
    NoSuchPiece,
    free_key,
    moved,
    question_in,
    section_in,
    with_question,
    with_section,
    without_question,
    without_section,
)
from evaluations.checklist_sheet import COLUMNS, SheetFault, document_of, sheet_of
from tests.factories.tiny_method import checklist_document, text

SAMPLE = Path(scoring.sample.__path__[0]) / "checklist.json"


def _hostile() -> dict[str, Any]:
    """Words that a spreadsheet, a separator or a line break could spoil."""
    document = checklist_document()
    words = {"nb": '=1+1; "a", b', "sv": "'quoted", "en": "two\nlines\r\nthree"}
    question = document["sections"][0]["questions"][0]
    question |= {"text": words, "options_by_channel": {}}
    options = question.pop("options")
    options[0]["seconds"], options[1]["seconds"] = [0, 30], [30, None]
    question["options_by_channel"] = dict.fromkeys(question["channels"], options)
    document["sections"][3]["questions"].append(
        {
            "key": "age",
            "text": text("-5"),
            "channels": ["phone"],
            "required": False,
            "na": "zero",
            "type": "integer",
            "scored": False,
            "min": -5,
            "max": 5,
            "critical": {"when": [-5, 5], "effect": "zero_section"},
            "show_if": {"scenario_reason": ["buy"], "answer": ["correct", ["yes", "no"]]},
        }
    )
    return document


def _read_again(document: dict[str, Any]) -> ChecklistDocument:
    own = {"key": document["key"], "version": document["version"]}
    return ChecklistDocument.model_validate(own | document_of(sheet_of(document)))


@pytest.mark.parametrize(
    "make", [checklist_document, _hostile, lambda: json.loads(SAMPLE.read_text(encoding="utf-8"))]
)
def test_what_is_written_is_read_as_the_same_checklist(make: Callable[[], Any]) -> None:
    document = make()
    read = _read_again(document)

    assert read == ChecklistDocument.model_validate(document)
    assert canonical(_read_again(read.model_dump(mode="json")).model_dump(mode="json")) == (
        canonical(read.model_dump(mode="json"))
    )


def test_a_formula_is_no_formula_in_the_file() -> None:
    cells = sheet_of(_hostile())

    assert '"\'=1+1; ""a"", b"' in cells
    assert ",''quoted," in cells
    assert ",-5,5," in cells


def _sheet(*rows: dict[str, str]) -> str:
    lines = [",".join(COLUMNS)]
    lines += [",".join(row.get(name, "") for name in COLUMNS) for row in rows]
    return "\r\n".join(lines)


SECTION = {"row": "section", "key": "s", "scored": "yes"}
QUESTION = {
    "row": "question",
    "key": "q",
    "scored": "yes",
    "required": "no",
    "na": "drop",
    "type": "choice",
    "channels": "phone",
}


@pytest.mark.parametrize(
    ("sheet", "place"),
    [
        ("row,key\r\n", (1, "", "row, key")),
        ("", (1, "", "")),
        (_sheet(SECTION) + ",too many", (2, "", "another number of cells")),
        (_sheet({"row": "chapter"}), (2, "row", "chapter")),
        (_sheet(QUESTION), (2, "row", "question")),
        (_sheet(SECTION, {"row": "option", "value": "a"}), (3, "row", "option")),
        (_sheet(SECTION | {"scored": "ja"}), (2, "scored", "ja")),
        (_sheet(SECTION, QUESTION | {"required": ""}), (3, "required", "")),
        (_sheet(SECTION, QUESTION | {"min": "x"}), (3, "min", "x")),
        (_sheet(SECTION, QUESTION | {"min": "1.5"}), (3, "min", "1.5")),
        (_sheet(SECTION, QUESTION | {"critical": "no"}), (3, "critical", "no")),
        (_sheet(SECTION, QUESTION | {"critical": "3"}), (3, "critical", "3")),
        (_sheet(SECTION, QUESTION, {"row": "option", "points": "²"}), (4, "points", "²")),
    ],
)
def test_what_cannot_be_read_is_told_by_line_and_column(
    sheet: str, place: tuple[int, str, str]
) -> None:
    with pytest.raises(SheetFault) as fault:
        document_of(sheet)

    assert (fault.value.line, fault.value.column, fault.value.found) == place
    assert str(fault.value) == f"line {place[0]}, {place[1]}: {place[2]!r}"


@pytest.mark.parametrize(
    ("sheet", "allowed"),
    [
        ("row,key\r\n", COLUMNS),
        (_sheet({"row": "option"}), ("section", "comment")),
        (_sheet(SECTION, {"row": "option"}), ("section", "question", "comment")),
        (_sheet(SECTION, QUESTION, {"row": ""}), ("section", "question", "option", "comment")),
        (_sheet(SECTION | {"scored": "ja"}), ("yes", "no")),
        (_sheet(SECTION, QUESTION | {"min": "x"}), ()),
    ],
)
def test_what_may_stand_there_is_told_with_the_fault(sheet: str, allowed: tuple[str, ...]) -> None:
    with pytest.raises(SheetFault) as fault:
        document_of(sheet)

    assert fault.value.allowed == allowed


def _keys(document: dict[str, Any]) -> dict[str, list[str]]:
    return {
        section["key"]: [question["key"] for question in section["questions"]]
        for section in document["sections"]
    }


def test_pieces_move_within_their_row_and_stay_at_its_ends() -> None:
    document = checklist_document()
    before = _keys(document)

    down = moved(document, what="question", key="asked", by=1)
    first = moved(document, what="section", key="waiting", by=-1)
    last = moved(document, what="section", key="experience", by=1)
    up = moved(document, what="section", key="needs", by=-1)

    assert _keys(down) == before | {"needs": ["found", "asked"]}
    assert list(_keys(up)) == ["needs", "waiting", "solution", "experience"]
    assert _keys(first) == _keys(last) == before == _keys(document)
    with pytest.raises(NoSuchPiece):
        moved(document, what="question", key="waiting", by=1)


def test_pieces_are_added_replaced_and_taken_out() -> None:
    document = checklist_document()
    new = {"key": "new", "text": text("New")}

    assert _keys(with_question(document, new, section="needs"))["needs"][-1] == "new"
    instead = with_question(document, new, section="needs", instead_of="asked")
    assert _keys(instead)["needs"] == ["new", "found"]
    elsewhere = with_question(document, new, section="solution", instead_of="asked")
    assert _keys(elsewhere)["needs"] == ["found"]
    assert _keys(elsewhere)["solution"] == ["correct", "fits", "new"]
    assert _keys(without_question(document, "asked"))["needs"] == ["found"]
    assert list(_keys(without_section(document, "needs"))) == ["waiting", "solution", "experience"]
    renamed = with_section(document, {"key": "want", "scored": True}, instead_of="needs")
    assert _keys(renamed)["want"] == ["asked", "found"]
    assert list(_keys(with_section(document, {**new, "questions": []})))[-1] == "new"
    assert question_in(document, "found")[1] == "needs"
    assert section_in(document, "needs")["key"] == "needs"
    assert free_key(document, "needs") == "needs_1"
    assert free_key(with_question(document, {"key": "n_1"}, section="needs"), "n") == "n_2"
    assert _keys(document) == _keys(checklist_document())
    for act in (lambda: section_in(document, "asked"), lambda: question_in(document, "needs")):
        with pytest.raises(NoSuchPiece):
            act()
