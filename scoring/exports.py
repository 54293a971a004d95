"""Results as files: JSON that keeps every stored digit, CSV that no spreadsheet executes."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from io import StringIO
from typing import Any

from scoring.formulas.rounding import DECIMALS
from scoring.queries.released import Winners
from scoring.queries.results import CompanyRow

# A cell that begins so is taken for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_STEP = Decimal(1).scaleb(-DECIMALS)
_scalar = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def results_json(companies: Sequence[CompanyRow], winners: Winners) -> str:
    """`{"companies": […], "winners": {…}}`, a company a line."""
    rows = ",\n".join(json_text(_facts(row)) for row in companies)
    return f'{{"companies":[\n{rows}\n],\n"winners":{json_text(winners)}}}\n'


def results_csv(companies: Sequence[CompanyRow]) -> str:
    """One row a company, each section in a column of its own after the company's figures."""
    rows = [_flat(row) for row in companies]
    return csv_text(list(rows[0]) if rows else [], rows)


def json_text(value: Any) -> str:
    """Compact JSON in which a Decimal is a number with exactly its digits.

    A float would round them. Raises ValueError for what JSON has no number for.
    """
    match value:
        case Decimal() if not value.is_finite():
            raise ValueError("JSON has no number for this.")
        case Decimal():
            return format(value, "f")
        case Mapping():
            members = (f"{_scalar(str(key))}:{json_text(item)}" for key, item in value.items())
            return "{" + ",".join(members) + "}"
        case str():
            return _scalar(value)
        case Sequence():
            return "[" + ",".join(map(json_text, value)) + "]"
        case _:
            return _scalar(value)


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A table with a head, in the form of RFC 4180; an empty cell where there is no value."""
    sheet = StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return sheet.getvalue()


def _facts(row: CompanyRow) -> dict[str, Any]:
    """The row's fields; a figure has all its decimals, whoever made it."""
    facts: dict[str, Any] = _in_full(asdict(row))
    return facts


def _in_full(value: Any) -> Any:
    match value:
        case Decimal():
            return value.quantize(_STEP)
        case dict():
            return {key: _in_full(item) for key, item in value.items()}
        case _:
            return value


def _flat(row: CompanyRow) -> dict[str, Any]:
    facts = _facts(row)
    sections: dict[str, Any] = facts.pop("sections")
    return facts | sections


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return format(value, "f")
        case str() if value.startswith(_FORMULA):
            return "'" + value
        case _:
            return str(value)
