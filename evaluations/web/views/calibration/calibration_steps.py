"""Steps with a session: begun, changed, opened, closed, put away."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.enums import CalibrationRefusal, CalibrationState
from evaluations.models import Calibration
from evaluations.queries.calibration.calibration import all_are_in, progress_of
from evaluations.services.calibrating.closing import close
from evaluations.services.calibrating.preparing import change, discard, open_session, prepare
from evaluations.services.calibrating.refusals import CalibrationRefused
from evaluations.services.calibrating.results import compute_again
from evaluations.services.setting_up.refusals import SetUpChanged
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.calibration.calibration import AgainForm, SessionForm
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.calibration.calibrations import calibration_crumbs, ratings_in
from evaluations.web.views.calibration.calibrations import calibration_or_404, session_context
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

_FIELDS = {
    CalibrationRefusal.NO_TITLE: "title",
    CalibrationRefusal.DAYS_REVERSED: "closes_on",
    CalibrationRefusal.DAYS_OVER: "closes_on",
}


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def new_calibration(request: HttpRequest, year: str) -> HttpResponse:
    """A session with its days; cases and raters come on its page."""
    programme = programme_or_404(year)
    form = SessionForm(data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = prepare(programme=programme, session=form.session(), by=acting_user(request))
        except CalibrationRefused as refused:
            form.add_error(_FIELDS.get(refused.refusal), str(refused))
        else:
            messages.success(request, _("Begun. Add cases and invite raters, then open it."))
            return redirect("calibration", programme.slug, made.pk)
    every = reverse("calibrations", args=[programme.slug])
    context = {
        "title": _("New calibration"),
        "crumbs": crumbs_of(
            (programme.name, reverse("programme", args=[programme.slug])),
            (_("Calibration"), every),
            (_("New calibration"), ""),
        ),
        "form": form,
        "back": every,
        "save": _("Begin the calibration"),
        "lead": _("Several people rate the same made-up contacts by the programme's checklist."),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evaluations/setting_up/set_up_form.html", context, status=status)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def change_calibration(request: HttpRequest, year: str, calibration: uuid.UUID) -> HttpResponse:
    """Another title or other days, also while it is open."""
    found = calibration_or_404(year, calibration)
    form = SessionForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            form.check_seen()
            by = acting_user(request)
            change(calibration=found, session=form.session(), by=by, seen=form.standing)
        except SetUpChanged as refused:
            form.refuse(refused)
        except CalibrationRefused as refused:
            form.add_error(_FIELDS.get(refused.refusal), str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("calibration", year, found.pk)
    context = {
        "title": _("Title and days"),
        "crumbs": calibration_crumbs(found, _("Title and days")),
        "form": form,
        "back": reverse("calibration", args=[year, found.pk]),
        "save": _("Save"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evaluations/setting_up/set_up_form.html", context, status=status)


@allow(is_coordinator)
@require_POST
def open_calibration(request: HttpRequest, year: str, calibration: uuid.UUID) -> HttpResponse:
    """Let the raters answer, and tell them."""
    found = calibration_or_404(year, calibration)
    return _done(
        request,
        found,
        lambda: open_session(calibration=found, by=acting_user(request)),
        _("Open. Every rater is told by mail."),
    )


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def close_calibration(request: HttpRequest, year: str, calibration: uuid.UUID) -> HttpResponse:
    """Ask first: who has not answered by then has no more chance."""
    found = calibration_or_404(year, calibration)
    if request.method == "POST":
        return _done(
            request,
            found,
            lambda: close(calibration=found, by=acting_user(request)),
            _("Closed. The figures are being computed."),
        )
    if found.state != CalibrationState.OPEN:
        return redirect("calibration", year, found.pk)
    progress = progress_of(found)
    rated, asked = ratings_in(progress)
    context = {
        "title": _("Close the calibration?"),
        "session": found,
        "crumbs": calibration_crumbs(found, _("Close")),
        "all_in": all_are_in(progress),
        "left": sum(not each.is_done for each in progress),
        "rated": rated,
        "asked": asked,
    }
    return render(request, "evaluations/calibration/close_calibration.html", context)


@allow(is_coordinator)
@require_POST
def compute_calibration_again(
    request: HttpRequest, year: str, calibration: uuid.UUID
) -> HttpResponse:
    """Have figures tried for again that could not be computed."""
    found = calibration_or_404(year, calibration)
    form = AgainForm(request.POST)
    if not form.is_valid():
        context = session_context(request, found) | {"again_form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "evaluations/calibration/calibration.html", context, status=status)
    reason = form.cleaned_data["reason"]
    return _done(
        request,
        found,
        lambda: compute_again(calibration=found, reason=reason, by=acting_user(request)),
        _("The figures are being computed again."),
    )


@allow(is_coordinator)
@require_POST
def discard_calibration(request: HttpRequest, year: str, calibration: uuid.UUID) -> HttpResponse:
    """Put a session away that was never opened."""
    found = calibration_or_404(year, calibration)
    try:
        discard(calibration=found, by=acting_user(request))
    except CalibrationRefused as refused:
        return _refused(request, found, refused)
    messages.success(request, _("The calibration is put away. Nobody was told of it."))
    return redirect("calibrations", year)


def _done(
    request: HttpRequest, found: Calibration, act: Callable[[], object], said: str
) -> HttpResponse:
    try:
        act()
    except CalibrationRefused as refused:
        return _refused(request, found, refused)
    messages.success(request, said)
    return redirect("calibration", found.programme.slug, found.pk)


def _refused(request: HttpRequest, found: Calibration, refused: CalibrationRefused) -> HttpResponse:
    fresh = calibration_or_404(found.programme.slug, found.pk)
    context = session_context(request, fresh, str(refused))
    return render(
        request, "evaluations/calibration/calibration.html", context, status=HTTPStatus.CONFLICT
    )
