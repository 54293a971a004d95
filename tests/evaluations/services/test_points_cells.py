"""Points added up as they come in are always the sum of the points."""

from typing import Any

import pgtrigger
import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, Points, PointsCell, PointsCheck
from evaluations.queries.points_cells import CHECK_AFTER, differing_cells
from evaluations.services.points import store_points
from evaluations.services.points_cells import rebuild_cells, sweep_cells
from evaluations.services.review.reopening import reopen
from evaluations.services.review.reviewing import approve, reject, send_back
from evaluations.services.review.taking_back import take_back
from tests import people
from tests.factories.awards import Award, scored_award, tiny_award
from tests.factories.reports import submitted_report
from tests.factories.tiny_method import NEEDS, PERFECT

pytestmark = pytest.mark.django_db
FAIR = PERFECT | {"fits": "fair"}
# A call that only asks: waiting 4, no needs, solution 10. Perfect: all of it; fair: 4 of 8 less.
ASKED = ("phone", True, (4, 0, 10), (False, False, False))


def _cells() -> dict[tuple[Any, ...], tuple[int, list[int]]]:
    """Contacts and points got by company and what they share; emptied cells aside."""
    return {
        (
            cell.participation.company.key,
            cell.channel,
            cell.answered,
            tuple(cell.section_possible),
            tuple(cell.section_zeroed),
        ): (cell.contacts, cell.section_got)
        for cell in PointsCell.objects.select_related("participation__company")
        if cell.contacts
    }


def _waiting(award: Award, company: str = "alfa") -> Evaluation:
    """A report that waits for review."""
    return submitted_report(award, people.selma(), people.alma(), company=company)


def _anew(report: Evaluation) -> Evaluation:
    return Evaluation.objects.get(pk=report.pk)


def test_each_step_of_a_review_leaves_exact_sums() -> None:
    award, clara = tiny_award(), people.clara()
    award.contact("alfa", FAIR)
    report = _waiting(award)
    assert _cells() == {("alfa", *ASKED): (1, [4, 0, 6])}

    approve(evaluation=report, by=clara)
    assert _cells() == {("alfa", *ASKED): (2, [8, 0, 16])}
    take_back(evaluation=_anew(report), by=clara)
    assert _cells() == {("alfa", *ASKED): (1, [4, 0, 6])}
    approve(evaluation=_anew(report), by=clara)
    reopen(evaluation=_anew(report), reason="Another company", by=clara)
    assert _cells() == {("alfa", *ASKED): (1, [4, 0, 6])}
    send_back(evaluation=_anew(report), reason="Which day?", remarks={}, by=clara)
    rejected = award.contact("alfa", PERFECT, state=EvaluationState.SUBMITTED)
    reject(evaluation=rejected, reason="Another company", by=clara)
    assert _cells() == {("alfa", *ASKED): (1, [4, 0, 6])}

    Points.objects.all().delete()
    assert _cells() == {}
    assert differing_cells(award.programme) == 0


def test_what_contacts_do_not_share_is_kept_apart() -> None:
    award = tiny_award()
    award.contacts(
        ("alfa", PERFECT, {}),
        ("alfa", FAIR, {}),
        ("alfa", PERFECT | NEEDS, {"scenario": "buy"}),
        ("alfa", PERFECT | {"correct": "no"}, {}),
        ("alfa", None, {}),
        ("alfa", PERFECT, {"channel": "email"}),
        ("beta", PERFECT, {}),
    )

    assert _cells() == {
        ("alfa", *ASKED): (2, [8, 0, 16]),
        ("alfa", "phone", True, (4, 4, 10), (False,) * 3): (1, [4, 4, 10]),
        ("alfa", "phone", True, (4, 0, 10), (False, False, True)): (1, [4, 0, 8]),
        ("alfa", "phone", False, (0, 0, 0), (False,) * 3): (1, [0, 0, 0]),
        ("alfa", "email", *ASKED[1:]): (1, [4, 0, 10]),
        ("beta", *ASKED): (1, [4, 0, 10]),
    }


def test_points_derived_again_and_changed_are_not_counted_twice() -> None:
    award = tiny_award()
    evaluation = award.contact("alfa", PERFECT)

    store_points(evaluations=[evaluation])
    assert _cells() == {("alfa", *ASKED): (1, [4, 0, 10])}
    Points.objects.update(section_got=[2, 0, 6], channel="chat")

    assert _cells() == {("alfa", "chat", *ASKED[1:]): (1, [2, 0, 6])}


@pytest.mark.parametrize("contacts", [0, 60])
def test_an_approval_costs_the_same_beside_any_number_of_contacts(
    contacts: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    award, clara = tiny_award(), people.clara()
    report = _waiting(award)
    award.contacts(*(("alfa", FAIR, {}),) * contacts)

    with django_assert_num_queries(16):
        approve(evaluation=report, by=clara)
    with django_assert_num_queries(11):
        take_back(evaluation=_anew(report), by=clara)

    assert sum(cell.contacts for cell in PointsCell.objects.all()) == contacts
    # The work of the database too: one cell, whatever stands behind it.
    assert PointsCell.objects.count() == 1


def test_sums_that_were_written_past_the_points_are_found_and_mended() -> None:
    award = scored_award()
    right = _cells()
    assert sweep_cells() == 0
    PointsCell.objects.filter(participation=award.participations["beta"]).update(contacts=7)
    PointsCell.objects.filter(participation=award.participations["gamma"]).delete()
    with pgtrigger.ignore():
        Points.objects.filter(participation=award.participations["delta"]).delete()
    right = {key: held for key, held in right.items() if key[0] != "delta"}

    assert differing_cells(award.programme) == 3
    assert sweep_cells() == 0  # looked at a moment ago
    PointsCheck.objects.update(checked_at=timezone.now() - CHECK_AFTER)
    assert sweep_cells() == 3

    assert _cells() == right
    assert PointsCheck.objects.get().mended_at is not None
    assert rebuild_cells(programme=award.programme) == 0
