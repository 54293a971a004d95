"""A checklist as a spreadsheet: one row for each section, question, option and comment.

Pure. What is written and read again is the same document; what cannot be read is told by line and
column. A cell that a spreadsheet would take for a formula has an apostrophe before it.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
Row = dict[str, str]

COLUMNS = (
    *("row", "key", "nb", "sv", "en", "scored", "required", "na", "type", "channels"),
    *("min", "max", "reasons", "after", "after_values", "critical"),
    *("value", "points", "channel", "from_second", "below_second"),
)
_LANGUAGES = ("nb", "sv", "en")
_FORMULA = ("=", "+", "-", "@", "'", "\t", "\r")
_WORDS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class SheetFault(Exception):
    """What cannot be read: the line from 1, the column's name, and what was found there.

    Where only some words may stand there, `allowed` holds them.
    """

    line: int
    column: str
    found: str
    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.found!r}"


def sheet_of(document: Document) -> str:
    """The document as CSV with a head."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(document):
        writer.writerow({name: _safe(value) for name, value in row.items()})
    return out.getvalue()


def _rows(document: Document) -> Iterator[Row]:
    for section in document["sections"]:
        counts = {"scored": _word(section.get("scored", True))}
        yield {"row": "section", "key": section["key"], **section["text"], **counts}
        for question in section["questions"]:
            yield _question_row(question)
            yield from _option_rows(question)
    for comment in document.get("comments", ()):
        needed = {"required": _word(comment["required"])}
        yield {"row": "comment", "key": comment["key"], **comment["text"], **needed}


def _question_row(question: Document) -> Row:
    condition = question.get("show_if") or {}
    after, values = condition.get("answer") or ("", None)
    critical = question.get("critical") or {}
    return {
        "row": "question",
        "key": question["key"],
        **question["text"],
        "scored": _word(question["scored"]),
        "required": _word(question["required"]),
        "na": question["na"],
        "type": question["type"],
        "channels": " ".join(question["channels"]),
        "min": _number(question.get("min")),
        "max": _number(question.get("max")),
        "reasons": " ".join(condition.get("scenario_reason") or ()),
        "after": after,
        "after_values": _listed(values),
        "critical": _listed(critical.get("when")),
    }


def _option_rows(question: Document) -> Iterator[Row]:
    for option in question.get("options") or ():
        yield _option_row(option, "")
    for channel, options in (question.get("options_by_channel") or {}).items():
        for option in options:
            yield _option_row(option, channel)


def _option_row(option: Document, channel: str) -> Row:
    start, below = option.get("seconds") or (None, None)
    return {
        "row": "option",
        **option["text"],
        "value": option["value"],
        "points": _number(option["points"]),
        "channel": channel,
        "from_second": _number(start),
        "below_second": _number(below),
    }


def document_of(text: str) -> Document:
    """The document of a sheet, its key and version aside. Raises SheetFault.

    Whether it holds together is the checklist's own question.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise SheetFault(1, "", ", ".join(reader.fieldnames or ()), COLUMNS)
    document: Document = {"sections": [], "comments": []}
    try:
        for raw in reader:
            _take(document, _Cells(reader.line_num, raw))
    except csv.Error as error:
        raise SheetFault(reader.line_num, "", str(error)) from error
    return document


def lines_of(text: str) -> dict[tuple[int | str, ...], int]:
    """On which line of a sheet that can be read each part of its document stands, by its place."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    document: Document = {"sections": [], "comments": []}
    found: dict[tuple[int | str, ...], int] = {}
    for raw in reader:
        cells = _Cells(reader.line_num, raw)
        _take(document, cells)
        found[_last_place(document, cells)] = cells.line
    return found


def _last_place(document: Document, cells: "_Cells") -> tuple[int | str, ...]:
    """The place of what was taken last."""
    if cells.text("row") == "comment":
        return "comments", len(document["comments"]) - 1
    sections = document["sections"]
    section: tuple[int | str, ...] = ("sections", len(sections) - 1)
    if cells.text("row") == "section":
        return section
    questions = sections[-1]["questions"]
    question = (*section, "questions", len(questions) - 1)
    if cells.text("row") == "question":
        return question
    if channel := cells.text("channel"):
        options = questions[-1]["options_by_channel"][channel]
        return (*question, "options_by_channel", channel, len(options) - 1)
    return (*question, "options", len(questions[-1]["options"]) - 1)


class _Cells:
    """One row of the sheet, read cell by cell."""

    def __init__(self, line: int, raw: Mapping[str | None, Any]) -> None:
        self.line, self._raw = line, raw
        if None in raw or None in raw.values():
            raise SheetFault(line, "", "another number of cells")

    def fault(self, column: str, *allowed: str) -> SheetFault:
        return SheetFault(self.line, column, self.text(column), allowed)

    def text(self, column: str) -> str:
        value: str = self._raw[column]
        return value.removeprefix("'")

    def texts(self) -> dict[str, str]:
        return {language: self.text(language) for language in _LANGUAGES}

    def truth(self, column: str) -> bool:
        if self.text(column) not in _WORDS:
            raise self.fault(column, *_WORDS)
        return _WORDS[self.text(column)]

    def number(self, column: str) -> int | None:
        said = self.text(column)
        if not said:
            return None
        if not said.lstrip("-").isascii() or not said.lstrip("-").isdigit():
            raise self.fault(column)
        return int(said)

    def answers(self, column: str) -> list[Any] | None:
        said = self.text(column)
        if not said:
            return None
        try:
            values = json.loads(said)
        except ValueError as error:
            raise self.fault(column) from error
        if not isinstance(values, list):
            raise self.fault(column)
        return values


def _take(document: Document, cells: _Cells) -> None:
    kind = cells.text("row")
    if kind == "section":
        piece = {"key": cells.text("key"), "text": cells.texts(), "scored": cells.truth("scored")}
        document["sections"].append({**piece, "questions": []})
    elif kind == "comment":
        needed = cells.truth("required")
        piece = {"key": cells.text("key"), "text": cells.texts(), "required": needed}
        document["comments"].append(piece)
    elif kind == "question" and document["sections"]:
        document["sections"][-1]["questions"].append(_question(cells))
    elif kind == "option" and document["sections"] and document["sections"][-1]["questions"]:
        _take_option(document["sections"][-1]["questions"][-1], cells)
    else:
        raise cells.fault("row", *_kinds_here(document))


def _kinds_here(document: Document) -> Iterator[str]:
    """The rows that may come next: a question needs a section before it, an option a question."""
    sections = document["sections"]
    yield "section"
    if sections:
        yield "question"
    if sections and sections[-1]["questions"]:
        yield "option"
    yield "comment"


def _question(cells: _Cells) -> Document:
    question: Document = {
        "key": cells.text("key"),
        "text": cells.texts(),
        "channels": cells.text("channels").split(),
        "required": cells.truth("required"),
        "na": cells.text("na"),
        "type": cells.text("type"),
        "scored": cells.truth("scored"),
    }
    bounds = {name: cells.number(name) for name in ("min", "max")}
    question |= {name: value for name, value in bounds.items() if value is not None}
    if (critical := cells.answers("critical")) is not None:
        question["critical"] = {"when": critical, "effect": "zero_section"}
    condition: Document = {}
    if reasons := cells.text("reasons").split():
        condition["scenario_reason"] = reasons
    if after := cells.text("after"):
        condition["answer"] = [after, cells.answers("after_values") or []]
    return {**question, "show_if": condition} if condition else question


def _take_option(question: Document, cells: _Cells) -> None:
    option: Document = {
        "value": cells.text("value"),
        "points": cells.number("points"),
        "text": cells.texts(),
    }
    if (start := cells.number("from_second")) is not None:
        option["seconds"] = [start, cells.number("below_second")]
    if channel := cells.text("channel"):
        question.setdefault("options_by_channel", {}).setdefault(channel, []).append(option)
    else:
        question.setdefault("options", []).append(option)


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) and not _is_number(value) else value


def _is_number(value: str) -> bool:
    return value.removeprefix("-").isdigit()


def _word(truth: bool) -> str:  # noqa: FBT001 - the one thing it is about
    return "yes" if truth else "no"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _listed(values: Sequence[Any] | None) -> str:
    return "" if values is None else json.dumps(list(values), ensure_ascii=False)
