"""Closing a session: from then on nobody rates, everybody may see, and the figures are due."""

import uuid
from functools import partial

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from evaluations.enums import CalibrationRefusal, CalibrationState
from evaluations.models import Calibration, CalibrationRater, CalibrationResult, CaseRating
from evaluations.queries.calibration.calibration import over, progress_of
from evaluations.services.calibrating.refusals import (
    CalibrationRefused,
    check_coordinator,
    held,
)
from evaluations.signals import calibration_closed
from shoppers.models import User

_log = structlog.get_logger(__name__)


@transaction.atomic
def close(*, calibration: Calibration, by: User | None) -> Calibration:
    """Take no more answers and have the figures computed; `by` None: the last day is over.

    Who has not rated every case that she was asked to stays in the figures, and nothing follows for
    her. Tells `calibration_closed` after commit. Raises CalibrationRefused.
    """
    if by is not None:
        check_coordinator(by)
    found = held(calibration, CalibrationState.OPEN)
    if by is not None and not _ratings(found).exists():
        raise CalibrationRefused(CalibrationRefusal.NOTHING_RATED)
    done = [each.rater.pk for each in progress_of(found) if each.is_done]
    CalibrationRater.objects.filter(pk__in=done).update(is_complete=True)
    found.state = CalibrationState.CLOSED
    found.closed_at, found.closed_by = timezone.now(), by
    found.save(update_fields=["state", "closed_at", "closed_by"])
    CalibrationResult.objects.create(calibration=found)
    transaction.on_commit(
        partial(calibration_closed.send_robust, sender=CalibrationResult, calibration_id=found.pk)
    )
    _log.info("calibration_closed", calibration=str(found.pk), by=str(by.pk) if by else "")
    return found


def close_those_over() -> int:
    """Close the sessions whose last day is over; how many there were."""
    keys: list[uuid.UUID] = list(over().values_list("pk", flat=True))
    return sum(_close_if_over(key) for key in keys)


@transaction.atomic
def _close_if_over(key: uuid.UUID) -> bool:
    found = over().select_for_update(skip_locked=True).filter(pk=key).first()
    if found is None:
        return False  # closed by somebody else, or given more days
    close(calibration=found, by=None)
    return True


def _ratings(calibration: Calibration) -> QuerySet[CaseRating]:
    return CaseRating.objects.filter(rater__calibration=calibration)
