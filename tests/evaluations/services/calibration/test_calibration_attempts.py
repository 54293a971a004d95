"""Figures of a closed calibration that a worker fails at, and that are tried for again."""

import pytest
from django.utils import timezone

from evaluations.enums import CalibrationRefusal
from evaluations.models import (
    Calibration,
    CalibrationFigure,
    CalibrationResult,
    CalibrationRetry,
)
from evaluations.queries.calibration.calibration import due_results, is_given_up, oldest_due
from evaluations.services.calibrating import results
from evaluations.services.calibrating.closing import close
from evaluations.services.calibrating.results import (
    LEASE,
    compute_again,
    compute_results,
    sweep_results,
)
from shoppers.models import User
from tests.evaluations.services.calibration_refusals import refused
from tests.factories.awards import Award
from tests.factories.calibrations import opened, rates
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def test_a_fault_is_tried_again_and_not_for_ever(
    award: Award, alma: User, selma: User, nora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    rates(selma, made, PERFECT)
    close(calibration=made, by=alma)
    assert (due_results(), oldest_due()) == ([made.pk], Calibration.objects.get().result.asked_at)

    def broken(_calibration: Calibration) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(results, "_figures", broken)
        for _attempt in range(5):
            assert compute_results(made.pk)
            CalibrationResult.objects.update(leased_until=None)
        assert not compute_results(made.pk)

    result = CalibrationResult.objects.get()
    assert (result.error, result.lease, result.computed_at) == ("RuntimeError", 5, None)
    assert oldest_due() is None
    assert not CalibrationFigure.objects.exists()

    for by, reason, refusal in (
        (selma, "More memory", CalibrationRefusal.NOT_A_COORDINATOR),
        (alma, "  ", CalibrationRefusal.NO_REASON),
    ):
        with refused(refusal):
            compute_again(calibration=made, reason=reason, by=by)
    assert due_results() == []
    compute_again(calibration=made, reason=" More memory ", by=alma)
    with refused(CalibrationRefusal.NOT_GIVEN_UP):
        compute_again(calibration=made, reason="Twice", by=alma)
    retry = CalibrationRetry.objects.get()
    assert (retry.reason, retry.by, retry.result_id) == ("More memory", alma, made.pk)
    assert sweep_results() == 1
    result.refresh_from_db()
    # The fencing number went on.
    assert (result.lease, result.again, result.error) == (6, 1, "")
    assert CalibrationFigure.objects.exists()
    with refused(CalibrationRefusal.NOT_GIVEN_UP):
        compute_again(calibration=made, reason="Twice", by=alma)


def test_a_result_whose_workers_died_is_given_up(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    rates(selma, made, PERFECT)
    close(calibration=made, by=alma)
    result = CalibrationResult.objects.get()
    assert not is_given_up(result)
    result.lease, result.leased_until = 5, timezone.now() + LEASE
    assert not is_given_up(result)
    result.leased_until = timezone.now()
    assert is_given_up(result)


def test_who_lost_the_lease_writes_nothing(
    award: Award, alma: User, selma: User, nora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = opened(award.programme, alma, [selma, nora])
    rates(selma, made, PERFECT)
    close(calibration=made, by=alma)
    figures = results._figures

    def slow(calibration: Calibration) -> object:
        CalibrationResult.objects.update(lease=7)
        return figures(calibration)

    monkeypatch.setattr(results, "_figures", slow)

    assert compute_results(made.pk)

    assert not CalibrationFigure.objects.exists()
    assert CalibrationResult.objects.get().error == ""
