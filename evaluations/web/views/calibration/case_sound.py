"""The sound of an acted call: sent, taken away, and saved by who may hear it."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.models import CalibrationCase
from evaluations.queries.calibration.calibration import cases_to_rate
from evaluations.queries.calibration.case_sounds import sound_of
from evaluations.services.calibrating.sounds import (
    SoundGone,
    add_sound,
    read_sound,
    remove_sound,
)
from evaluations.services.lifecycle import LifecycleError
from evaluations.web.actor import acting_user
from evaluations.web.forms.calibration.case_sound import SoundForm
from evaluations.web.views.calibration.calibration_cases import case_or_404, case_page
from evaluations.web.views.calibration.my_calibrations import may_rate, place_or_404
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

_PART = 1024 * 1024


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def case_sound(request: HttpRequest, year: str, calibration: uuid.UUID, case: int) -> HttpResponse:
    """The file to save, or another in its place."""
    found = case_or_404(year, calibration, case)
    if request.method != "POST":
        return _file(found)
    form = SoundForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["sound"]
        try:
            add_sound(
                case=found, parts=sent.chunks(_PART), size=sent.size or 0, by=acting_user(request)
            )
        except LifecycleError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The sound is here and is being checked."))
            return redirect("calibration_case", year, calibration, case)
    return case_page(request, found, sound_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@allow(is_coordinator)
@require_POST
def remove_case_sound(
    request: HttpRequest, year: str, calibration: uuid.UUID, case: int
) -> HttpResponse:
    """Take the sound away; the words stay."""
    found = case_or_404(year, calibration, case)
    try:
        remove_sound(case=found, by=acting_user(request))
    except LifecycleError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The sound is taken away. The words stay."))
    return redirect("calibration_case", year, calibration, case)


@allow(may_rate)
@require_safe
def my_case_sound(request: HttpRequest, calibration: uuid.UUID, case: int) -> HttpResponse:
    """The same file for a rater."""
    asked = cases_to_rate(place_or_404(request, calibration))
    found = next((each for each in asked if each.number == case), None)
    if found is None:
        raise Http404
    return _file(found)


def _file(case: CalibrationCase) -> HttpResponse:
    """A file to save, never to show within the site."""
    sound = sound_of(case)
    if sound is None:
        raise Http404
    try:
        content = read_sound(sound)
    except SoundGone:
        raise Http404 from None
    response = HttpResponse(content, content_type="audio/mpeg")
    response["Content-Disposition"] = f'attachment; filename="case-{case.number}.mp3"'
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
