"""Who has signed and passed, as the desk shows it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.models import Programme
from evaluations.queries.roster.certification_desk import CertificationState
from evaluations.web.presenters.imports.import_states import Chip

_CHIPS = {
    CertificationState.CERTIFIED: ("good", "check"),
    CertificationState.UNDER_WAY: ("neutral", "circle"),
    CertificationState.NO_TRY_LEFT: ("warn", "alert"),
}


@dataclass(frozen=True, slots=True)
class CertifiedRow:
    """A shopper who is admitted to the programme."""

    code: str
    name: str
    url: str
    code_at: dt.datetime | None
    briefing_at: dt.datetime | None
    tries: int
    test: str
    calibration: str
    state: Chip


def certified_row(found: Any, programme: Programme) -> CertifiedRow:
    """A shopper as `admitted_shoppers` found her."""
    return CertifiedRow(
        code=found.code,
        name=found.user.name,
        url=reverse("certified_shopper", args=[programme.slug, found.code]),
        code_at=found.code_at,
        briefing_at=found.briefing_at,
        tries=found.tries,
        test=_("Passed") if found.passed else _("Not passed"),
        calibration=_("Enough") if found.is_calibrated else _("Not yet"),
        state=certification_chip(_state(found)),
    )


def certification_chip(state: CertificationState) -> Chip:
    """How far a shopper has come."""
    return Chip(str(state.label), *_CHIPS[state])


def _state(found: Any) -> CertificationState:
    if found.code_at and found.briefing_at and found.passed and found.is_calibrated:
        return CertificationState.CERTIFIED
    if not found.passed and found.tries_left <= 0:
        return CertificationState.NO_TRY_LEFT
    return CertificationState.UNDER_WAY
