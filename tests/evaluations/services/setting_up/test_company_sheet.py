"""Companies by spreadsheet: what it changes and refuses, and that a refusal changes nothing."""

import csv
import datetime as dt
import io
from typing import Any

import pytest

from evaluations.company_sheet import sheet_of
from evaluations.enums import ConfirmedBy
from evaluations.models import (
    Company,
    ContactPointConfirmation,
    Participation,
    ParticipationChannel,
    Programme,
)
from evaluations.queries.companies.contact_points import Confirmed, PointFacts, points_of
from evaluations.services.setting_up.companies import StaffTold, facts_of
from evaluations.services.setting_up.company_sheet import company_sheet, proposal_of
from evaluations.services.setting_up.company_sheet_writing import SheetFaulty, write_company_sheet
from evaluations.services.setting_up.contact_points import settle_points
from evaluations.services.setting_up.refusals import AlreadyStarted
from evaluations.services.years.programmes import set_contact_point
from scoring.queries.setting_up import readiness
from scoring.services.setting_up.starting import start_year
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.setting_up import CHAT, EMAIL, PHONE, draft_year, ready_year

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 1, 5)
A_PHONE_NUMBER = "A phone number has 3 to 15 digits: give it like 22 00 00 00 or +47 22 00 00 00."
TOLD = {
    "staff_informed_on": "2026-01-05",
    "staff_purpose": "Better service",
    "staff_how": "Acted calls",
    "staff_duration": "Until April",
    "staff_discussed_on": "5.1.2026",
}


@pytest.fixture
def year(award: Award, alma: User) -> Programme:
    """The year after the tiny award, taken over from it."""
    return draft_year(award.programme, alma)


def _part(year: Programme, key: str = "alfa") -> Participation:
    return year.participations.select_related("category", "programme").get(company__key=key)


def _rows(year: Programme) -> list[dict[str, str]]:
    """The sheet as it is written."""
    return list(csv.DictReader(io.StringIO(company_sheet(year))))


def _written(year: Programme) -> list[Any]:
    """Everything that a sheet could change."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Company, Participation, ParticipationChannel, ContactPointConfirmation)
    ]


def _problems(year: Programme, *rows: dict[str, str]) -> list[tuple[int, str, str]]:
    found = proposal_of(year, sheet_of(rows)).problems
    return [(each.line, each.column, each.what) for each in found]


def test_what_is_written_and_read_again_changes_nothing(year: Programme, alma: User) -> None:
    alfa = _part(year)
    told = StaffTold(DAY, "=Better", "Acted, and mailed", "0 days", DAY)
    settle_points(
        participation=alfa,
        points={
            PHONE: PointFacts("02800", "0", Confirmed(ConfirmedBy.CLIENT, "Kari", DAY)),
            EMAIL: PointFacts("a@b.example", "", Confirmed(ConfirmedBy.PROBE, "Auto-reply", DAY)),
        },
        by=alma,
        seen=points_of(alfa),
    )
    Participation.objects.filter(pk=alfa.pk).update(
        staff_informed_on=told.informed_on,
        staff_told_purpose=told.purpose,
        staff_told_how=told.how,
        staff_told_duration=told.duration,
        staff_discussed_on=told.discussed_on,
    )
    before = _written(year)
    row = next(row for row in _rows(year) if row["company"] == "alfa")

    proposal = write_company_sheet(programme=year, text=company_sheet(year), by=alma)

    assert (proposal.changes, proposal.same) == ([], 4)
    assert _written(year) == before
    assert (row["phone"], row["phone_menu"], row["phone_confirmed_by"]) == ("'02800", "'0", "Kari")
    assert (row["email"], row["email_confirmed_by"], row["email_confirmed_on"]) == (
        "a@b.example",
        "",
        "",
    )
    assert row["staff_purpose"] == "'=Better"


def test_a_sheet_changes_what_it_says_and_leaves_the_rest(year: Programme, alma: User) -> None:
    set_contact_point(
        participation=_part(year), channel=EMAIL, point="a@b.example", menu_path="", by=alma
    )
    sheet = sheet_of(
        [
            {"company": "alfa", "phone": "+47 22 00  00 00", "phone_menu": "2", **TOLD},
            {"name": "BETA", "signed_up": "no", "channels": "email, phone", "language": "sv"},
            {
                "name": "Epsilon",
                "category": "Bank",
                "phone": "22000001",
                "phone_confirmed_by": "Oda Moe",
                "phone_confirmed_on": "2026-01-05",
            },
        ]
    )

    done = write_company_sheet(programme=year, text=sheet, by=alma)

    alfa, beta, epsilon = (_part(year, key) for key in ("alfa", "beta", "epsilon"))
    assert [change.line for change in done.changes] == [2, 3, 4]
    assert facts_of(alfa).told == StaffTold(
        DAY, "Better service", "Acted calls", "Until April", DAY
    )
    assert points_of(alfa) == {
        PHONE: PointFacts("+47 22 00 00 00", "2"),
        EMAIL: PointFacts("a@b.example", ""),
        CHAT: PointFacts("", ""),
    }
    assert (beta.name, beta.signed_up, beta.language) == ("Beta", False, "sv")
    assert list(points_of(beta)) == [PHONE, EMAIL]
    assert (epsilon.company.name, epsilon.category.key, epsilon.signed_up) == (
        "Epsilon",
        "bank",
        False,
    )
    assert points_of(epsilon)[PHONE] == PointFacts(
        "22000001", "", Confirmed(ConfirmedBy.CLIENT, "Oda Moe", DAY)
    )
    assert year.participations.count() == 5
    standing = _written(year)
    again = write_company_sheet(programme=year, text=sheet, by=alma)
    assert (again.changes, again.same) == ([], 3)
    assert _written(year) == standing


def test_a_company_of_another_year_comes_back_as_itself(year: Programme, alma: User) -> None:
    gone = _part(year)
    gone.channels.all().delete()
    gone.delete()
    write_company_sheet(
        programme=year, text=sheet_of([{"name": "alfa", "category": "bank"}]), by=alma
    )

    assert _part(year).company_id == gone.company_id
    assert (_part(year).name, Company.objects.count()) == ("Alfa", 4)


def test_what_a_file_knows_of_the_staff_stays_when_something_else_changes(
    year: Programme, alma: User
) -> None:
    Participation.objects.filter(pk=_part(year).pk).update(staff_informed_on=DAY)
    assert proposal_of(year, company_sheet(year)).changes == []
    sheet = company_sheet(year).replace("Alfa", "Alfa Bank")
    write_company_sheet(programme=year, text=sheet, by=alma)

    assert (_part(year).name, _part(year).staff_informed_on) == ("Alfa Bank", DAY)
    words = [{"company": "alfa", "staff_purpose": "Better service"}]
    assert _problems(year, *words) == [
        (2, "staff_how", "Say it in words: without it the company is in privacy mode.")
    ]


@pytest.mark.parametrize(
    ("cells", "column", "what"),
    [
        ({"company": "nobody"}, "company", "There is no company nobody."),
        ({"company": "", "language": "sv"}, "name", "Give the company's key or its name."),
        ({"company": "", "name": "Zeta"}, "category", "Say in which category it takes part."),
        ({"category": "banks"}, "category", "There is no category banks."),
        ({"channels": "phone fax"}, "channels", "fax is none of: phone, email, chat, messenger."),
        ({"channels": "messenger"}, "channels", "Choose at least one channel that the method"),
        ({"language": "dk"}, "language", "dk is none of: nb, sv, en."),
        ({"signed_up": "maybe"}, "signed_up", "maybe is none of: yes, no."),
        ({"name": "x" * 121}, "name", "At most 120 letters."),
        ({**TOLD, "staff_how": ""}, "staff_how", "Fill this in too, or empty all five."),
        ({**TOLD, "staff_informed_on": "2026-02-30"}, "staff_informed_on", "2026-02-30 is no day"),
        ({**TOLD, "staff_discussed_on": "soon"}, "staff_discussed_on", "soon is no day"),
        ({**TOLD, "staff_informed_on": "2098-01-01"}, "staff_informed_on", "has not come yet."),
        ({"phone": "2,2E+07"}, "phone", "A phone number has 3 to 15 digits"),
        ({"phone": "22"}, "phone", "A phone number has 3 to 15 digits"),
        ({"phone": "22 00 00 00 or Kari"}, "phone", "A phone number has 3 to 15 digits"),
        ({"email": "x" * 201}, "email", "At most 200 letters."),
        ({"messenger": "m.example"}, "messenger", "The company does not offer this channel"),
        ({"email": "a@b.example", "email_confirmed_by": "Kari"}, "email_confirmed_on", "the day"),
        ({"email": "a@b.example", "email_confirmed_on": "2026-01-05"}, "email_confirmed_by", "who"),
        (
            {"email_confirmed_by": "Kari", "email_confirmed_on": "2026-01-05"},
            "email",
            "Nothing is there that could be confirmed.",
        ),
    ],
)
def test_a_cell_that_cannot_be_is_told_by_line_and_column(
    year: Programme, alma: User, cells: dict[str, str], column: str, what: str
) -> None:
    before = _written(year)
    sheet = sheet_of([{"company": "beta", "name": "Beta"}, {"company": "alfa", **cells}])

    with pytest.raises(SheetFaulty) as refusal:
        write_company_sheet(programme=year, text=sheet, by=alma)

    [problem] = refusal.value.problems
    assert (problem.line, problem.column) == (3, column)
    assert what in problem.what
    assert _written(year) == before


def test_every_problem_is_told_and_a_doubled_company_with_its_first_line(year: Programme) -> None:
    assert _problems(
        year,
        {"company": "alfa", "language": "dk", "phone": "2,2E+07", "email_confirmed_by": "Kari"},
        {"name": "Alfa"},
        {"name": "Zeta", "category": "bank"},
        {"name": "zeta", "category": "bank"},
    ) == [
        (2, "language", "dk is none of: nb, sv, en."),
        (2, "email_confirmed_on", "Give the day on which it was confirmed."),
        (2, "phone", A_PHONE_NUMBER),
        (3, "name", "This company stands on line 2 already."),
        (5, "name", "This company stands on line 4 already."),
    ]


def test_two_companies_of_one_name_are_told_apart_by_their_keys(year: Programme) -> None:
    Participation.objects.filter(pk=_part(year, "beta").pk).update(name="Alfa")

    assert _problems(year, {"name": "alfa", "language": "sv"}) == [
        (
            2,
            "company",
            "Several companies have this name. Give the key of the one: alfa, beta.",
        )
    ]


def test_a_confirmation_does_not_go_over_to_another_number(year: Programme, alma: User) -> None:
    alfa = _part(year)
    confirmed = Confirmed(ConfirmedBy.CLIENT, "Kari", DAY)
    points = {PHONE: PointFacts("22 00 00 00", "", confirmed)}
    settle_points(participation=alfa, points=points, by=alma, seen=points_of(alfa))
    stale = {"phone_confirmed_by": "Kari", "phone_confirmed_on": "2026-01-05"}

    assert _problems(year, {"company": "alfa", "phone": "22 00 00 01", **stale}) == [
        (
            2,
            "phone_confirmed_by",
            "This confirmed what stood before. Give a new one, or empty both cells.",
        )
    ]
    write_company_sheet(
        programme=year, text=sheet_of([{"company": "alfa", "phone": "22 00 00 01"}]), by=alma
    )
    assert points_of(alfa)[PHONE] == PointFacts("22 00 00 01", "")


def test_ten_thousand_lines(
    year: Programme, alma: User, django_assert_max_num_queries: Any
) -> None:
    many = [{"name": f"Company {number}", "category": "bank"} for number in range(10_000)]
    broken = proposal_of(year, sheet_of([{**row, "category": "x"} for row in many]))
    assert (len(broken.problems), broken.problems[-1].line) == (10_000, 10_001)

    with django_assert_max_num_queries(60):
        done = write_company_sheet(programme=year, text=sheet_of(many), by=alma)

    assert len(done.changes) == 10_000
    assert year.participations.count() == 10_004


def test_a_year_that_has_started_is_left_alone(award: Award, alma: User) -> None:
    year = ready_year(award.programme, alma)
    start_year(programme=year, by=alma, seen=readiness(year).fingerprint)
    year.refresh_from_db()
    before, sheet = _written(year), company_sheet(year).replace("nb", "sv")

    with pytest.raises(AlreadyStarted):
        write_company_sheet(programme=year, text=sheet, by=alma)
    with pytest.raises(AlreadyStarted):
        proposal_of(year, sheet)

    assert _written(year) == before
