"""A rater's answers to a case: kept as she goes, then taken once, blind, and never changed."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.enums import CalibrationRefusal, CalibrationState
from evaluations.models import (
    Calibration,
    CalibrationCase,
    CalibrationRater,
    CaseRating,
    RatingDraft,
)
from evaluations.services.calibrating.answers import answers_hash, begun_answers, checked_answers
from evaluations.services.calibrating.refusals import CalibrationRefused, held
from shoppers.models import User


class NotInvited(CalibrationRater.DoesNotExist):
    """Only who was invited rates a case."""


@transaction.atomic
def rate(*, case: CalibrationCase, answers: Mapping[str, Any], by: User) -> CaseRating:
    """Take her answers; the same answers sent again are the rating that she has.

    Raises NotInvited, CalibrationRefused, RatingRefused.
    """
    rater = _place(case, by)
    checked = checked_answers(rater.calibration, case, answers)
    content_hash = answers_hash(case, checked)
    known = CaseRating.objects.filter(rater=rater, case=case).first()
    if known is not None:
        if known.content_hash != content_hash:
            raise CalibrationRefused(CalibrationRefusal.RATED_ALREADY)
        return known
    RatingDraft.objects.filter(rater=rater, case=case).delete()
    return CaseRating.objects.create(
        rater=rater, case=case, answers=checked, content_hash=content_hash, at=timezone.now()
    )


@transaction.atomic
def keep(*, case: CalibrationCase, answers: Mapping[str, Any], by: User) -> RatingDraft:
    """Keep what she has answered so far in place of what was kept before; some may be missing.

    Raises NotInvited, CalibrationRefused, RatingRefused where an answer is none of the question's.
    """
    rater = _place(case, by)
    if CaseRating.objects.filter(rater=rater, case=case).exists():
        raise CalibrationRefused(CalibrationRefusal.RATED_ALREADY)
    facts = {"answers": begun_answers(rater.calibration, case, answers), "saved_at": timezone.now()}
    draft, _new = RatingDraft.objects.update_or_create(rater=rater, case=case, defaults=facts)
    return draft


def _place(case: CalibrationCase, by: User) -> CalibrationRater:
    """Her place in the session of a case that she may rate now; nobody closes it meanwhile."""
    calibration = held(case.calibration, CalibrationState.OPEN)
    rater = CalibrationRater.objects.filter(calibration=calibration, user=by).first()
    if rater is None:
        raise NotInvited
    _check_day(calibration)
    if case.master.by_id == by.pk:
        raise CalibrationRefused(CalibrationRefusal.OWN_MASTER)
    rater.calibration = calibration
    return rater


def _check_day(calibration: Calibration) -> None:
    today = timezone.localdate()
    if today < calibration.opens_on:
        raise CalibrationRefused(CalibrationRefusal.NOT_YET)
    if today > calibration.closes_on:
        raise CalibrationRefused(CalibrationRefusal.OVER)
