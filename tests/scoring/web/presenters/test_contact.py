"""The arithmetic of a contact that no happy path meets."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluations.checklist_document import ChecklistDocument
from evaluations.enums import HalfDay
from scoring.formulas.parts import Part
from scoring.formulas.shown_parts import Shown
from scoring.models import ReleasedContact
from scoring.web.presenters.results.contact import section_rows
from tests.factories.tiny_method import checklist_document


def _contact(**sections: dict[str, Any]) -> ReleasedContact:
    return ReleasedContact(
        channel="phone",
        date=dt.date(2026, 2, 1),
        half_day=HalfDay.MORNING,
        answered=True,
        total=Decimal("28.571428571429"),
        sections=sections,
        answers=[
            {"question": "wait", "section": "waiting", "answer": "fast", "got": 4, "possible": 4},
            {
                "question": "mood",
                "section": "experience",
                "answer": "up",
                "got": None,
                "possible": None,
            },
        ],
    )


def test_a_critical_section_is_zero_and_keeps_its_points() -> None:
    points = {"possible": 4, "percent": "100.000000000000", "critical": False}
    contact = _contact(
        waiting=points | {"got": 4},
        needs={"got": 0, "possible": 0, "percent": None, "critical": False},
        solution={"got": 8, "possible": 10, "percent": "0.000000000000", "critical": True},
    )

    # Needs did not apply: waiting and solution share its weight.
    parts = {
        "waiting": Part(Fraction(2, 7), Fraction(200, 7)),
        "solution": Part(Fraction(5, 7), Fraction(0)),
    }
    checklist = ChecklistDocument.model_validate(checklist_document())

    rows = section_rows(contact, checklist, parts, {("waiting", "wait"): "/there/"})

    assert [(row.key, row.got, row.possible, row.critical) for row in rows] == [
        ("waiting", 4, 4, False),
        ("solution", 8, 10, True),
        ("experience", None, None, False),
    ]
    assert [(row.percent, row.part) for row in rows] == [
        (Decimal(100), Decimal("28.571428571429")),
        (Decimal(0), Decimal(0)),
        (None, None),
    ]
    assert [len(row.answers) for row in rows] == [1, 0, 1]
    assert [answer.url for row in rows for answer in row.answers] == ["/there/", ""]
    assert rows[0].shown == Shown(Decimal("28.57"), Decimal("28.57"))
    assert rows[1].shown == Shown(Decimal("71.43"), Decimal("0.00"))
