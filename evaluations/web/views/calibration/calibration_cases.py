"""The cases of a session: written down, given master answers, and compared afterwards."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.enums import CalibrationRefusal, CalibrationState
from evaluations.models import Calibration, CalibrationCase
from evaluations.queries.calibration.calibration import (
    all_are_in,
    case_stamp,
    cases_of,
    progress_of,
    ratings_of,
)
from evaluations.services.calibrating.preparing import (
    add_case,
    change_case,
    remove_case,
    set_master,
)
from evaluations.services.calibrating.refusals import CalibrationRefused, RatingRefused
from evaluations.visibility import master_is_visible, peers_are_visible
from evaluations.web.actor import acting_user
from evaluations.web.case_form import CaseTrouble, case_context, posted_answers, stand_in
from evaluations.web.forms.calibration.calibration import CaseForm
from evaluations.web.forms.calibration.case_sound import SoundForm
from evaluations.web.presenters.calibration.calibration_rating import case_title, case_words
from evaluations.web.presenters.calibration.calibration_results import answers_rows
from evaluations.web.presenters.calibration.calibrations import calibration_crumbs
from evaluations.web.presenters.calibration.case_sound import desk_sound
from evaluations.web.presenters.reports.report_filled import Filled
from evaluations.web.presenters.reports.report_reading import answer_blocks
from evaluations.web.views.calibration.calibrations import calibration_or_404, session_context
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

_FIELDS = {
    CalibrationRefusal.NO_TEXT: "text_nb",
    CalibrationRefusal.NOT_MADE_FOR_IT: "made_for_it",
    CalibrationRefusal.NOTHING_ASKED: "channel",
}


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest, year: str, calibration: uuid.UUID) -> HttpResponse:
    """A case at the end; its master answers are next."""
    session = calibration_or_404(year, calibration)
    form = CaseForm(data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = add_case(calibration=session, case=form.case(), by=acting_user(request))
        except CalibrationRefused as refused:
            form.add_error(_FIELDS.get(refused.refusal), str(refused))
        else:
            messages.success(request, _("Saved. Now give it its master answers."))
            return redirect("master_rating", year, session.pk, made.number)
    return _form_page(request, session, form, {"title": _("New case")})


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def calibration_case(
    request: HttpRequest, year: str, calibration: uuid.UUID, case: int
) -> HttpResponse:
    """The case as a form while nobody was asked; then to read, with what everybody said."""
    found = case_or_404(year, calibration, case)
    session = found.calibration
    if session.state != CalibrationState.DRAFT and request.method != "POST":
        return _reading_page(request, found)
    form = CaseForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"] or None
            change_case(case=found, wanted=form.case(), by=acting_user(request), seen=seen)
        except CalibrationRefused as refused:
            if refused.refusal is CalibrationRefusal.CASE_CHANGED:
                form.read_anew(found)
                form.add_error(None, str(refused))
                return case_page(request, found, form, status=HTTPStatus.CONFLICT)
            form.add_error(_FIELDS.get(refused.refusal), str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("calibration", year, session.pk)
    return case_page(request, found, form)


@allow(is_coordinator)
@require_POST
def remove_calibration_case(
    request: HttpRequest, year: str, calibration: uuid.UUID, case: int
) -> HttpResponse:
    """Take the case out of a session that was never opened."""
    found = case_or_404(year, calibration, case)
    try:
        remove_case(case=found, by=acting_user(request))
    except CalibrationRefused as refused:
        context = session_context(request, found.calibration, str(refused))
        return render(
            request, "evaluations/calibration/calibration.html", context, status=HTTPStatus.CONFLICT
        )
    messages.success(request, _("The case is taken out."))
    return redirect("calibration", year, found.calibration_id)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def master_rating(
    request: HttpRequest, year: str, calibration: uuid.UUID, case: int
) -> HttpResponse:
    """The answers that the case is measured by; whoever saves them stands for them."""
    found = case_or_404(year, calibration, case)
    session = found.calibration
    if request.method != "POST":
        if session.state != CalibrationState.DRAFT:
            return redirect("calibration_case", year, session.pk, found.number)
        known = found.master.answers if hasattr(found, "master") and _shown(request, found) else {}
        return _master_page(request, found, known)
    answers = posted_answers(session, request.POST)
    try:
        seen = request.POST.get("seen")
        set_master(case=found, answers=answers, by=acting_user(request), seen=seen)
    except RatingRefused as refused:
        trouble = CaseTrouble(_("Some questions still need an answer."), refused.faults)
        return _master_page(
            request, found, answers, trouble, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    except CalibrationRefused as refused:
        trouble = CaseTrouble(str(refused))
        return _master_page(request, found, answers, trouble, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The master answers are saved in your name."))
    return redirect("calibration", year, session.pk)


def case_or_404(year: str, calibration: uuid.UUID, number: int) -> CalibrationCase:
    """A case of one of the programme's sessions."""
    session = calibration_or_404(year, calibration)
    found = next((case for case in cases_of(session) if case.number == number), None)
    if found is None:
        raise Http404
    return found


def _sound_url(case: CalibrationCase) -> str:
    sound = desk_sound(case)
    return sound.url if sound is not None else ""


def _shown(request: HttpRequest, case: CalibrationCase) -> bool:
    """Whether this reader may see the master's answers by now."""
    user = acting_user(request)
    return master_is_visible(
        is_closed=case.calibration.state == CalibrationState.CLOSED,
        is_author=case.master.by_id == user.pk,
    )


def case_page(
    request: HttpRequest,
    case: CalibrationCase,
    form: CaseForm | None = None,
    *,
    sound_form: SoundForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """A case that can still be changed, with its sound."""
    session = case.calibration
    where = [session.programme.slug, session.pk, case.number]
    more = {
        "title": case_title(case),
        "remove_url": reverse("remove_calibration_case", args=where),
        "sound_form": sound_form or SoundForm(),
        "sound": desk_sound(case),
        "sound_url": reverse("case_sound", args=where),
        "remove_sound_url": reverse("remove_case_sound", args=where),
    }
    return _form_page(request, session, form or CaseForm(case), more, status=status)


def _form_page(
    request: HttpRequest,
    session: Calibration,
    form: CaseForm,
    more: dict[str, Any],
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "crumbs": calibration_crumbs(session, more["title"]),
        "form": form,
        "back": reverse("calibration", args=[session.programme.slug, session.pk]),
        **more,
    }
    if form.errors and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(
        request, "evaluations/calibration/calibration_case_form.html", context, status=status
    )


def _master_page(
    request: HttpRequest,
    case: CalibrationCase,
    answers: dict[str, Any],
    trouble: CaseTrouble | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    has_other = hasattr(case, "master") and not _shown(request, case)
    context = {
        "title": _("Master answers"),
        "others_name": case.master.by.name if has_other else "",
        "crumbs": calibration_crumbs(case.calibration, case_title(case), _("Master answers")),
        "session": case.calibration,
        "case": case,
        "case_name": case_title(case),
        "seen": case_stamp(case),
        "case_words": case_words(case),
        "sound_url": _sound_url(case),
        **case_context(case.calibration, case, answers, trouble),
    }
    return render(request, "evaluations/calibration/master_rating.html", context, status=status)


def _reading_page(request: HttpRequest, case: CalibrationCase) -> HttpResponse:
    session = case.calibration
    progress = progress_of(session)
    is_closed = session.state == CalibrationState.CLOSED
    shows_master = _shown(request, case)
    shows_peers = shows_master and peers_are_visible(
        is_closed=is_closed, all_are_in=all_are_in(progress)
    )
    names = {each.rater.pk: each.rater.user.name for each in progress}
    rows = answers_rows(case, ratings_of(session), names) if shows_peers else []
    master = Filled(True, case.master.answers, {})
    blocks = answer_blocks(stand_in(session, case), master) if shows_master else []
    context = {
        "title": case_title(case),
        "crumbs": calibration_crumbs(session, case_title(case)),
        "session": session,
        "case": case,
        "case_words": case_words(case),
        "sound_url": _sound_url(case),
        "shows_master": shows_master,
        "shows_peers": shows_peers,
        "rows": rows,
        "blocks": blocks,
    }
    return render(request, "evaluations/calibration/calibration_case.html", context)
