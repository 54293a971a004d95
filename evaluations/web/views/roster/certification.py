"""What a programme asks for before the first call, and who has done it: for coordinators."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.models import Admission, Programme
from evaluations.queries.roster.certification import certification_of, newest_briefing
from evaluations.queries.roster.certification_desk import admitted_shoppers
from evaluations.queries.years.programmes import programmes
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.calibration.calibration import WaiverForm
from evaluations.web.forms.roster.certification import CertificationFilter
from evaluations.web.forms.roster.first_call import ExtraTryForm
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.calibration.calibration_rating import (
    calibration_lines,
    may_be_excused,
)
from evaluations.web.presenters.roster.certification import certified_row
from evaluations.web.presenters.roster.first_call import Lesson, lessons, steps_shown, what_is_asked
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.views.roster.recruiting import shopper_or_404
from shoppers.languages import in_current_language
from shoppers.models import Shopper
from shoppers.queries.qualifications import Standing, document_of, newest_version, standing_of
from shoppers.rules import is_coordinator
from shoppers.services.qualifying import QualifyingRefused, give_try
from shoppers.web.access import allow

SHOPPERS_A_PAGE = 25


@allow(is_coordinator)
@require_safe
def certification(request: HttpRequest, year: str) -> HttpResponse:
    """Who has signed and passed; filter and order stand in the address."""
    programme = programme_or_404(year)
    form = CertificationFilter(request.GET)
    sort = request.GET.get("sort", "code")
    found = admitted_shoppers(programme, form.wanted(sort))
    page = Paginator(found, SHOPPERS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("Before the first call"),
        "crumbs": _crumbs(programme),
        "programme": programme,
        "years": year_switch(programmes(), current=programme, page="certification"),
        "form": form,
        "clear_url": form.cleared(request.path),
        "rows": [certified_row(each, programme) for each in page],
        "page": page,
        "sort": sort,
        "result": ngettext("%(count)d shopper", "%(count)d shoppers", count) % {"count": count},
        **_asked(programme),
    }
    return render(request, "evaluations/roster/certification.html", context)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def certified_shopper(request: HttpRequest, year: str, shopper: str) -> HttpResponse:
    """What one shopper has signed and every try of hers; one more is given here, with a reason."""
    programme, found = programme_or_404(year), shopper_or_404(shopper)
    if not Admission.objects.filter(programme=programme, shopper=found).exists():
        raise Http404
    if request.method != "POST":
        return _shopper_page(request, programme, found, ExtraTryForm())
    form = ExtraTryForm(request.POST)
    if programme.qualification is None:
        raise Http404
    if not form.is_valid():
        return _shopper_page(
            request, programme, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    try:
        give_try(
            test=programme.qualification,
            shopper=found,
            reason=form.cleaned_data["reason"],
            by=acting_user(request),
        )
    except QualifyingRefused as refusal:
        form.add_error(None, str(refusal))
        return _shopper_page(request, programme, found, form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The shopper may try once more."))
    return redirect("certified_shopper", programme.slug, found.code)


def _crumbs(programme: Programme, *further: str) -> list[dict[str, str]]:
    return crumbs_of(
        (programme.name, reverse("programme", args=[programme.slug])),
        (_("Before the first call"), reverse("certification", args=[programme.slug])),
        further=further,
    )


def _asked(programme: Programme) -> dict[str, Any]:
    """The briefing and the test in the reader's language, right answers with them."""
    briefing, test = newest_briefing(programme), programme.qualification
    version = newest_version(test) if test is not None else None
    document = document_of(version) if version is not None else None
    return {
        "briefing": briefing,
        "briefing_words": in_current_language(briefing.text) if briefing is not None else "",
        "test_version": version,
        "what_is_asked": what_is_asked(document) if document is not None else "",
        "tries": document.tries if document is not None else 0,
        "lessons": lessons(document, {}) if document is not None else [],
    }


def _shopper_page(
    request: HttpRequest,
    programme: Programme,
    shopper: Shopper,
    form: ExtraTryForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    test = programme.qualification
    standing = standing_of(test, shopper) if test is not None else Standing((), 0)
    standing_there = certification_of(shopper, programme)
    name = shopper.user.name if shopper.user is not None else ""
    context = {
        "title": " · ".join(filter(None, (shopper.code, name))),
        "crumbs": _crumbs(programme, shopper.code),
        "programme": programme,
        "shopper": shopper,
        "steps": steps_shown(standing_there),
        "calibration": calibration_lines(standing_there.calibration),
        "waiver_form": WaiverForm() if may_be_excused(standing_there.calibration) else None,
        "standing": standing,
        "tries": [(each, _wrong(each)) for each in standing.tries],
        "may_give": test is not None and not standing.passed and not standing.left,
        "form": form,
    }
    return render(request, "evaluations/roster/certified_shopper.html", context, status=status)


def _wrong(made: Any) -> list[Lesson]:
    """What she answered otherwise than right in a try."""
    return [each for each in lessons(document_of(made.version), made.answers) if each.said]
