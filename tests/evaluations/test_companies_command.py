"""`manage.py companies`: a year's companies written as CSV, and taken in again."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evaluations.company_sheet import sheet_of
from evaluations.models import Participation, Programme
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.setting_up import draft_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(award: Award, alma: User) -> Programme:
    return draft_year(award.programme, alma)


def _language() -> str:
    return str(Participation.objects.get(programme__slug="2099", company__key="alfa").language)


def test_written_filled_checked_and_taken_in(
    year: Programme, alma: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "companies.csv"
    call_command("companies", year.slug)
    path.write_text(
        capsys.readouterr().out.replace(
            "alfa,Alfa,bank,phone email chat,nb", "alfa,Alfa,bank,phone email chat,sv"
        )
    )

    call_command("companies", year.slug, read=path, by=alma.email, check=True)
    assert _language() == "nb"
    call_command("companies", year.slug, read=path, by=alma.email)
    assert _language() == "sv"
    call_command("companies", year.slug, read=path, by=alma.email)

    assert capsys.readouterr().out.splitlines() == [
        "0 would be taken in, 1 would be changed, 3 as before.",
        "0 taken in, 1 changed, 3 as before.",
        "0 taken in, 0 changed, 4 as before.",
    ]


def test_every_problem_is_a_line_and_nothing_is_written(
    year: Programme, alma: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "companies.csv"
    rows = [{"company": "alfa", "language": "sv"}, {"company": "zeta"}, {"company": "alfa"}]
    path.write_text(sheet_of(rows))

    for check in (True, False):
        with pytest.raises(CommandError, match="Nothing was changed"):
            call_command("companies", year.slug, read=path, by=alma.email, check=check)
        first, second = capsys.readouterr().err.splitlines()
        assert first.startswith("Line 3, column company: There is no company zeta.")
        assert second == "Line 4, column company: This company stands on line 2 already."

    assert _language() == "nb"


@pytest.mark.parametrize(
    ("year_named", "options", "said"),
    [
        ("1999", {}, "There is no programme '1999'."),
        ("2099", {"read": Path("x.csv")}, "Say with --by who takes it in."),
        ("2099", {"read": Path("none.csv"), "by": "alma@award.example"}, "cannot be read."),
        ("2026", {"read": Path(__file__), "by": "alma@award.example"}, "This year has started."),
    ],
)
def test_what_it_refuses(
    year: Programme, alma: User, year_named: str, options: dict[str, str], said: str
) -> None:
    options = {**options, "by": alma.email} if "by" in options else options
    with pytest.raises(CommandError, match=said):
        call_command("companies", year_named, **options)


def test_a_file_that_is_no_sheet(year: Programme, alma: User) -> None:
    with pytest.raises(CommandError, match="Line 1, column company: This column is missing"):
        call_command("companies", year.slug, read=Path(__file__), by=alma.email)
