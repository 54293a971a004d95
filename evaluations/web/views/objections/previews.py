"""A client's own reviewed contacts, in the window before the release."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.models import Client, PreviewedContact, Programme
from evaluations.queries.clients.reading import reading_as
from evaluations.queries.objections.objections import objections_on_contact
from evaluations.queries.objections.previews import (
    own_participations,
    preview_of,
    preview_state,
    previewed_contact,
    previewed_contacts,
)
from evaluations.queries.years.checklists import checklist_of
from evaluations.rules import is_client_member, may_object, membership
from evaluations.visibility import client_reader
from evaluations.web.filters import ANSWERED, PreviewFilter
from evaluations.web.presenters.objections.objections import object_url, own_rows, ways_to_object
from evaluations.web.presenters.objections.previews import (
    answers_table,
    contact_lines,
    contacts_table,
    section_blocks,
    window_words,
)
from evaluations.web.presenters.years.checklist_words import comment_words
from evaluations.web.sorting import sort_key
from evaluations.web.tables import file_asked
from shoppers.web.access import allow

CONTACTS_A_PAGE = 25
# "afternoon" stands before "morning" in the alphabet, and after it in the day.
IN_TIME = ("date", "-half_day", "contact")
COLUMNS = {
    "date": "date",
    "company": "company__name",
    "channel": "channel",
    "scenario": "scenario__key",
    "answered": "answered",
}


@require_safe
@allow(is_client_member)
def preview(request: HttpRequest, year: str) -> HttpResponse:
    """The contacts while the window is open; before and after it, when that is or was."""
    client, programme = own_preview(request, year)
    state = preview_state(programme, now=timezone.now())
    companies = own_participations(client, programme)
    form = PreviewFilter(
        request.GET or None, companies=[(each.company.key, each.name) for each in companies]
    )
    chosen = form.chosen()
    sort = sort_key(request.GET.get("sort"), COLUMNS, "date")
    with reading_as(client_reader(client)):
        rows = _in_order(_fitting(previewed_contacts(client, programme), chosen), sort)
        if file := file_asked(request, year, [contacts_table(contact_lines(rows, companies))]):
            return file
        page = Paginator(rows, CONTACTS_A_PAGE).get_page(request.GET.get("page"))
        lines = list(contact_lines(page.object_list, companies))
        count = page.paginator.count
    window, meaning = window_words(programme, state)
    return render(
        request,
        "evaluations/objections/preview.html",
        {
            "title": _("Preview of %(programme)s") % {"programme": programme.name},
            "programme": programme,
            "state": state,
            "window": window,
            "meaning": meaning,
            "form": form,
            "result": ngettext("%(count)d contact", "%(count)d contacts", count) % {"count": count},
            "clear_url": request.path if chosen else "",
            "lines": lines,
            "with_company": len(companies) > 1,
            "page": page,
            "sort": sort,
        },
    )


@require_safe
@allow(is_client_member)
def preview_contact(request: HttpRequest, year: str, contact: uuid.UUID) -> HttpResponse:
    """Answers, points and cleared comments of one contact; 404 outside the window as well."""
    client, programme = own_preview(request, year)
    found = previewed_contact(client, programme, contact)
    if found is None:
        raise Http404
    companies = own_participations(client, programme)
    [line] = contact_lines([found], companies)
    filed = own_rows(objections_on_contact(client, contact))
    when = date_format(found.date, "DATE_FORMAT")
    context: dict[str, Any] = {
        "title": _("Contact of %(date)s") % {"date": when},
        "programme": programme,
        "contact": found,
        "company": line.company,
        "sections": section_blocks(found, ways_to_object(found, programme, filed, request.user)),
        "objections": filed,
        "object_url": object_url(found, programme) if may_object(request.user) else "",
        "until": programme.preview_until,
        "comments": comment_words(checklist_of(found.checklist_version), found.comments),
        "crumbs": [
            {"label": _("Preview"), "url": reverse("preview", args=[year])},
            {"label": when, "url": ""},
        ],
    }
    about = f"{programme.slug}-{contact}"
    return file_asked(request, about, [answers_table(found)]) or render(
        request, "evaluations/objections/preview_contact.html", context
    )


def own_preview(request: HttpRequest, year: str) -> tuple[Client, Programme]:
    """The reader's client, and the programme if a company of the client takes part."""
    member = membership(request.user)
    programme = preview_of(member.client, year) if member else None
    if member is None or programme is None:
        raise Http404
    return member.client, programme


def _fitting(
    rows: QuerySet[PreviewedContact], chosen: dict[str, str]
) -> QuerySet[PreviewedContact]:
    if "company" in chosen:
        rows = rows.filter(company__key=chosen["company"])
    if "channel" in chosen:
        rows = rows.filter(channel=chosen["channel"])
    if "answered" in chosen:
        rows = rows.filter(answered=chosen["answered"] == ANSWERED)
    return rows


def _in_order(rows: QuerySet[PreviewedContact], sort: str) -> QuerySet[PreviewedContact]:
    column = COLUMNS[sort.removeprefix("-")]
    minus = "-" if sort.startswith("-") else ""
    return rows.order_by(f"{minus}{column}", *IN_TIME)
