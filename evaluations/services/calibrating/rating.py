"""A rater's answers to a case: taken once, blind, and never changed."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.enums import CalibrationRefusal, CalibrationState
from evaluations.models import Calibration, CalibrationCase, CalibrationRater, CaseRating
from evaluations.services.calibrating.answers import answers_hash, checked_answers
from evaluations.services.calibrating.refusals import CalibrationRefused, held
from shoppers.models import User


class NotInvited(CalibrationRater.DoesNotExist):
    """Only who was invited rates a case."""


@transaction.atomic
def rate(*, case: CalibrationCase, answers: Mapping[str, Any], by: User) -> CaseRating:
    """Take her answers; the same answers sent again are the rating that she has.

    Raises NotInvited, CalibrationRefused, RatingRefused.
    """
    # The lock keeps the session from closing meanwhile.
    calibration = held(case.calibration, CalibrationState.OPEN)
    rater = CalibrationRater.objects.filter(calibration=calibration, user=by).first()
    if rater is None:
        raise NotInvited
    _check_day(calibration)
    if case.master.by_id == by.pk:
        raise CalibrationRefused(CalibrationRefusal.OWN_MASTER)
    checked = checked_answers(calibration, case, answers)
    content_hash = answers_hash(case, checked)
    known = CaseRating.objects.filter(rater=rater, case=case).first()
    if known is not None:
        if known.content_hash != content_hash:
            raise CalibrationRefused(CalibrationRefusal.RATED_ALREADY)
        return known
    return CaseRating.objects.create(
        rater=rater, case=case, answers=checked, content_hash=content_hash, at=timezone.now()
    )


def _check_day(calibration: Calibration) -> None:
    today = timezone.localdate()
    if today < calibration.opens_on:
        raise CalibrationRefused(CalibrationRefusal.NOT_YET)
    if today > calibration.closes_on:
        raise CalibrationRefused(CalibrationRefusal.OVER)
