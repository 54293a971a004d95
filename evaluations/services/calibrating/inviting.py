"""Who rates a session: shoppers, admitted or not yet, and coordinators."""

from collections.abc import Collection

import structlog
from django.db import transaction
from django.utils import timezone

from evaluations.enums import CalibrationRefusal, CalibrationState
from evaluations.models import Calibration, CalibrationRater, CalibrationWaiver, Programme
from evaluations.queries.calibration.calibrated import MOST_TRIES, calibration_standing
from evaluations.queries.calibration.calibration import cases_of
from evaluations.services.calibrating.preparing import tell
from evaluations.services.calibrating.refusals import (
    CalibrationRefused,
    check_coordinator,
    held,
)
from shoppers.models import Shopper, User
from shoppers.rules import is_coordinator, is_shopper

_log = structlog.get_logger(__name__)


@transaction.atomic
def invite(*, calibration: Calibration, users: Collection[User], by: User) -> int:
    """Ask these people to rate; how many were not asked before. All of them or none.

    Of an open session they are told at once. A shopper who was below the least agreement once may
    be invited once more: that is her second try. Raises CalibrationRefused.
    """
    check_coordinator(by)
    found = held(calibration, CalibrationState.DRAFT, CalibrationState.OPEN)
    invited = set(found.raters.values_list("user", flat=True))
    new = [user for user in users if user.pk not in invited]
    for user in new:
        _check_rater(found, user)
    for user in new:
        rater = CalibrationRater.objects.create(
            calibration=found, user=user, invited_by=by, invited_at=timezone.now()
        )
        if found.state == CalibrationState.OPEN:
            tell(rater)
    return len(new)


@transaction.atomic
def take_out(*, rater: CalibrationRater, by: User) -> None:
    """Ask her no more; who has rated a case stays. Raises CalibrationRefused."""
    check_coordinator(by)
    held(rater.calibration, CalibrationState.DRAFT, CalibrationState.OPEN)
    if rater.ratings.exists():
        raise CalibrationRefused(CalibrationRefusal.HAS_RATED)
    rater.delete()


@transaction.atomic
def waive(*, shopper: Shopper, programme: Programme, reason: str, by: User) -> CalibrationWaiver:
    """Ask no calibration in this programme; the first reason stays.

    Raises CalibrationRefused.
    """
    check_coordinator(by)
    if not reason.strip():
        raise CalibrationRefused(CalibrationRefusal.NO_REASON)
    waiver, _made = CalibrationWaiver.objects.get_or_create(
        shopper=shopper,
        programme=programme,
        defaults={"reason": reason.strip(), "by": by, "at": timezone.now()},
    )
    _log.info("calibration_waived", shopper=shopper.code, programme=programme.slug, by=str(by.pk))
    return waiver


def _check_rater(calibration: Calibration, user: User) -> None:
    if not (is_shopper(user) or is_coordinator(user)):
        raise CalibrationRefused(CalibrationRefusal.NO_LOGIN)
    if calibration.state == CalibrationState.OPEN:
        masters = {case.master.by_id for case in cases_of(calibration)}
        if masters == {user.pk}:
            raise CalibrationRefused(CalibrationRefusal.ALL_MASTERS_HERS)
    shopper = Shopper.objects.filter(user=user).first()
    if shopper is None:
        return
    standing = calibration_standing(shopper, calibration.programme)
    if standing is None or standing.passed:
        return
    if len(standing.tries) + _under_way(calibration, user) >= MOST_TRIES:
        raise CalibrationRefused(CalibrationRefusal.TRIED_TWICE)


def _under_way(calibration: Calibration, user: User) -> int:
    """In how many other sessions of the programme that are not closed she is asked to rate."""
    there = CalibrationRater.objects.filter(
        user=user, calibration__programme=calibration.programme
    ).exclude(calibration=calibration)
    return there.exclude(calibration__state=CalibrationState.CLOSED).count()
