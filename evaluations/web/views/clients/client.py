"""A client's account: members, packages, keys, log of contact."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from evaluations.client_changes import entry_words
from evaluations.enums import ClientLogKind
from evaluations.models import Client, ClientLogEntry
from evaluations.queries.clients.api_keys import keys_for_client
from evaluations.queries.clients.client_page import (
    administrators_of,
    companies_for_client,
    log_for_client,
    members_for_client,
    packages_for_client,
)
from evaluations.queries.clients.clients import client_by_id, members_with_another_part
from evaluations.services.clients.client_log import (
    DayRefused,
    EntryRefused,
    EntryStands,
    TextRefused,
    add_entry,
)
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.clients.client_account import EntryForm, LogFilter, MembersFilter
from evaluations.web.presenters.clients.client_log import entry_shown
from evaluations.web.presenters.clients.members import member_shown
from shoppers.rules import is_coordinator, keeps_accounts
from shoppers.web.access import allow

ENTRIES_A_PAGE = 20
MEMBERS_A_PAGE = 10
PACKAGES_A_PAGE = 10
_QUOTED = 80  # as much of an entry as one knows it by
_FIELD_OF = {DayRefused: "happened_on", TextRefused: "text"}


@allow(keeps_accounts)
@require_safe
def client(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """The account with its log; the filter of the log stands in the address."""
    return client_page(request, client_or_404(client_id))


@allow(keeps_accounts)
@require_POST
def add_log_entry(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """Note a contact with the client; what stands there already is asked about."""
    found = client_or_404(client_id)
    form, status = EntryForm(request.POST), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            add_entry(
                client=found,
                kind=ClientLogKind(form.cleaned_data["kind"]),
                happened_on=form.cleaned_data["happened_on"],
                text=form.cleaned_data["text"],
                by=acting_user(request),
                times=form.cleaned_data["times"],
            )
        except EntryStands as refusal:
            again = _("If it happened once more, add it again.")
            form.add_error(None, f"{refusal} {_quoted(refusal.entry)} {again}")
            form.ask(refusal.times)
            status = HTTPStatus.CONFLICT
        except EntryRefused as refusal:
            form.add_error(_FIELD_OF.get(type(refusal), "kind"), str(refusal))
        else:
            messages.success(request, _("The entry is added to the log."))
            return redirect("client", found.pk)
    return client_page(request, found, form=form, status=status)


def _quoted(entry: ClientLogEntry) -> str:
    words = Truncator(" ".join(entry_words(entry).split())).chars(_QUOTED)
    return _("%(day)s: “%(words)s”.") % {
        "day": date_format(entry.happened_on, "SHORT_DATE_FORMAT"),
        "words": words,
    }


def client_or_404(client_id: uuid.UUID) -> Client:
    """The client with this id."""
    found = client_by_id(client_id)
    if found is None:
        raise Http404
    return found


def client_page(
    request: HttpRequest,
    client: Client,
    *,
    form: EntryForm | None = None,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page, also as the answer to a step that was not taken."""
    page_url = reverse("client", args=[client.pk])
    log_filter, members_filter = LogFilter(request.GET), MembersFilter(request.GET)
    log_filter.keep(members_filter)
    members_filter.keep(log_filter)
    packages = Paginator(packages_for_client(client), PACKAGES_A_PAGE)
    context = {
        "title": client.name,
        "opens_people": is_coordinator(request.user),
        "crumbs": client_crumbs(client),
        "client": client,
        "refusal": refusal,
        "companies": companies_for_client(client),
        "packages": packages.get_page(request.GET.get("packages-page")),
        "working_keys": keys_for_client(client, revoked=False).count(),
        "entry_form": form or EntryForm(),
        "page_url": page_url,
        "members_filter": members_filter,
        "members_clear_url": members_filter.cleared(page_url),
        "log_filter": log_filter,
        "log_clear_url": log_filter.cleared(page_url),
        **_members(request, client, members_filter),
        **_log(request, client, log_filter),
    }
    return render(request, "evaluations/clients/client.html", context, status=status)


def client_crumbs(client: Client, *below: str) -> list[dict[str, str]]:
    """The way to the client's page, or to the page below it that is named."""
    return crumbs_of(
        (_("Clients"), reverse("clients")),
        (client.name, reverse("client", args=[client.pk])),
        further=below,
    )


def _members(request: HttpRequest, client: Client, form: MembersFilter) -> dict[str, Any]:
    found = members_for_client(client, **form.chosen(), sort=form.order())
    page = Paginator(found, MEMBERS_A_PAGE).get_page(request.GET.get("members-page"))
    count = page.paginator.count
    return {
        "members": [member_shown(member) for member in page],
        "members_page": page,
        "members_result": ngettext("%(count)d member", "%(count)d members", count)
        % {"count": count},
        "administered": administrators_of(client).exists(),
        "conflict": members_with_another_part().filter(client=client).exists(),
    }


def _log(request: HttpRequest, client: Client, form: LogFilter) -> dict[str, Any]:
    found = log_for_client(client, **form.chosen(), sort=form.order())
    page = Paginator(found, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    return {
        "entries": [entry_shown(entry) for entry in page],
        "page": page,
        "result": ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count},
    }
