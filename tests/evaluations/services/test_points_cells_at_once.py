"""Several reviewers approve at the same moment: no contact is lost, none counted twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, PointsCell
from evaluations.queries.points_cells import differing_cells
from evaluations.services.review.reviewing import approve
from evaluations.services.review.taking_back import take_back
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db(transaction=True)
REVIEWERS = 4


def _at_once(steps: list[Callable[[], object]]) -> None:
    together = Barrier(len(steps))

    def take(step: Callable[[], object]) -> None:
        try:
            together.wait(timeout=10)
            step()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as threads:
        list(threads.map(take, steps))


def test_reviewers_at_once_add_up_exactly() -> None:
    award, clara = tiny_award(), people.clara()
    waiting = [
        award.contact("alfa", PERFECT, state=EvaluationState.SUBMITTED) for _ in range(REVIEWERS)
    ]

    _at_once([partial(approve, evaluation=each, by=clara) for each in waiting])
    (cell,) = PointsCell.objects.all()
    assert (cell.contacts, cell.section_got) == (REVIEWERS, [4 * REVIEWERS, 0, 10 * REVIEWERS])
    held = list(Evaluation.objects.order_by("pk"))
    _at_once([partial(take_back, evaluation=each, by=clara) for each in held[1:]])

    cell.refresh_from_db()
    assert (cell.contacts, cell.section_got) == (1, [4, 0, 10])
    assert differing_cells(award.programme) == 0
