"""A rater's own calibrations: what waits for her, a case to rate, and afterwards her agreement."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.enums import CalibrationState
from evaluations.models import CalibrationCase, CalibrationRater, CaseRating, RatingDraft
from evaluations.queries.calibration.calibration import (
    cases_to_rate,
    drafts_of,
    own_places,
    rater_of,
)
from evaluations.queries.roster.certification import asked_calibrations
from evaluations.services.calibrating.rating import keep, rate
from evaluations.services.calibrating.refusals import CalibrationRefused, RatingRefused
from evaluations.web.actor import acting_user
from evaluations.web.case_form import CaseTrouble, case_context, posted_answers, stand_in
from evaluations.web.presenters.calibration.calibration_rating import (
    ToRate,
    agreement_words,
    case_title,
    case_words,
    compared_case,
    days_words,
    my_crumbs,
    place_row,
    standing_sentences,
    takes_answers,
)
from evaluations.web.presenters.calibration.case_sound import my_sound_url
from evaluations.web.presenters.reports.report_filled import Filled
from evaluations.web.presenters.reports.report_reading import answer_blocks
from shoppers.rules import is_coordinator, is_shopper
from shoppers.web.access import allow

may_rate = is_shopper | is_coordinator


@allow(may_rate)
@require_safe
def my_calibrations(request: HttpRequest) -> HttpResponse:
    """The sessions she was invited to, and how she stands with what her programmes ask."""
    user = acting_user(request)
    context = {
        "title": _("My calibrations"),
        "standings": [
            (programme, *standing_sentences(standing))
            for programme, standing in asked_calibrations(user)
        ],
        "places": [place_row(place) for place in own_places(user)],
    }
    return render(request, "evaluations/calibration/my_calibrations.html", context)


@allow(may_rate)
@require_safe
def my_calibration(request: HttpRequest, calibration: uuid.UUID) -> HttpResponse:
    """The cases to rate; once the session is closed, her answers beside the master's."""
    place = place_or_404(request, calibration)
    session = place.calibration
    cases, ratings, drafts = cases_to_rate(place), _ratings(place), drafts_of(place)
    is_closed = session.state == CalibrationState.CLOSED
    compared = [
        compared_case(case, ratings[case.pk].answers, master=case.master.answers)
        for case in cases
        if is_closed and case.pk in ratings
    ]
    left = [case for case in cases if case.pk not in ratings]
    context = {
        "title": session.title,
        "crumbs": my_crumbs((session.title, "")),
        "session": session,
        "days": days_words(session),
        "is_closed": is_closed,
        "takes_answers": takes_answers(session),
        "cases": [
            ToRate(case_title(case), _url(case), case.pk in ratings, case.pk in drafts)
            for case in cases
        ],
        "next_url": _url(left[0]) if left and takes_answers(session) else "",
        "compared": compared,
        "agreement": agreement_words(compared) if compared else "",
    }
    return render(request, "evaluations/calibration/my_calibration.html", context)


@allow(may_rate)
@require_http_methods(["GET", "HEAD", "POST"])
def rate_case(request: HttpRequest, calibration: uuid.UUID, case: int) -> HttpResponse:
    """A case to read with its form; what was sent is there to read."""
    place = place_or_404(request, calibration)
    session, cases, ratings = place.calibration, cases_to_rate(place), _ratings(place)
    found = next((each for each in cases if each.number == case), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        following = [each for each in cases if each.pk not in ratings and each.pk != found.pk]
        return _taken(request, found, following)
    if found.pk in ratings or not takes_answers(session):
        return _read(request, found, ratings.get(found.pk))
    return _form(request, found, begun=drafts_of(place).get(found.pk))


def _taken(
    request: HttpRequest, case: CalibrationCase, following: list[CalibrationCase]
) -> HttpResponse:
    """Keep what she typed, or send it and go on to what follows."""
    session, is_kept = case.calibration, "keep" in request.POST
    answers = posted_answers(session, request.POST)
    try:
        (keep if is_kept else rate)(case=case, answers=answers, by=acting_user(request))
    except RatingRefused as refused:
        return _form(request, case, answers, CaseTrouble(str(refused), refused.faults))
    except CalibrationRefused as refused:
        # What she typed stays before her, though nothing can be done with it any more.
        return _form(request, case, answers, CaseTrouble(str(refused)))
    if is_kept:
        messages.success(request, _("Kept. Nothing is sent yet; go on whenever you like."))
    elif following:
        messages.success(request, _("Sent. Here is the next case."))
        return redirect(_url(following[0]))
    else:
        said = _("All cases are sent. Once the calibration is closed, you see how you agreed.")
        messages.success(request, said)
    return redirect("my_calibration", session.pk)


def place_or_404(request: HttpRequest, key: uuid.UUID) -> CalibrationRater:
    """Her place in a session that is open or closed."""
    place = rater_of(acting_user(request), key)
    if place is None:
        raise Http404
    return place


def _ratings(place: CalibrationRater) -> dict[int, CaseRating]:
    return {rating.case_id: rating for rating in place.ratings.all()}


def _url(case: CalibrationCase) -> str:
    return reverse("rate_case", args=[case.calibration_id, case.number])


def _form(
    request: HttpRequest,
    case: CalibrationCase,
    answers: dict[str, Any] | None = None,
    trouble: CaseTrouble | None = None,
    begun: RatingDraft | None = None,
) -> HttpResponse:
    status = HTTPStatus.OK
    if trouble is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if trouble.faults else HTTPStatus.CONFLICT
    filled = answers or (begun.answers if begun is not None else {})
    context = _page(case) | case_context(case.calibration, case, filled, trouble)
    context |= {"begun": begun, "may_keep": True}
    return render(request, "evaluations/calibration/rate_case.html", context, status=status)


def _read(request: HttpRequest, case: CalibrationCase, rating: CaseRating | None) -> HttpResponse:
    answers = {} if rating is None else rating.answers
    blocks = answer_blocks(stand_in(case.calibration, case), Filled(True, answers, {}))
    context = _page(case) | {"rating": rating, "blocks": blocks if rating else []}
    return render(request, "evaluations/calibration/rated_case.html", context)


def _page(case: CalibrationCase) -> dict[str, Any]:
    session, title = case.calibration, case_title(case)
    own = my_crumbs((session.title, reverse("my_calibration", args=[session.pk])), (title, ""))
    return {
        "title": title,
        "crumbs": own,
        "session": session,
        "case": case,
        "case_words": case_words(case),
        "sound_url": my_sound_url(case),
    }
