"""A client's objections to contacts of its own."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.enums import ObjectionState, PreviewState
from evaluations.models import Objection, PreviewedContact, Programme
from evaluations.queries.clients.reading import reading_as
from evaluations.queries.objections.objections import (
    OWN_SORTS,
    objection_for_client,
    objections_for_client,
    state_of,
)
from evaluations.queries.objections.previews import announced_for, preview_state, previewed_contact
from evaluations.rules import is_client_member, may_object, membership
from evaluations.services.lifecycle import LifecycleError
from evaluations.services.objections.objecting import file_objection, withdraw
from evaluations.services.objections.objection_refusals import UnknownContact, WindowClosed
from evaluations.visibility import client_reader
from evaluations.web.actor import acting_user
from evaluations.web.forms.objections.objections import ObjectionForm, OwnObjectionsFilter
from evaluations.web.presenters.objections.objections import own_rows, questions_of
from evaluations.web.sorting import sort_key
from evaluations.web.views.objections.previews import own_preview
from shoppers.web.access import allow

OBJECTIONS_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_object)
def object_to_contact(request: HttpRequest, year: str, contact: uuid.UUID) -> HttpResponse:
    """The form of an objection; 404 for what is not a contact of the client's in the window."""
    client, programme = own_preview(request, year)
    seen = previewed_contact(client, programme, contact)
    if seen is None:
        return _closed(request, programme)
    questions = questions_of(seen)
    if request.method != "POST":
        chosen = request.GET.get("question", "")
        return _form_page(
            request, seen, programme, ObjectionForm(questions=questions, chosen=chosen)
        )
    form = ObjectionForm(request.POST, questions=questions)
    if not form.is_valid():
        return _form_page(request, seen, programme, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        filed = file_objection(
            objection_id=form.objection_id(),
            client=client,
            contact=contact,
            filing=form.filing(),
            by=acting_user(request),
        )
    except UnknownContact as refusal:
        raise Http404 from refusal
    except LifecycleError as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, seen, programme, form, status=HTTPStatus.CONFLICT)
    if filed.is_new:
        messages.success(request, _("The objection is filed. You get a mail when it is decided."))
    return redirect("own_objection", objection=filed.objection.pk)


@require_safe
@allow(is_client_member)
def own_objections(request: HttpRequest) -> HttpResponse:
    """What the reader's client filed, as the filter in the address asks for it."""
    member = membership(request.user)
    if member is None:
        raise Http404
    form = OwnObjectionsFilter(request.GET or None, programmes=announced_for(member.client))
    chosen = form.chosen()
    sort = sort_key(request.GET.get("sort"), OWN_SORTS, "-filed")
    with reading_as(client_reader(member.client)):
        found = objections_for_client(
            member.client,
            state=chosen.get("state", ""),
            programme=chosen.get("programme", ""),
            sort=sort,
        )
        page = Paginator(found, OBJECTIONS_A_PAGE).get_page(request.GET.get("page"))
        rows, count = own_rows(page), page.paginator.count
    context = {
        "title": _("Your objections"),
        "form": form,
        "clear_url": form.cleared(request.path),
        "sort": sort,
        "rows": rows,
        "page": page,
        "result": ngettext("%(count)d objection", "%(count)d objections", count) % {"count": count},
    }
    return render(request, "evaluations/objections/own_objections.html", context)


@require_safe
@allow(is_client_member)
def own_objection(request: HttpRequest, objection: uuid.UUID) -> HttpResponse:
    """One objection of the client's, with its answer."""
    return _objection_page(request, _own_or_404(request, objection))


@require_POST
@allow(may_object)
def withdraw_objection(request: HttpRequest, objection: uuid.UUID) -> HttpResponse:
    """Take it back while nobody has decided."""
    found = _own_or_404(request, objection)
    try:
        done = withdraw(objection=found, by=acting_user(request))
    except LifecycleError as refusal:
        found = _own_or_404(request, objection)
        return _objection_page(request, found, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    if done:
        messages.success(request, _("The objection is withdrawn."))
    else:
        messages.info(request, _("The objection had been withdrawn before."))
    return redirect("own_objection", objection=found.pk)


def _closed(request: HttpRequest, programme: Programme) -> HttpResponse:
    """To whoever comes after the window: that it is over; else there is no such contact."""
    if preview_state(programme, now=timezone.now()) is not PreviewState.OVER:
        raise Http404
    form = ObjectionForm(request.POST if request.method == "POST" else None, questions={})
    context = {
        "title": _("The time for objections is over"),
        "programme": programme,
        "refusal": str(WindowClosed(programme)),
        "typed": form.data.get("text", "") if form.is_bound else "",
    }
    return render(
        request,
        "evaluations/objections/objections_closed.html",
        context,
        status=HTTPStatus.CONFLICT,
    )


def _form_page(
    request: HttpRequest,
    contact: PreviewedContact,
    programme: Programme,
    form: ObjectionForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    when = date_format(contact.date, "DATE_FORMAT")
    year = programme.slug
    context = {
        "title": _("Object to the contact of %(date)s") % {"date": when},
        "programme": programme,
        "contact": contact,
        "form": form,
        "crumbs": [
            {"label": _("Preview"), "url": reverse("preview", args=[year])},
            {"label": when, "url": reverse("preview_contact", args=[year, contact.contact])},
            {"label": _("Object"), "url": ""},
        ],
    }
    return render(request, "evaluations/objections/object_to_contact.html", context, status=status)


def _own_or_404(request: HttpRequest, objection: uuid.UUID) -> Objection:
    member = membership(request.user)
    found = objection_for_client(member.client, objection) if member else None
    if found is None:
        raise Http404
    return found


def _objection_page(
    request: HttpRequest, found: Objection, *, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    [row] = own_rows([found])
    programme = found.evaluation.test_call.participation.programme
    is_open = preview_state(programme, now=timezone.now()) is PreviewState.OPEN
    member = membership(request.user)
    context = {
        "title": _("Objection: %(about)s") % {"about": row.about},
        "row": row,
        "objection": found,
        "programme": programme,
        "decision": getattr(found, "decision", None),
        "withdrawal": getattr(found, "withdrawal", None),
        "told_time": getattr(found, "told_time", None),
        "contact_url": _contact_url(found, programme) if member else "",
        "may_withdraw": may_object(request.user)
        and is_open
        and state_of(found) is ObjectionState.OPEN,
        "refusal": refusal,
        "crumbs": [
            {"label": _("Your objections"), "url": reverse("own_objections")},
            {"label": row.about, "url": ""},
        ],
    }
    return render(request, "evaluations/objections/own_objection.html", context, status=status)


def _contact_url(found: Objection, programme: Programme) -> str:
    """Where the contact can be read, while it can."""
    if previewed_contact(found.client, programme, found.evaluation_id) is None:
        return ""
    return reverse("preview_contact", args=[programme.slug, found.evaluation_id])
