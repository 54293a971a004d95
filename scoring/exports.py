"""What a run gave, as JSON and as CSV."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from evaluations.exports import csv_text, json_text
from scoring.formulas.rounding import DECIMALS
from scoring.queries.releases.released import Winners
from scoring.queries.runs.results import CompanyRow

_STEP = Decimal(1).scaleb(-DECIMALS)


def results_json(companies: Sequence[CompanyRow], winners: Winners) -> str:
    """`{"companies": […], "winners": {…}}`, a company a line."""
    rows = ",\n".join(json_text(_facts(row)) for row in companies)
    return f'{{"companies":[\n{rows}\n],\n"winners":{json_text(winners)}}}\n'


def results_csv(companies: Sequence[CompanyRow]) -> str:
    """One row a company, each section in a column of its own after the company's figures."""
    rows = [_flat(row) for row in companies]
    return csv_text(list(rows[0]) if rows else [], rows)


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
