"""The page that takes a spreadsheet of companies in: looked at first, then done."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from evaluations.company_sheet import sheet_of
from evaluations.models import Participation, Programme
from scoring.queries.setting_up import readiness
from scoring.services.setting_up.starting import start_year
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.setting_up import draft_year, ready_year
from tests.scoring.web.set_up_pages import page_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma(db: None) -> User:
    return people.alma()


@pytest.fixture
def award(db: None) -> Award:
    return tiny_award()


@pytest.fixture
def year(award: Award, alma: User) -> Programme:
    return draft_year(award.programme, alma)


@pytest.fixture
def desk(alma: User) -> Browser:
    return signed_in(alma)


def _send(desk: Browser, raw: bytes) -> Any:
    file = SimpleUploadedFile("companies.csv", raw, "text/csv")
    return desk.post(page_of("read_companies"), {"file": file})


def _shown(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def _part(key: str) -> Participation:
    return Participation.objects.get(programme__slug="2099", company__key=key)


def test_the_sheet_is_looked_at_then_done_once(year: Programme, desk: Browser) -> None:
    file = desk.get(page_of("companies_file"))
    assert file["Content-Disposition"] == 'attachment; filename="companies-2099.csv"'
    assert _shown(_send(desk, file.content)).count("there is nothing to do") == 1
    rows = [
        {"company": "alfa", "phone": "22 00 00 00"},
        {"company": "beta"},
        {"name": "Epsilon", "category": "bank"},
    ]

    preview = _send(desk, sheet_of(rows).encode())

    said = _shown(preview)
    assert preview.status_code == 200
    assert "1 company is taken in. 1 company changes. 1 line says what stands already." in said
    assert [
        (row.line, row.name, row.is_new, row.facts[0]) for row in preview.context["changes"]
    ] == [
        (2, "Alfa", False, ("Phone", "", "22 00 00 00")),
        (4, "Epsilon", True, ("Name this year", "", "Epsilon")),
    ]
    assert year.participations.count() == 4
    sent = {"sheet": preview.context["sheet"], "mark": preview.context["mark"]}
    done = desk.post(page_of("read_companies"), sent)
    assert done["Location"] == page_of("set_up_companies")
    assert _part("alfa").channels.get(channel="phone").contact_point == "22 00 00 00"
    assert year.participations.count() == 5
    again = desk.post(page_of("read_companies"), sent)
    assert again.status_code == 409
    assert "Somebody else has changed this in the meantime." in _shown(again)
    assert "there is nothing to do" in _shown(again)


def test_what_is_wrong_is_told_and_nothing_is_written(year: Programme, desk: Browser) -> None:
    rows = [{"company": "alfa", "language": "sv"}, {"company": "beta", "phone": "call us"}]

    answers = {
        "cell": _send(desk, sheet_of(rows).encode()),
        "head": _send(desk, b"company,name\r\n"),
        "alphabet": _send(desk, b"company\r\n\xe6"),
        "large": _send(desk, b"x" * 1_000_001),
        "none": desk.post(page_of("read_companies"), {}),
        "forged": desk.post(page_of("read_companies"), {"sheet": "x", "mark": ""}),
    }

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        answers, 422
    )
    said = {name: _shown(answer) for name, answer in answers.items()}
    assert "1 problem: nothing was changed" in said["cell"]
    assert "A phone number has 3 to 15 digits" in said["cell"]
    assert "This column is missing." in said["head"]
    assert "This is not UTF-8." in said["alphabet"]
    assert "1 MB at most" in said["large"]
    assert "This field is required." in said["none"]
    assert "Choose the file again." in said["forged"]
    assert _part("alfa").language == "nb"


def test_ten_thousand_bad_lines_are_counted_and_the_first_shown(
    year: Programme, desk: Browser
) -> None:
    rows = [{"company": "alfa", "name": f"{number}"} for number in range(10_000)]

    answer = _send(desk, sheet_of(rows).encode())

    assert answer.status_code == 422
    assert "9,999 problems: nothing was changed" in _shown(answer)
    assert "And 9,799 more." in _shown(answer)
    assert len(answer.context["problems"]) == 200


def test_a_year_that_starts_between_look_and_press_refuses(
    award: Award, alma: User, desk: Browser
) -> None:
    year = ready_year(award.programme, alma)
    sheet = sheet_of([{"company": "alfa", "language": "sv"}])
    preview = _send(desk, sheet.encode())
    start_year(programme=year, by=alma, seen=readiness(year).fingerprint)

    sent = {"sheet": preview.context["sheet"], "mark": preview.context["mark"]}
    for answer in (desk.post(page_of("read_companies"), sent), _send(desk, sheet.encode())):
        assert answer.status_code == 409
        assert "This year has started." in _shown(answer)

    assert _part("alfa").language == "nb"


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_depends_on_no_line(
    year: Programme, desk: Browser, django_assert_num_queries: Any, count: int
) -> None:
    keys = ["alfa", "beta", "gamma"][:count]
    sheet = sheet_of([{"company": key, "phone": "22 00 00 00"} for key in keys])
    preview = _send(desk, sheet.encode())
    sent = {"sheet": preview.context["sheet"], "mark": preview.context["mark"]}

    with django_assert_num_queries(17):
        desk.post(page_of("read_companies"), sent)
