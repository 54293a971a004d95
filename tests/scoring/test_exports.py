"""Results as files."""

import json
from decimal import Decimal

import pytest

from scoring.exports import results_csv, results_json
from scoring.queries.releases.released import Winners
from scoring.queries.runs.results import CompanyRow, company_rows, run_winners
from tests.factories.awards import scored, scored_award

ROW = CompanyRow(
    company="alfa",
    name="=2+3",
    category="bank",
    rank=1,
    total=Decimal("86.123456789012"),
    answered_only=None,
    agent=Decimal(0),
    contacts=3,
    answered=0,
    sections={"waiting": Decimal(100), "needs": None},
)
NOBODY: Winners = {"category": {}, "overall": [], "channel": {}}


def test_json_numbers_are_the_stored_digits() -> None:
    text = results_json([ROW], {"category": {"bank": ["alfa"]}, "overall": [], "channel": {}})

    assert text == (
        '{"companies":[\n'
        '{"company":"alfa","name":"=2+3","category":"bank","rank":1,"total":86.123456789012,'
        '"answered_only":null,"agent":0.000000000000,"contacts":3,"answered":0,'
        '"sections":{"waiting":100.000000000000,"needs":null}}\n'
        "],\n"
        '"winners":{"category":{"bank":["alfa"]},"overall":[],"channel":{}}}\n'
    )
    assert json.loads(text, parse_float=Decimal)["companies"][0]["total"] == ROW.total


def test_csv_has_a_column_a_section_and_no_formula() -> None:
    assert results_csv([ROW]).splitlines() == [
        "company,name,category,rank,total,answered_only,agent,contacts,answered,waiting,needs",
        "alfa,'=2+3,bank,1,86.123456789012,,0.000000000000,3,0,100.000000000000,",
    ]


def test_no_company_is_an_empty_document() -> None:
    assert json.loads(results_json([], NOBODY))["companies"] == []
    assert results_csv([]) == "\r\n"


@pytest.mark.django_db
def test_two_runs_over_the_same_inputs_give_the_same_bytes() -> None:
    award = scored_award()

    first, second = (
        results_json(company_rows(run), run_winners(run)) for run in (scored(award), scored(award))
    )

    assert first == second
    assert [row["company"] for row in json.loads(first)["companies"]] == [
        "beta",
        "gamma",
        "alfa",
        "delta",
    ]
