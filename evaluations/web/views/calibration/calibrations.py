"""A programme's calibrations: the list, and one with its cases, raters and results."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.enums import CalibrationState, LeastAgreement
from evaluations.models import Calibration
from evaluations.queries.calibration.calibration import (
    Progress,
    all_are_in,
    calibration_on_desk,
    calibrations_of,
    cases_of,
    figures_of,
    progress_of,
)
from evaluations.services.calibrating.preparing import obstacle_to_open
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.calibration.calibration import AgainForm
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.calibration.calibration_rating import (
    days_words,
    figure_words,
    takes_answers,
)
from evaluations.web.presenters.calibration.calibration_results import Results
from evaluations.web.presenters.calibration.calibrations import (
    calibration_crumbs,
    case_row,
    has_failed,
    rater_row,
    ratings_in,
    session_chip,
    session_row,
)
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

SESSIONS_A_PAGE = 20


@allow(is_coordinator)
@require_safe
def calibrations(request: HttpRequest, year: str) -> HttpResponse:
    """The programme's sessions, the newest first."""
    programme = programme_or_404(year)
    page = Paginator(calibrations_of(programme), SESSIONS_A_PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.programme = programme
    context = {
        "title": _("Calibration"),
        "programme": programme,
        "crumbs": crumbs_of(
            (programme.name, reverse("programme", args=[programme.slug])), (_("Calibration"), "")
        ),
        "page": page,
        "rows": [session_row(each) for each in page],
    }
    return render(request, "evaluations/calibration/calibrations.html", context)


@allow(is_coordinator)
@require_safe
def calibration(request: HttpRequest, year: str, calibration: uuid.UUID) -> HttpResponse:
    """What the session holds, who has answered, and once it is closed what it came to."""
    found = calibration_or_404(year, calibration)
    return render(
        request, "evaluations/calibration/calibration.html", session_context(request, found)
    )


@allow(is_coordinator)
@require_safe
def calibration_progress(request: HttpRequest, year: str, calibration: uuid.UUID) -> HttpResponse:
    """The bar alone; once the figures are there, the page around it is asked for anew."""
    found = calibration_or_404(year, calibration)
    response = render(
        request, "evaluations/calibration/calibration_progress.html", {"session": found}
    )
    is_closed = found.state == CalibrationState.CLOSED
    if not is_closed or found.result.computed_at is not None or has_failed(found):
        response.headers["HX-Refresh"] = "true"
    return response


def calibration_or_404(year: str, key: uuid.UUID) -> Calibration:
    """The programme's session."""
    found = calibration_on_desk(programme_or_404(year), key)
    if found is None:
        raise Http404
    return found


def session_context(request: HttpRequest, found: Calibration, refusal: str = "") -> dict[str, Any]:
    """Everything that the page of a session shows."""
    cases = cases_of(found)
    progress = progress_of(found, cases)
    rated, asked = ratings_in(progress)
    is_draft = found.state == CalibrationState.DRAFT
    is_closed = found.state == CalibrationState.CLOSED
    obstacle = obstacle_to_open(found) if is_draft else None
    context: dict[str, Any] = {
        "title": found.title,
        "session": found,
        "crumbs": calibration_crumbs(found),
        "chip": session_chip(found),
        "days": days_words(found),
        "is_draft": is_draft,
        "is_open": found.state == CalibrationState.OPEN,
        "is_closed": is_closed,
        "obstacle": str(obstacle.label) if obstacle else "",
        "refusal": refusal,
        "cases": [case_row(case) for case in cases],
        "raters": [rater_row(found, each) for each in progress],
        "rated": rated,
        "asked": asked,
        "all_in": not is_draft and all_are_in(progress),
        "rate_url": _own_url(request, found, progress),
        "least": _least(found),
    }
    return context | (_results(found) if is_closed else {})


def _results(found: Calibration) -> dict[str, Any]:
    retries = {"retries": found.result.retries.select_related("by")}
    if found.result.computed_at is None:
        failed = has_failed(found)
        return retries | {"failed": failed, "computing": not failed, "again_form": AgainForm()}
    return retries | {"results": Results(found, figures_of(found))}


def _own_url(request: HttpRequest, found: Calibration, progress: list[Progress]) -> str:
    """Where the reader rates the cases herself; empty where nothing of it waits for her."""
    user = acting_user(request)
    waits = any(each.rater.user_id == user.pk and not each.is_done for each in progress)
    return reverse("my_calibration", args=[found.pk]) if waits and takes_answers(found) else ""


def _least(found: Calibration) -> str:
    programme = found.programme
    if programme.least_agreement is None:
        return ""
    by = LeastAgreement(programme.least_agreement_by)
    return figure_words(by, programme.least_agreement / 100)
