"""Points packed or added up inside PostgreSQL are the points row by row."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from django.db import connection

from evaluations.models import Points
from scoring.formulas.category_figures import Contacts, company_figures, figures_of_cells
from scoring.formulas.contact_cells import reweighed
from scoring.formulas.counting import Counting
from scoring.formulas.point_matrix import matrix_cells, point_matrix
from scoring.method.rules import CHANNELS
from scoring.queries.runs.point_arrays import points_of, read_contacts, read_question_cells
from tests.factories.awards import Award, scored_award
from tests.factories.tiny_method import NEEDS, PERFECT

pytestmark = pytest.mark.django_db
COUNTING = Counting((Fraction(1, 5), Fraction(3, 10), Fraction(1, 2)), (True,) * 3, (True,) * 3)
SECTION = (0, 1, 1, 2, 2)  # of the tiny award's scored questions


@pytest.fixture
def award() -> Award:
    award = scored_award()
    award.contact("alfa", PERFECT | NEEDS | {"found": "na"}, scenario="buy", channel="email")
    award.contact("beta", PERFECT | {"correct": "no"})
    return award


def _psycopg() -> Any:
    connection.ensure_connection()
    return connection.connection


def _one_by_one(rows: list[Points]) -> Contacts:
    keys = sorted({row.participation_id for row in rows})
    return Contacts(
        company=np.array([keys.index(row.participation_id) for row in rows]),
        channel=np.array([CHANNELS.index(row.channel) for row in rows]),
        answered=np.array([row.answered for row in rows]),
        got=np.array([row.section_got for row in rows]),
        possible=np.array([row.section_possible for row in rows]),
        zeroed=np.array([row.section_zeroed for row in rows]),
    )


def test_contacts_read_at_once_are_those_read_one_by_one(award: Award) -> None:
    rows = list(Points.objects.all())

    read = read_contacts(_psycopg(), points_of([row.evaluation_id for row in rows]))

    assert read.participations == sorted({row.participation_id for row in rows})
    assert read.shoppers == [award.shopper.pk]
    zeros = np.zeros(len(rows), np.int64)
    expected = point_matrix(_one_by_one(rows), zeros)
    found = point_matrix(read.contacts, read.shopper)
    for name in type(found).__slots__:
        assert getattr(found, name).tolist() == getattr(expected, name).tolist(), name
    assert np.any(found.zeroed)
    assert not np.all(found.answered)


def test_questions_that_weigh_alike_give_the_figures_of_sections(award: Award) -> None:
    rows = list(Points.objects.all())

    read = read_question_cells(
        _psycopg(), points_of([row.evaluation_id for row in rows]), questions=len(SECTION)
    )

    assert read.participations == sorted({row.participation_id for row in rows})
    sections = reweighed(read.cells, [Fraction(1, 3)] * len(SECTION), SECTION)
    assert figures_of_cells(sections, COUNTING) == company_figures(_one_by_one(rows), COUNTING)


def test_only_the_evaluations_asked_for_are_read(award: Award) -> None:
    kept = Points.objects.filter(participation=award.participations["beta"])
    assert kept.count() < Points.objects.count()
    source = points_of(list(kept.values_list("pk", flat=True)))

    contacts = read_contacts(_psycopg(), source)
    cells = read_question_cells(_psycopg(), source, questions=len(SECTION))

    own = [award.participations["beta"].pk]
    assert contacts.participations == cells.participations == own
    assert len(contacts.shopper) == int(cells.cells.contacts.sum()) == kept.count()
    assert int(matrix_cells(point_matrix(contacts.contacts, contacts.shopper)).contacts.sum()) == 4


def test_no_evaluation_at_all_is_refused(award: Award) -> None:
    for read in (
        lambda: read_contacts(_psycopg(), points_of([])),
        lambda: read_question_cells(_psycopg(), points_of([]), questions=len(SECTION)),
    ):
        with pytest.raises(ValueError, match=r"^there are no points to read$"):
            read()
