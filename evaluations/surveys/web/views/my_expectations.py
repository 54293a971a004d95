"""The yearly expectation survey on the shopper's phone: the form, its receipt, and when it is over.

Every button is one of the form's own, so the page works without a script: a press stores what is
filled in and brings the page again.
"""

from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.surveys.answers import (
    Answer,
    as_asked,
    choices_as_asked,
    ratings_as_asked,
)
from evaluations.surveys.enums import Asks, SurveyStanding
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.queries.surveys import own_draft, own_response, own_survey
from evaluations.surveys.services.answering import (
    left_words,
    ratings_left,
    ratings_words,
    save_draft,
    send_answer,
    sets_left,
    sets_words,
)
from evaluations.surveys.services.refusals import SurveyRefused
from evaluations.surveys.web.posted_answer import Posted, posted_answer, pressed
from evaluations.surveys.web.presenter import form_context, page_context, sent, unsent
from evaluations.web.actor import acting_user
from shoppers.models import User
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@allow(is_shopper)
@require_safe
def my_expectations(request: HttpRequest, year: str) -> HttpResponse:
    """Where her answer stands; as long as there is none, the form."""
    survey = _own_or_404(request, year)
    is_open = survey.standing(timezone.localdate()) is SurveyStanding.OPEN
    if is_open and own_response(acting_user(request), survey) is None:
        return redirect("answer_expectations", year)
    return _standing_page(request, survey)


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_expectations(request: HttpRequest, year: str) -> HttpResponse:
    """The form, filled in with what she has sent or begun; its buttons keep, and Send takes it."""
    survey, user = _own_or_404(request, year), acting_user(request)
    is_open = survey.standing(timezone.localdate()) is SurveyStanding.OPEN
    if request.method != "POST":
        if not is_open:
            return redirect("my_expectations", year)
        return _form_page(request, survey, Posted(_filled_in(user, survey)))
    posted = posted_answer(request.POST, _filled_in(user, survey), survey.sections)
    try:
        return _take(request, survey, posted)
    except SurveyRefused as refused:
        return _standing_page(request, survey, posted=posted, refusal=str(refused))


@allow(is_shopper)
@require_POST
def save_expectations(request: HttpRequest, year: str) -> HttpResponse:
    """Keep what she has filled in so far; a script asks for it after every change.

    For the script a refusal is a 422 whatever its kind: it puts no other answer on the page.
    """
    survey, user = _own_or_404(request, year), acting_user(request)
    posted = posted_answer(request.POST, _filled_in(user, survey), survey.sections)
    try:
        draft = save_draft(survey=survey, answer=posted.answer, by=user)
    except SurveyRefused as refused:
        if _by_script(request):
            context = {"sentence": str(refused)}
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return render(
                request, "evaluations/reports/report_not_saved.html", context, status=status
            )
        return _standing_page(request, survey, posted=posted, refusal=str(refused))
    at = date_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")
    if _by_script(request):
        return render(request, "surveys/saved.html", {"at": at})
    if posted.faults:
        return _form_page(request, survey, posted)
    messages.success(request, _("Saved. It counts once you send it."))
    return redirect("answer_expectations", year)


def _by_script(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", None))


def _own_or_404(request: HttpRequest, year: str) -> ExpectationSurvey:
    survey = own_survey(acting_user(request), year)
    if survey is None:
        raise Http404
    return survey


def _filled_in(user: User, survey: ExpectationSurvey) -> Answer:
    standing = own_draft(user, survey) or own_response(user, survey)
    asks, sections = Asks(survey.asks), survey.sections
    begun = as_asked(
        standing.points if standing else {}, standing.ranking if standing else (), sections
    )
    choices, ratings = (standing.choices, standing.ratings) if standing else ([], {})
    return replace(
        begun,
        choices=choices_as_asked(choices, sections) if asks.for_best_worst else (),
        ratings=ratings_as_asked(ratings, sections) if asks.for_importance else {},
    )


def _take(request: HttpRequest, survey: ExpectationSurvey, posted: Posted) -> HttpResponse:
    """The form as it was sent: by a press of more, less, up or down, or to be counted."""
    user, press = acting_user(request), pressed(request.POST, posted.answer)
    if press and not posted.faults:
        answer, place = press
        save_draft(survey=survey, answer=answer, by=user)
        return redirect(f"{reverse('answer_expectations', args=[survey.programme.slug])}#{place}")
    # Also where it cannot be sent as it is: nothing that was typed is lost.
    save_draft(survey=survey, answer=posted.answer, by=user)
    missing = _missing(survey, posted)
    if posted.faults or missing:
        return _form_page(request, survey, posted, missing)
    send_answer(survey=survey, answer=posted.answer, by=user)
    messages.success(request, _("Received. Thank you."))
    return redirect("my_expectations", survey.programme.slug)


def _missing(survey: ExpectationSurvey, posted: Posted) -> str:
    """What keeps the answer from being sent, in words."""
    asks, sentences = Asks(survey.asks), []
    if asks.for_shares and posted.answer.left and not posted.faults:
        sentences.append(left_words(posted.answer.left))
    if asks.for_ranking and not posted.in_order:
        sentences.append(_("Say below the list that it is in your order."))
    if asks.for_best_worst and (sets := sets_left(posted.answer)) and not posted.faults:
        sentences.append(sets_words(sets))
    if asks.for_importance and (unrated := ratings_left(posted.answer, survey.sections)):
        sentences.append(ratings_words(unrated))
    return " ".join(sentences)


def _form_page(
    request: HttpRequest, survey: ExpectationSurvey, posted: Posted, refusal: str = ""
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal or posted.faults else HTTPStatus.OK
    context = form_context(survey, posted, refusal)
    return render(request, "surveys/answer_expectations.html", context, status=status)


def _standing_page(
    request: HttpRequest,
    survey: ExpectationSurvey,
    *,
    posted: Posted | None = None,
    refusal: str = "",
) -> HttpResponse:
    """What she sent and until when she can change it; what she typed and did not send, too."""
    user = acting_user(request)
    response, draft = own_response(user, survey), own_draft(user, survey)
    begun = posted.answer if posted else _filled_in(user, survey) if draft else None
    context = page_context(survey) | {
        "sent": sent(survey, response) if response else None,
        "unsent": unsent(survey, begun) if begun else None,
        "refusal": refusal,
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "surveys/my_expectations.html", context, status=status)
