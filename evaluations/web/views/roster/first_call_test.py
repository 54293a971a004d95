"""The short test before the first call."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.models import Programme
from evaluations.services.roster import certifying
from evaluations.web.actor import acting_user
from evaluations.web.forms.roster.first_call import QualificationForm
from evaluations.web.presenters.roster.first_call import (
    first_call_crumbs,
    lessons,
    not_passed_words,
    tries_left_words,
    what_is_asked,
)
from evaluations.web.views.roster.first_call import asking_programme, onwards, own_certification
from shoppers.models import QualificationTest, QualificationVersion
from shoppers.queries.qualifications import Standing, document_of, newest_version, standing_of
from shoppers.rules import is_shopper
from shoppers.services.qualifying import AlreadyPassed, NoTryLeft
from shoppers.web.access import allow


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def take_test(request: HttpRequest, year: str) -> HttpResponse:
    """The questions; once they are passed, what was right and why."""
    programme = asking_programme(request, year)
    test, version = _asked(programme)
    if request.method != "POST":
        return _page(request, programme, version, _form(version))
    # What she had before her is judged as it was asked.
    version = _version_named(test, request.POST.get("version", "")) or version
    form = _form(version, request.POST)
    if not form.is_valid():
        return _page(request, programme, version, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _take(request, programme, version, form)


def _take(
    request: HttpRequest,
    programme: Programme,
    version: QualificationVersion,
    form: QualificationForm,
) -> HttpResponse:
    shopper = acting_user(request).shopper
    try:
        made = certifying.take_test(
            programme=programme,
            shopper=shopper,
            version=version,
            answers=form.answers(),
            key=form.cleaned_data["key"],
        )
    except AlreadyPassed as refusal:
        messages.info(request, str(refusal))
        return redirect("take_test", programme.slug)
    except NoTryLeft:
        return _page(request, programme, version, form, status=HTTPStatus.CONFLICT)
    if made.passed:
        said = _("Passed: %(right)d of %(asked)d answers were right.")
        messages.success(request, said % {"right": made.right, "asked": made.asked})
        if own_certification(request, programme).next_step is not None:
            return onwards(request, programme)
        return redirect("take_test", programme.slug)
    return redirect("take_test", programme.slug)


def _asked(programme: Programme) -> tuple[QualificationTest, QualificationVersion]:
    test = programme.qualification
    version = newest_version(test) if test is not None else None
    if test is None or version is None:  # nothing can be asked before one is published
        raise Http404
    return test, version


def _version_named(test: QualificationTest, number: str) -> QualificationVersion | None:
    known = {str(version.version): version for version in test.versions.all()}
    return known.get(number)


def _form(version: QualificationVersion, data: Any = None) -> QualificationForm:
    return QualificationForm(document_of(version), version.version, data)


def _page(
    request: HttpRequest,
    programme: Programme,
    version: QualificationVersion,
    form: QualificationForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    title, document = _("Short test"), document_of(version)
    standing = standing_of(version.test, acting_user(request).shopper)
    context = {
        "title": title,
        "crumbs": first_call_crumbs(programme, title),
        "programme": programme,
        "form": form,
        "standing": standing,
        "what_is_asked": what_is_asked(document),
        "tries_left": tries_left_words(standing.left),
        "last_words": ""
        if standing.passed or not standing.tries
        else not_passed_words(standing.tries[-1], standing, document.passing),
        "lessons": _lessons(standing),
    }
    return render(request, "evaluations/roster/take_test.html", context, status=status)


def _lessons(standing: Standing) -> list[Any]:
    """What was right, only for who has passed: a try that is left is never made easier."""
    passed = next((each for each in standing.tries if each.passed), None)
    return [] if passed is None else lessons(document_of(passed.version), passed.answers)
