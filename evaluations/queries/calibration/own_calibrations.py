"""What calibrations know about a shopper, as she may read it."""

from typing import Any

from evaluations.enums import AgreementFigure
from evaluations.models import CalibrationFigure, CalibrationRater
from shoppers.models import Shopper

# How lenient she was is told in points, and those are not for shoppers' eyes.
_HERS = (
    AgreementFigure.WITH_MASTER,
    AgreementFigure.WITH_OTHERS,
    AgreementFigure.ALPHA,
)


def own_calibrations(shopper: Shopper) -> dict[str, Any]:
    """The sessions that she was invited to, with her answers and how far they agreed."""
    places = (
        CalibrationRater.objects.filter(user__shopper=shopper)
        .select_related("calibration__programme")
        .prefetch_related("ratings__case", "drafts__case", "figures")
        .order_by("pk")
    )
    return {
        "sessions": [_session(place) for place in places],
        "waived": [
            {"programme": slug, "reason": reason, "at": at}
            for slug, reason, at in shopper.calibration_waivers.order_by("pk").values_list(
                "programme__slug", "reason", "at"
            )
        ],
    }


def _session(place: CalibrationRater) -> dict[str, Any]:
    return {
        "programme": place.calibration.programme.slug,
        "title": place.calibration.title,
        "invited_at": place.invited_at,
        "rated_every_case": place.is_complete,
        "ratings": [
            {
                "case": rating.case.number,
                "answers": rating.answers,
                "fingerprint": rating.content_hash,
                "at": rating.at,
            }
            for rating in place.ratings.all()
        ],
        "begun": [
            {"case": draft.case.number, "answers": draft.answers, "saved_at": draft.saved_at}
            for draft in place.drafts.all()
        ],
        "figures": [_figure(each) for each in place.figures.all() if each.figure in _HERS],
    }


def _figure(found: CalibrationFigure) -> dict[str, Any]:
    names = ("figure", "value", "low", "high", "agreed", "compared")
    return {name: getattr(found, name) for name in names}
