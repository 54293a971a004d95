"""An act about a company in mid-year: what will happen is shown first, and done at a press."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.enums import CompanyActKind
from evaluations.models import Participation
from evaluations.services.companies.company_acts import look_ahead, perform
from evaluations.services.companies.company_refusals import CompanyActRefused, ConsequencesChanged
from evaluations.services.holds import least_companies
from evaluations.services.lifecycle import LifecycleError
from evaluations.web.actor import acting_user
from evaluations.web.forms.companies.company_acts import CompanyActForm
from evaluations.web.found import participation_or_404
from evaluations.web.presenters.companies.company_acts import act_titles
from evaluations.web.presenters.companies.company_consequences import consequence_lines
from evaluations.web.views.companies.fieldwork_company import crumbs
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def company_act(request: HttpRequest, year: str, company: str, kind: str) -> HttpResponse:
    """The form; what the act would bring about; and, once that was seen, the act."""
    found = participation_or_404(year, company)
    if kind not in CompanyActKind.values:
        raise Http404
    form = CompanyActForm(CompanyActKind(kind), found, request.POST or None)
    if request.method != "POST":
        return _page(request, found, form)
    if not form.is_valid():
        return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.POST.get("step") != "do":
        return _look(request, found, form)
    try:
        perform(
            participation=found,
            wanted=form.wanted(),
            by=acting_user(request),
            seen=request.POST.get("seen", ""),
        )
    except ConsequencesChanged as refusal:
        return _look(request, participation_or_404(year, company), form, moved=str(refusal))
    except LifecycleError as refusal:
        return _refused(request, found, form, refusal)
    messages.success(request, _("Done. What was noted stands below."))
    return redirect("fieldwork_company", year, company)


def _look(
    request: HttpRequest, found: Participation, form: CompanyActForm, *, moved: str = ""
) -> HttpResponse:
    try:
        ahead = look_ahead(participation=found, wanted=form.wanted())
    except LifecycleError as refusal:
        return _refused(request, found, form, refusal)
    lines = consequence_lines(ahead, form.wanted(), found, least=least_companies(found.programme))
    status = HTTPStatus.CONFLICT if moved else HTTPStatus.OK
    return _page(request, found, form, status=status, lines=lines, seen=ahead.shown(), moved=moved)


def _refused(
    request: HttpRequest, found: Participation, form: CompanyActForm, refusal: LifecycleError
) -> HttpResponse:
    field = refusal.field if isinstance(refusal, CompanyActRefused) else ""
    if field:
        form.add_error(field, str(refusal))
        return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _page(request, found, form, status=HTTPStatus.CONFLICT, moved=str(refusal))


def _page(
    request: HttpRequest,
    found: Participation,
    form: CompanyActForm,
    *,
    status: int = HTTPStatus.OK,
    **looked: Any,
) -> HttpResponse:
    title = act_titles()[form.kind]
    context = {
        "title": title,
        "participation": found,
        "crumbs": crumbs(found, title),
        "form": form,
        "leaves": form.kind in CompanyActKind.leaving(),
        **looked,
    }
    return render(request, "evaluations/companies/company_act.html", context, status=status)
