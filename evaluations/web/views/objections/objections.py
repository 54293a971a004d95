"""Clients' objections on the desk, and an arbiter's answers."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.enums import ObjectionState
from evaluations.models import Evaluation, Objection
from evaluations.queries.objections.objections import objection_on_desk, objections_to, state_of
from evaluations.queries.objections.objections import objections as reading
from evaluations.queries.years.programmes import programmes
from evaluations.services.lifecycle import LifecycleError, ReasonMissing
from evaluations.services.objections.arbitrating import (
    NothingToRemedy,
    NotTheArbiter,
    RemedyMissing,
    check_arbiter,
    decide,
    tell_time,
    why_not_returned,
)
from evaluations.services.review.reviewing import is_own
from evaluations.web.actor import acting_user
from evaluations.web.forms.objections.objections import ObjectionsFilter, RulingForm
from evaluations.web.presenters.objections.objections import desk_rows
from evaluations.web.views.review.review import contents_as_read, own_refused, report_or_404
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

OBJECTIONS_A_PAGE = 25


@allow(is_coordinator)
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """The objections that the filter in the address asks for; without one, those that wait."""
    form = ObjectionsFilter(request.GET, programmes=programmes())
    sort = request.GET.get("sort", "due")
    found = reading(form.choice(), reader=acting_user(request), sort=sort)
    page = Paginator(found, OBJECTIONS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("Objections"),
        "crumbs": [
            {"label": _("Review"), "url": reverse("review_queue")},
            {"label": _("Objections"), "url": ""},
        ],
        "form": form,
        "clear_url": form.cleared(request.path),
        "sort": sort,
        "rows": desk_rows(page),
        "page": page,
        "result": ngettext("%(count)d objection", "%(count)d objections", count) % {"count": count},
    }
    return render(request, "evaluations/objections/objections.html", context)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, evaluation: uuid.UUID) -> HttpResponse:
    """Everything said against a contact beside its report, and the answers of an arbiter."""
    found, by = _disputed_or_404(evaluation), acting_user(request)
    form = _form(found, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, found, by, form)
    if not form.is_valid():
        return _page(request, found, by, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        decide(evaluation=found, ruling=form.ruling(), by=by)
    except (NothingToRemedy, RemedyMissing) as refusal:
        form.add_error("remedy", str(refusal))
        return _page(request, found, by, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except ReasonMissing as refusal:
        form.add_error("to_shopper", str(refusal))
        return _page(request, found, by, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except LifecycleError as refusal:
        return _refused(request, found, by, form, refusal)
    messages.success(request, _("The objections are decided. The client is told by mail."))
    return redirect("objections")


@allow(is_coordinator)
@require_POST
def tell_contact_time(request: HttpRequest, objection: uuid.UUID) -> HttpResponse:
    """Tell the client when exactly the contact was."""
    found, by = objection_on_desk(objection), acting_user(request)
    if found is None:
        raise Http404
    try:
        tell_time(objection=found, by=by)
    except LifecycleError as refusal:
        report = report_or_404(found.evaluation_id)
        return _refused(request, report, by, _form(report), refusal)
    messages.success(request, _("The client can read the exact time now."))
    return redirect("objection", evaluation=found.evaluation_id)


def _disputed_or_404(evaluation: uuid.UUID) -> Evaluation:
    found = report_or_404(evaluation)
    if not found.objections.exists():
        raise Http404
    return found


def _waiting(found: Evaluation) -> list[Objection]:
    return [each for each in objections_to(found) if state_of(each) is ObjectionState.OPEN]


def _form(found: Evaluation, data: object = None) -> RulingForm:
    return RulingForm(data, waiting=_waiting(found), may_return=not why_not_returned(found))


def _refused(
    request: HttpRequest, found: Evaluation, by: User, form: RulingForm, refusal: LifecycleError
) -> HttpResponse:
    """The contact as it stands now, with what was typed."""
    is_hers = not isinstance(refusal, NotTheArbiter)
    status = HTTPStatus.CONFLICT if is_hers else HTTPStatus.FORBIDDEN
    found = report_or_404(found.pk)
    return _page(
        request, found, by, _form(found), refusal=str(refusal), typed=form.typed(), status=status
    )


def _not_hers(found: Evaluation, by: User) -> str:
    """Why this person may not decide; empty when she may."""
    try:
        check_arbiter(found, by)
    except NotTheArbiter as refusal:
        return str(refusal)
    return ""


def _page(  # noqa: PLR0913 - the page with what a step left on it
    request: HttpRequest,
    found: Evaluation,
    by: User,
    form: RulingForm,
    *,
    refusal: str = "",
    typed: list[tuple[str, str]] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    if is_own(found, by):
        return own_refused(request, found)
    rows = desk_rows(objections_to(found))
    not_hers = _not_hers(found, by)
    waiting = {row.objection.pk: row for row in rows if row.is_open}
    call = found.test_call
    context = {
        "title": _("Objections: %(company)s") % {"company": call.participation.name},
        "report": found,
        "rows": rows,
        "answers": [(waiting[each.objection.pk], each) for each in form.answers()],
        "form": form,
        "not_hers": not_hers,
        "why_not_returned": why_not_returned(found) if waiting else "",
        "tells_time": not not_hers and not call.participation.in_privacy_mode,
        "refusal": refusal,
        "typed": typed or [],
        "crumbs": [
            {"label": _("Review"), "url": reverse("review_queue")},
            {"label": _("Objections"), "url": reverse("objections")},
            {"label": call.participation.name, "url": ""},
        ],
        **contents_as_read(found, reader=by),
    }
    return render(request, "evaluations/objections/objection.html", context, status=status)
