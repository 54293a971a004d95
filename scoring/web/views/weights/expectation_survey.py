"""The expectation survey on the desk: open it, see how many answered, remind once, close it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.models import Programme
from evaluations.surveys.enums import Asks
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.queries.surveys import survey_of
from evaluations.surveys.services.opening import check_days, close_survey
from evaluations.surveys.services.refusals import DayRefused, SurveyRefused
from evaluations.web.actor import acting_user
from evaluations.web.found import programme_or_404
from scoring.services.weights.surveying import (
    keep_survey_open,
    offered,
    open_expectation_survey,
    remind_shoppers,
)
from scoring.web.forms.weights.surveys import LastDayForm, OpenSurveyForm
from scoring.web.presenters.weights.expectation_survey import (
    asked_names,
    never_asked,
    survey_page,
    what_closing_means,
)
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

_METHODS = ["GET", "HEAD", "POST"]


@allow(is_coordinator)
@require_http_methods(_METHODS)
def expectation_survey(request: HttpRequest, year: str) -> HttpResponse:
    """The survey as it stands; where there is none, the form that opens it at the second press."""
    programme = programme_or_404(year)
    survey = survey_of(programme)
    if request.method != "POST":
        return _page(request, programme, survey)
    form = OpenSurveyForm(request.POST, offered=offered(programme))
    if survey is not None or not form.is_valid():
        return _page(request, programme, survey, form)
    try:
        check_days(form.cleaned_data["opens_on"], form.cleaned_data["closes_on"])
        if request.POST.get("agreed") != form.agreement():
            return _page(request, programme, None, form, agreed=form.agreement())
        open_expectation_survey(
            programme=programme,
            asks=Asks(form.cleaned_data["asks"]),
            opens_on=form.cleaned_data["opens_on"],
            closes_on=form.cleaned_data["closes_on"],
            by=acting_user(request),
        )
    except DayRefused as refused:
        form.add_error(refused.field, str(refused))
        return _page(request, programme, None, form)
    except SurveyRefused as refused:
        return _page(request, programme, survey_of(programme), refusal=str(refused))
    messages.success(request, _("The survey is open. Shoppers find it above their calls."))
    return redirect("expectation_survey", year)


@allow(is_coordinator)
@require_http_methods(_METHODS)
def keep_expectations_open(request: HttpRequest, year: str) -> HttpResponse:
    """Another last day, also for a survey that is closed."""
    programme, survey = _survey_or_404(year)
    bound = request.POST if request.method == "POST" else None
    form = LastDayForm(bound, closes_on=survey.closes_on)
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["closes_on"]
        try:
            keep_survey_open(survey=survey, closes_on=day, by=acting_user(request))
        except DayRefused as refused:
            form.add_error(refused.field, str(refused))
        except SurveyRefused as refused:
            return _page(request, programme, survey, refusal=str(refused))
        else:
            said = _("Answers are taken until %(day)s.") % {"day": date_format(day, "DATE_FORMAT")}
            messages.success(request, said)
            return redirect("expectation_survey", year)
    title = _("Until when are answers taken?")
    context = _frame(programme, title) | {"form": form, "title": title}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "scoring/weights/survey_until.html", context, status=status)


@allow(is_coordinator)
@require_POST
def remind_of_expectations(request: HttpRequest, year: str) -> HttpResponse:
    """One mail to everybody who has not answered."""

    def act(survey: ExpectationSurvey, by: User) -> str:
        told = remind_shoppers(survey=survey, by=by)
        return ngettext(
            "%(count)d shopper gets a reminder.", "%(count)d shoppers get a reminder.", told
        ) % {"count": told}

    return _acted(request, year, act)


@allow(is_coordinator)
@require_http_methods(_METHODS)
def close_expectations(request: HttpRequest, year: str) -> HttpResponse:
    """Ask, then take no more answers."""

    def act(survey: ExpectationSurvey, by: User) -> str:
        close_survey(survey=survey, by=by)
        return _("The survey is closed.")

    if request.method == "POST":
        return _acted(request, year, act)
    programme, _survey = _survey_or_404(year)
    title = _("Close the survey?")
    context = _frame(programme, title) | {"title": title} | what_closing_means(programme)
    return render(request, "scoring/weights/survey_close.html", context)


def _acted(
    request: HttpRequest, year: str, act: Callable[[ExpectationSurvey, User], str]
) -> HttpResponse:
    programme, survey = _survey_or_404(year)
    try:
        said = act(survey, acting_user(request))
    except SurveyRefused as refused:
        return _page(request, programme, survey_of(programme), refusal=str(refused))
    messages.success(request, said)
    return redirect("expectation_survey", year)


def _survey_or_404(year: str) -> tuple[Programme, ExpectationSurvey]:
    programme = programme_or_404(year)
    survey = survey_of(programme)
    if survey is None:
        raise Http404
    return programme, survey


def _frame(programme: Programme, *steps: str) -> dict[str, Any]:
    survey_url = reverse("expectation_survey", args=[programme.slug])
    return {
        "programme": programme,
        "survey_url": survey_url,
        "crumbs": [
            {"label": programme.name, "url": reverse("programme", args=[programme.slug])},
            {"label": _("Expectation survey"), "url": survey_url if steps else ""},
            *({"label": step, "url": ""} for step in steps),
        ],
    }


def _page(
    request: HttpRequest,
    programme: Programme,
    survey: ExpectationSurvey | None,
    form: forms.Form | None = None,
    **said: str,
) -> HttpResponse:
    """`said` may hold `agreed`, what the next press agrees to, and `refusal`, a sentence."""
    refusal = said.get("refusal", "")
    if survey is not None and form is not None:
        refusal = _("This programme has its expectation survey already.")
    context = _frame(programme) | {
        "title": _("Expectation survey"),
        "refusal": refusal,
        "agreed": said.get("agreed", ""),
        "form": form or OpenSurveyForm(offered=offered(programme)),
        "asked": asked_names(programme),
        "never_asked": "" if survey else never_asked(programme),
        **(survey_page(survey, programme) if survey else {}),
    }
    status = HTTPStatus.OK
    if refusal:
        status = HTTPStatus.CONFLICT
    elif form is not None and form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "scoring/weights/expectation_survey.html", context, status=status)
