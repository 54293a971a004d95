"""Results as files: JSON that keeps every stored digit, CSV that no spreadsheet executes."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from io import StringIO
from typing import Any

from scoring.formulas.rounding import figure_text
from scoring.queries.released import Winners
from scoring.queries.results import CompanyRow

# A cell that begins so is taken for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def results_json(companies: Sequence[CompanyRow], winners: Winners) -> str:
    """`{"companies": […], "winners": {…}}`, a company a line."""
    rows = ",\n".join(json_text(asdict(row)) for row in companies)
    return f'{{"companies":[\n{rows}\n],\n"winners":{json_text(winners)}}}\n'


def results_csv(companies: Sequence[CompanyRow]) -> str:
    """One row a company, each section in a column of its own after the company's figures."""
    rows = [_flat(row) for row in companies]
    return csv_text(list(rows[0]) if rows else [], rows)


def json_text(value: Any) -> str:
    """Compact JSON in which a Decimal is a number with all 12 decimals, never a rounded double."""
    match value:
        case Decimal():
            return figure_text(value)
        case Mapping():
            members = (f"{json.dumps(str(key))}:{json_text(item)}" for key, item in value.items())
            return "{" + ",".join(members) + "}"
        case list() | tuple():
            return "[" + ",".join(json_text(item) for item in value) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False, allow_nan=False)


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A table with a head, in the form of RFC 4180; an empty cell where there is no value."""
    sheet = StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return sheet.getvalue()


def _flat(row: CompanyRow) -> dict[str, Any]:
    facts = asdict(row)
    sections: dict[str, Any] = facts.pop("sections")
    return facts | sections


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return figure_text(value)
        case str() if value.startswith(_FORMULA):
            return "'" + value
        case _:
            return str(value)
