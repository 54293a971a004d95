"""The figures of a closed session: computed once, by who holds the lease, and kept as rows."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from evaluations.enums import AgreementFigure, CalibrationRefusal
from evaluations.models import (
    Calibration,
    CalibrationFigure,
    CalibrationRater,
    CalibrationResult,
    CalibrationRetry,
)
from evaluations.queries.calibration.calibration import (
    cases_of,
    due,
    due_results,
    is_given_up,
    ratings_of,
)
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.calibrating.refusals import CalibrationRefused, check_coordinator
from evaluations.signals import calibration_closed
from shoppers.models import User

if TYPE_CHECKING:
    from evaluations.agreement.raters import Share
    from evaluations.agreement.ratings import Coefficient
    from evaluations.agreement.session import QuestionAgreement, RaterAgreement
    from evaluations.services.calibrating.questions import Asked

_log = structlog.get_logger(__name__)
# Until a worker that took the work and died is given up; a large session takes seconds.
LEASE = dt.timedelta(seconds=120)
# How long it rests after a fault, times the attempts it has had.
REST = dt.timedelta(seconds=5)


class _LeaseLost(Exception):
    """Somebody else has the work now, or has done it."""


def compute_results(calibration_id: uuid.UUID) -> bool:
    """Compute the figures that are due; whether it was ours to do. Must not run in a transaction.

    A fault leaves it to a later attempt, a few times.
    """
    lease = _claim(calibration_id)
    if lease is None:
        return False
    try:
        _compute(calibration_id, lease)
    except _LeaseLost:
        _log.warning("calibration_lease_lost", calibration=str(calibration_id))
    except Exception as fault:  # noqa: BLE001 - the next attempt may do better; the row keeps count
        _log.exception("calibration_fault", calibration=str(calibration_id))
        CalibrationResult.objects.filter(pk=calibration_id, lease=lease).update(
            error=type(fault).__name__, leased_until=Now() + REST * lease
        )
    return True


def sweep_results() -> int:
    """Compute all figures that nobody is working on; for how many sessions."""
    return sum(compute_results(key) for key in due_results())


@transaction.atomic
def compute_again(*, calibration: Calibration, reason: str, by: User) -> None:
    """Have figures that could not be computed tried for anew, as often as the first time.

    Tells `calibration_closed` after commit. Raises CalibrationRefused.
    """
    check_coordinator(by)
    if not (said := reason.strip()):
        raise CalibrationRefused(CalibrationRefusal.NO_REASON)
    result = CalibrationResult.objects.select_for_update().filter(pk=calibration.pk).first()
    if result is None or not is_given_up(result):
        raise CalibrationRefused(CalibrationRefusal.NOT_GIVEN_UP)
    # The fencing number goes on: who was given up may still come back.
    result.again, result.leased_until = result.again + 1, None
    result.save(update_fields=["again", "leased_until"])
    CalibrationRetry.objects.create(result=result, reason=said, by=by, at=timezone.now())
    transaction.on_commit(
        partial(calibration_closed.send_robust, CalibrationResult, calibration_id=calibration.pk)
    )


@transaction.atomic
def _claim(calibration_id: uuid.UUID) -> int | None:
    rows = CalibrationResult.objects.select_for_update(skip_locked=True)
    found = rows.filter(due(), pk=calibration_id).first()
    if found is None:
        return None
    CalibrationResult.objects.filter(pk=calibration_id).update(
        lease=F("lease") + 1, leased_until=Now() + LEASE, error=""
    )
    return found.lease + 1


def _compute(calibration_id: uuid.UUID, lease: int) -> None:
    calibration = Calibration.objects.select_related("checklist_version").get(pk=calibration_id)
    rows = list(_figures(calibration))
    with transaction.atomic():
        ours = CalibrationResult.objects.select_for_update().filter(
            pk=calibration_id, lease=lease, computed_at=None
        )
        if not ours.exists():
            raise _LeaseLost
        # Who was erased meanwhile has no row any more that a figure could name.
        there = set(calibration.raters.values_list("pk", flat=True))
        CalibrationFigure.objects.bulk_create(
            row for row in rows if row.rater_id is None or row.rater_id in there
        )
        CalibrationResult.objects.filter(pk=calibration_id).update(computed_at=Now(), error="")


def _figures(calibration: Calibration) -> Iterator[CalibrationFigure]:
    """The rows; none where nobody has rated anything."""
    # Heavy, and only who computes needs them.
    from evaluations.agreement.session import calibrated  # noqa: PLC0415 - see above
    from evaluations.services.calibrating.questions import (  # noqa: PLC0415 - as above
        Rated,
        asked_questions,
    )

    said = {(each.rater_id, each.case_id): each.answers for each in ratings_of(calibration)}
    raters = [
        rater
        for rater in calibration.raters.order_by("pk")
        if any(key == rater.pk for key, _case in said)
    ]
    cases = [
        Rated(
            case.channel,
            case.master.answers,
            [said.get((rater.pk, case.pk)) for rater in raters],
        )
        for case in cases_of(calibration)
    ]
    asked = asked_questions(checklist_of(calibration.checklist_version), cases)
    if not asked:
        return
    # The key is the session's own for good, so the same answers give the same intervals.
    found = calibrated([each.question for each in asked], seed=calibration.pk.int % 2**32)
    for each, agreement in zip(asked, found.questions, strict=True):
        yield from _of_question(calibration, each, agreement)
    for rater, own in zip(raters, found.raters, strict=True):
        yield from _of_rater(calibration, rater, own)
    shares = [rater.with_master for rater in found.raters]
    yield _coefficient(
        CalibrationFigure(calibration=calibration), AgreementFigure.ALPHA, found.alpha
    )
    yield _share(CalibrationFigure(calibration=calibration), _together(shares))


def _of_question(
    calibration: Calibration, asked: "Asked", agreement: "QuestionAgreement"
) -> Iterator[CalibrationFigure]:
    def row() -> CalibrationFigure:
        return CalibrationFigure(calibration=calibration, question=asked.key, channel=asked.channel)

    yield _coefficient(row(), AgreementFigure.ALPHA, agreement.alpha)
    yield _coefficient(row(), AgreementFigure.GWET, agreement.gwet)
    yield _coefficient(row(), AgreementFigure.PERCENT, agreement.percent)
    yield _share(row(), _together(agreement.with_master))


def _of_rater(
    calibration: Calibration, rater: CalibrationRater, agreement: "RaterAgreement"
) -> Iterator[CalibrationFigure]:
    def row() -> CalibrationFigure:
        return CalibrationFigure(calibration=calibration, rater=rater)

    yield _share(row(), agreement.with_master)
    yield _coefficient(row(), AgreementFigure.ALPHA, agreement.alpha)
    yield _coefficient(row(), AgreementFigure.WITH_OTHERS, agreement.with_others)
    lenience = row()
    lenience.figure, lenience.value = AgreementFigure.LENIENCE, agreement.lenience
    lenience.compared = agreement.alpha.units
    yield lenience


def _together(shares: "Sequence[Share]") -> "Share":
    from evaluations.agreement.raters import share_of  # noqa: PLC0415 - as above

    return share_of(sum(share.agreed for share in shares), sum(share.compared for share in shares))


def _share(row: CalibrationFigure, share: "Share") -> CalibrationFigure:
    row.figure = AgreementFigure.WITH_MASTER
    row.value = None if share.value is None else float(share.value)
    row.low, row.high = share.low, share.high
    row.agreed, row.compared = share.agreed, share.compared
    return row


def _coefficient(
    row: CalibrationFigure, figure: AgreementFigure, found: "Coefficient"
) -> CalibrationFigure:
    row.figure, row.value, row.low, row.high = figure, found.value, found.low, found.high
    row.compared = found.units
    row.untold = found.untold or ""
    row.no_interval = found.no_interval or ""
    return row
