"""Calibrations as coordinators prepare and follow them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.enums import CalibrationState
from evaluations.models import Calibration, CalibrationCase
from evaluations.queries.calibration.calibration import Progress, is_given_up
from evaluations.web.crumbs import crumbs_of
from evaluations.web.presenters.calibration.calibration_rating import case_title, days_words
from evaluations.web.presenters.imports.import_states import Chip

_CHIPS = {
    CalibrationState.DRAFT: ("neutral", "pen"),
    CalibrationState.OPEN: ("info", "clock"),
    CalibrationState.CLOSED: ("good", "check"),
}


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session of the list."""

    title: str
    url: str
    days: str
    cases: int
    raters: int
    chip: Chip


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with who stands for its answers."""

    title: str
    url: str
    reason: str
    master: str
    master_url: str


@dataclass(frozen=True, slots=True)
class RaterRow:
    """Somebody who was invited; `out_url` where she may still be asked no more."""

    name: str
    code: str
    rated: int
    asked: int
    chip: Chip
    out_url: str


def session_chip(calibration: Calibration) -> Chip:
    """The session's state; a closed one says when its figures are still to come."""
    state = CalibrationState(calibration.state)
    if state is CalibrationState.CLOSED and calibration.result.computed_at is None:
        if is_given_up(calibration.result):
            return Chip(_("Not computed"), "bad", "alert")
        return Chip(_("Being computed"), "info", "clock")
    return Chip(str(state.label), *_CHIPS[state])


def has_failed(calibration: Calibration) -> bool:
    """Whether its figures were tried for as often as they are."""
    return calibration.state == CalibrationState.CLOSED and is_given_up(calibration.result)


def calibration_crumbs(calibration: Calibration, *further: str) -> list[dict[str, str]]:
    """The way from the programme to a page of the session."""
    programme = calibration.programme
    return crumbs_of(
        (programme.name, reverse("programme", args=[programme.slug])),
        (_("Calibration"), reverse("calibrations", args=[programme.slug])),
        (calibration.title, reverse("calibration", args=[programme.slug, calibration.pk])),
        further=further,
    )


def session_row(found: Any) -> SessionRow:
    """A session as `calibrations_of` found it."""
    return SessionRow(
        found.title,
        reverse("calibration", args=[found.programme.slug, found.pk]),
        days_words(found),
        found.case_count,
        found.rater_count,
        session_chip(found),
    )


def case_row(case: CalibrationCase) -> CaseRow:
    """A case of a session's page."""
    where = [case.calibration.programme.slug, case.calibration_id, case.number]
    return CaseRow(
        title=case_title(case),
        url=reverse("calibration_case", args=where),
        reason=case.get_reason_display(),
        master=case.master.by.name if hasattr(case, "master") else "",
        master_url=reverse("master_rating", args=where),
    )


def rater_row(calibration: Calibration, progress: Progress) -> RaterRow:
    """A rater with how far she has come."""
    user, rated, asked = progress.rater.user, progress.rated, progress.asked
    shopper = getattr(user, "shopper", None)
    may_go = calibration.state != CalibrationState.CLOSED and not rated
    where = [calibration.programme.slug, calibration.pk, progress.rater.pk]
    return RaterRow(
        name=user.name,
        code=shopper.code if shopper is not None else _("Coordinator"),
        rated=rated,
        asked=asked,
        chip=_rater_chip(calibration, progress),
        out_url=reverse("take_out_rater", args=where) if may_go else "",
    )


def _rater_chip(calibration: Calibration, progress: Progress) -> Chip:
    if calibration.state == CalibrationState.DRAFT:
        return Chip(_("Not told yet"), "neutral", "circle")
    if progress.is_done:
        return Chip(_("All in"), "good", "check")
    if calibration.state == CalibrationState.CLOSED:
        return Chip(_("Not complete"), "warn", "alert")
    return Chip(_("Under way") if progress.rated else _("Not begun"), "neutral", "clock")


def ratings_in(progress: Collection[Progress]) -> tuple[int, int]:
    """How many ratings are in, of how many."""
    return sum(each.rated for each in progress), sum(each.asked for each in progress)
