"""How answers look on the wire: digits, formats, languages, copies."""

import csv
import io
import json
from decimal import Decimal

import pytest

from evaluations.exports import csv_text, json_text, pretty_json
from tests.scoring.api.conftest import Award, Get

RANKINGS = "/api/v1/programmes/2025/rankings/"
COLUMNS = "company,name,category,rank,total,answered_only,agent,contacts,answered,formerly"


def test_a_ranking_row_has_exactly_its_fields(award: Award, reads: dict[str, Get]) -> None:
    page = json.loads(reads["anonymous"](RANKINGS).content, parse_float=Decimal)

    assert list(page) == ["count", "next", "previous", "corrections", "departures", "results"]
    assert page["results"][0] == {
        "company": "fjellbanken",
        "name": "Fjellbanken 2025",
        "category": "bank",
        "rank": 1,
        "total": Decimal("90.123456789012"),
        "answered_only": Decimal("100.000000000000"),
        "agent": None,
        "contacts": 3,
        "answered": 2,
        "formerly": "",
    }
    assert list(page["results"][0]) == COLUMNS.split(",")


def test_figures_keep_all_stored_digits(award: Award, reads: dict[str, Get]) -> None:
    text = reads["key"](RANKINGS).content.decode()

    assert '"total":90.123456789012,"answered_only":100.000000000000,"agent":null' in text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0E-12"), "0.000000000000"),
        (Decimal("100.000000000000"), "100.000000000000"),
        (Decimal("0.1"), "0.1"),
        (
            {"a": [Decimal("1.50"), None, True, 3, 'q"\u2028é']},
            '{"a":[1.50,null,true,3,"q\\"\u2028é"]}',
        ),
        ((), "[]"),
    ],
)
def test_json_keeps_decimals_as_they_are(value: object, text: str) -> None:
    assert json_text(value) == text
    json.loads(text)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("nan")])
def test_json_refuses_what_is_no_number(value: object) -> None:
    with pytest.raises(ValueError, match=r"JSON"):
        json_text([value])


def test_pretty_json_keeps_digits_and_refuses_the_unknown() -> None:
    assert pretty_json({"a": Decimal("1.50")}) == '{\n  "a": 1.50\n}'
    with pytest.raises(TypeError, match="no form"):
        pretty_json({"a": object()})


def test_winners_have_the_shape_of_results(award: Award, reads: dict[str, Get]) -> None:
    assert reads["anonymous"]("/api/v1/programmes/2025/winners/").json() == {
        "category": {"bank": ["fjellbanken"], "power": ["elvekraft"]},
        "overall": ["fjellbanken"],
        "channel": {"phone": ["elvekraft"]},
        "corrections": [],
    }


def test_weights_and_survey_are_the_frozen_ones(award: Award, reads: dict[str, Get]) -> None:
    weights = reads["key"]("/api/v1/programmes/2025/weights/").content.decode()
    survey = reads["key"]("/api/v1/programmes/2025/expectation-survey/").content.decode()

    assert weights == (
        '{"source":"expectation_survey","weights":{"waiting":{"fraction":"1/20",'
        '"decimal":0.050000000000},"solution":{"fraction":"19/20","decimal":0.950000000000}}}'
    )
    assert survey == '{"responses":98,"complete":91,"shares":{"solution":1.000000000000}}'


def test_a_contact_has_exactly_its_fields(award: Award, reads: dict[str, Get]) -> None:
    path = "/api/v1/programmes/2025/companies/fjellbanken/contacts/"
    page = json.loads(reads["viewer"](path).content, parse_float=Decimal)
    told = award.frozen["2025"].canaries["fjellbanken"]

    assert page["count"] == 3
    assert page["results"][0] == {
        "contact": told.contacts[0],
        "channel": "phone",
        "scenario": told.scenario,
        "date": "2025-02-01",
        "half_day": "morning",
        "answered": True,
        "total": Decimal(told.contact_total),
        "sections": {
            "waiting": {
                "got": 3,
                "possible": 4,
                "percent": Decimal(told.contact_total),
                "critical": False,
            },
            "upsell": {"got": 0, "possible": 0, "percent": None, "critical": False},
        },
        "answers": [
            {
                "question": "greeting",
                "section": "welcome",
                "answer": told.answer,
                "got": 2,
                "possible": 2,
            },
            {"question": "queue", "section": "waiting", "answer": 3, "got": None, "possible": None},
        ],
        "comments": {"c_words": told.comment},
    }


def test_csv_is_the_whole_ranking(award: Award, reads: dict[str, Get]) -> None:
    answer = reads["anonymous"](RANKINGS, headers={"accept": "text/csv"})

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ranking-2025.csv"'
    assert answer.content.decode() == (
        f"{COLUMNS}\r\n"
        "fjellbanken,Fjellbanken 2025,bank,1,90.123456789012,100.000000000000,,3,2,\r\n"
        "havbanken,Havbanken 2025,bank,2,89.123456789012,100.000000000000,,3,2,\r\n"
        "elvekraft,Elvekraft 2025,power,1,88.123456789012,100.000000000000,,3,2,\r\n"
    )


def test_csv_pages_when_asked_to(award: Award, reads: dict[str, Get]) -> None:
    path = f"{RANKINGS}?page_size=1&category=bank"
    answer = reads["anonymous"](path, headers={"accept": "text/csv"})

    assert len(answer.content.decode().splitlines()) == 2
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ranking-2025-bank.csv"'
    link = answer.headers["Link"]
    assert link.startswith("<http://testserver/api/v1/programmes/2025/rankings/?category=bank&")
    assert link.endswith('>; rel="next"')


def test_no_cell_is_a_formula(award: Award) -> None:
    names = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "Øst, «A/S»", 'a"b']
    rows = [{"name": name, "total": Decimal("0E-12"), "n": None} for name in names]
    table = list(csv.reader(io.StringIO(csv_text(["name", "total", "n"], rows), newline="")))

    assert [row[0] for row in table[1:]] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        "'\rx",
        "Øst, «A/S»",
        'a"b',
    ]
    assert table[1][1:] == ["0.000000000000", ""]


WELCOME = {
    "": "application/json",
    "*/*": "application/json",
    "application/*": "application/json",
    "application/json; indent=4": "application/json",
    "application/json;q=nan": "application/json",
    "text/html,application/xhtml+xml,*/*;q=0.8": "application/json",
    "text/csv;q=0.1, application/json;q=0.9": "application/json",
    "text/csv;q=0, */*": "application/json",
    "text/csv;q=0.9, application/json;q=0.1": "text/csv; charset=utf-8",
    "text/csv; charset=utf-8": "text/csv; charset=utf-8",
    "text/csv, */*;q=0.1": "text/csv; charset=utf-8",
    "text/*": "text/csv; charset=utf-8",
    "application/json;q=0, */*": "text/csv; charset=utf-8",
}
UNWELCOME = (
    "text/html",
    "application/xml",
    "application/json;q=0",
    ";;;",
    ",,,",
    "/",
    "*",
    "x" * 9_000,
    "a/b;" * 400,
    "text/csv; a*=nonsense''%ff",
)


def test_accept_chooses_the_format(award: Award, reads: dict[str, Get]) -> None:
    for accept, content_type in WELCOME.items():
        answer = reads["anonymous"](RANKINGS, headers={"accept": accept})
        assert answer.status_code == 200, accept
        assert answer.headers["Content-Type"] == content_type, accept


def test_a_format_that_is_not_offered_is_refused(award: Award, reads: dict[str, Get]) -> None:
    for accept in UNWELCOME:
        headers = {"accept": accept, "accept-language": "en"}
        answer = reads["anonymous"](RANKINGS, headers=headers)
        assert answer.status_code == 406, accept
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"] == "Offered here: application/json, text/csv."


def test_csv_is_offered_for_rankings_only(award: Award, reads: dict[str, Get]) -> None:
    for path in ("", "winners/", "companies/fjellbanken/", "weights/"):
        answer = reads["key"](f"/api/v1/programmes/2025/{path}", headers={"accept": "text/csv"})
        assert answer.status_code == 406
