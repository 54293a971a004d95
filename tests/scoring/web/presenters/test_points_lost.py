"""Losses beside the year before: what can be compared, and what is said when nothing can."""

from decimal import Decimal
from fractions import Fraction

from evaluations.checklist_document import ChecklistDocument
from evaluations.models import Company, Programme
from scoring.formulas.lost_figures import lost_figures
from scoring.formulas.points_lost import Place
from scoring.formulas.rounding import rounded
from scoring.models import Release, ReleasedRanking
from scoring.queries.results.points_lost import CompanyLoss
from scoring.web.presenters.results.points_lost import (
    LostLine,
    channel_lines,
    foot,
    losing_places,
    lost_table,
    question_lines,
    section_lines,
    sums,
    year_before,
)
from tests.factories.tiny_method import checklist_document

NAMES = {"waiting": "Waiting", "needs": "Needs", "solution": "Solution"}
WEIGHTS = {"waiting": Fraction(1, 5), "needs": Fraction(3, 10), "solution": Fraction(1, 2)}


def _loss(
    lost: dict[Place, int], *, year: int = 2026, weights: dict[str, Fraction] | None = None
) -> CompanyLoss:
    """A company with one contact that lost so many points at each place."""
    contact = {place: Fraction(points) for place, points in lost.items()}
    total = rounded(100 - sum(contact.values(), Fraction(0)))
    return CompanyLoss(
        release=Release(programme=Programme(slug=str(year), year=year)),
        row=ReleasedRanking(company=Company(key="alfa"), total=total),
        shared=[],
        contacts=[],
        figures=lost_figures([contact], total=total),
        weights=weights or WEIGHTS,
        checklists=[ChecklistDocument.model_validate(checklist_document())],
    )


WAIT = Place("phone", "waiting", "wait")
FITS = Place("phone", "solution", "fits")
CORRECT = Place("phone", "solution", "correct")
CRITICAL = CORRECT._replace(critical=True)


def _told(lines: list[LostLine]) -> list[tuple[str, str, str | None]]:
    return [
        (line.name, str(line.lost), None if line.before is None else str(line.before))
        for line in lines
    ]


def test_without_an_earlier_year_there_is_nothing_beside() -> None:
    loss = _loss({WAIT: 4, FITS: 12})

    before = year_before(loss, None)

    assert before.loss is None
    assert "nothing to compare with" in before.note
    assert _told(section_lines(loss, before, NAMES)) == [
        ("Waiting", "4.00", None),
        ("Solution", "12.00", None),
        ("Not answered", "0.00", None),
    ]
    assert foot(loss, before) == {
        "lost": Decimal("16.00"),
        "before": None,
        "total": Decimal("84.00"),
        "total_before": None,
    }


def test_another_years_sections_cannot_stand_beside_these() -> None:
    loss = _loss({WAIT: 4})
    then = _loss({WAIT: 9}, year=2025, weights={"waiting": Fraction(1)})

    before = year_before(loss, then)

    assert (before.year, before.loss) == ("2025", None)
    assert before.note == (
        "The sections of 2025 were others, so that year's losses cannot stand beside these."
    )
    assert [line.before for line in section_lines(loss, before, NAMES)] == [None, None]


def test_other_weights_are_said() -> None:
    loss = _loss({WAIT: 4})
    then = _loss({WAIT: 9}, year=2024, weights=dict(WEIGHTS, waiting=Fraction(1, 10)))

    before = year_before(loss, then)

    assert before.loss is then
    assert "other weights in 2024" in before.note
    assert year_before(loss, _loss({WAIT: 9}, year=2025)).note == ""


def test_questions_of_both_years_stand_there_worst_first() -> None:
    loss = _loss({WAIT: 4, FITS: 12, CORRECT: 0})
    then = _loss({WAIT: 0, CORRECT: 5, CRITICAL: 20}, year=2025)

    lines = question_lines(loss, year_before(loss, then), NAMES)

    assert _told(lines) == [
        ("fits", "12.00", None),  # was not asked in 2025
        ("wait", "4.00", "0.00"),
        ("correct", "0.00", "5.00"),
        ("Critical answer to: correct", "0.00", "20.00"),
    ]
    assert [line.section for line in lines] == ["Solution", "Waiting", "Solution", "Solution"]
    assert [line.query for line in lines][:2] == ["lost=solution.fits", "lost=waiting.wait"]
    assert [line.bar for line in lines] == [
        Decimal(100),
        Decimal(100) * 4 / 12,
        Decimal(0),
        Decimal(0),
    ]
    assert sums(lines) == {"lost": Decimal("16.00"), "before": Decimal("25.00")}


def test_who_gave_no_critical_answer_last_year_lost_nothing_by_one() -> None:
    loss = _loss({CORRECT: 5, CRITICAL: 20})
    then = _loss({CORRECT: 0}, year=2025)

    assert _told(question_lines(loss, year_before(loss, then), NAMES)) == [
        ("Critical answer to: correct", "20.00", "0.00"),
        ("correct", "5.00", "0.00"),
    ]


def test_channels_of_both_years_with_what_nobody_answered() -> None:
    loss = _loss({WAIT: 4, Place("chat"): 20})
    then = _loss({Place("email"): 7}, year=2025)

    lines = channel_lines(loss, year_before(loss, then))

    assert _told(lines) == [
        ("Phone", "4.00", None),
        ("E-mail", "0.00", "7.00"),
        ("Chat", "20.00", None),
    ]
    assert [str(line.unanswered) for line in lines] == ["0.00", "0.00", "20.00"]
    assert lines[2].unanswered_query == "channel=chat&answered=no"


def test_places_to_filter_by_are_sections_and_their_questions() -> None:
    loss = _loss({WAIT: 4, CORRECT: 0, CRITICAL: 20})

    assert losing_places(loss, NAMES) == [
        ("Waiting", [("waiting", "All of “Waiting”"), ("waiting.wait", "wait")]),
        ("Solution", [("solution", "All of “Solution”"), ("solution.correct", "correct")]),
    ]


def test_the_file_has_the_exact_figure_and_the_year_before() -> None:
    loss = _loss({WAIT: 4})
    before = year_before(loss, _loss({WAIT: 9}, year=2025))

    table = lost_table("lost-questions", question_lines(loss, before, NAMES), before)

    assert table.columns == [
        "section",
        "key",
        "name",
        "lost",
        "lost_exact",
        "contacts",
        "year_before",
        "lost_before",
    ]
    [row] = table.rows
    assert [str(row[column]) for column in table.columns] == [
        "waiting",
        "waiting.wait",
        "wait",
        "4.00",
        "4.000000000000",
        "1",
        "2025",
        "9.00",
    ]
