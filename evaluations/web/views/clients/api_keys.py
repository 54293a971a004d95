"""API keys: a client's administrators handle their own, coordinators every client's."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from evaluations.enums import KeyScope
from evaluations.models import ApiKey, Client
from evaluations.queries.clients.api_keys import KEY_COLUMNS, key_for_client, keys_for_client
from evaluations.queries.clients.clients import client_by_id
from evaluations.rules import is_client_administrator, membership
from evaluations.services.clients.api_keys import (
    ApiKeyRefused,
    KeySentBefore,
    issue_key,
    revoke_key,
)
from evaluations.web.actor import acting_user
from evaluations.web.client_forms import REVOKED, WORKING, IssueKeyForm, KeyFilter
from evaluations.web.sorting import sort_key
from shoppers.rules import keeps_accounts
from shoppers.web.access import allow

KEYS_A_PAGE = 20
_METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose keys a page is about, and where its pages are."""

    client: Client
    list_url: str
    crumbs: list[dict[str, str]]
    own: bool

    def revoke_url(self, key: ApiKey) -> str:
        """Where the key is revoked."""
        return f"{self.list_url}{key.pk}/revoke/"


@require_http_methods(_METHODS)
@allow(is_client_administrator)
def own_keys(request: HttpRequest) -> HttpResponse:
    """The keys of the administrator's own client."""
    return _keys(request, _own_desk(request))


@require_http_methods(_METHODS)
@allow(keeps_accounts)
def client_keys(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """The keys of a client."""
    return _keys(request, _desk(client_id))


@require_http_methods(_METHODS)
@allow(is_client_administrator)
def revoke_own_key(request: HttpRequest, key_id: uuid.UUID) -> HttpResponse:
    """Ask, then revoke one of the own client's keys."""
    return _revoke(request, _own_desk(request), key_id)


@require_http_methods(_METHODS)
@allow(keeps_accounts)
def revoke_client_key(
    request: HttpRequest, client_id: uuid.UUID, key_id: uuid.UUID
) -> HttpResponse:
    """Ask, then revoke one of a client's keys."""
    return _revoke(request, _desk(client_id), key_id)


def _own_desk(request: HttpRequest) -> Desk:
    member = membership(request.user)
    if member is None:
        raise Http404
    return Desk(member.client, reverse("own_keys"), crumbs=[], own=True)


def _desk(client_id: uuid.UUID) -> Desk:
    client = client_by_id(client_id)
    if client is None:
        raise Http404
    crumbs = [
        {"label": _("Clients"), "url": reverse("clients")},
        {"label": client.name, "url": reverse("client", args=[client.pk])},
        {"label": _("API keys"), "url": ""},
    ]
    return Desk(client, reverse("client_keys", args=[client.pk]), crumbs=crumbs, own=False)


def _keys(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The list with the form for a new key; the answer to that form shows the key, once."""
    if request.method != "POST":
        return _list(request, desk, IssueKeyForm())
    form = IssueKeyForm(request.POST)
    if form.is_valid():
        try:
            secret = issue_key(
                client=desk.client,
                label=form.cleaned_data["label"],
                by=acting_user(request),
                form_token=form.cleaned_data["form_token"],
                scopes=[KeyScope.OBJECT] if form.cleaned_data["objects"] else [],
            )
        except KeySentBefore as refusal:
            # Loaded again, or sent again after going back: a key of its own needs a new form.
            label = form.cleaned_data["label"]
            again = IssueKeyForm(label="" if label == refusal.key.label else label)
            return _list(
                request,
                desk,
                again,
                shown=_issued_before(desk, refusal.key),
                status=HTTPStatus.CONFLICT,
            )
        except ApiKeyRefused as error:
            form.add_error("label", str(error))
        else:
            # Shown in the answer itself: a redirect would have to keep the key on the way.
            return _list(request, desk, IssueKeyForm(), shown={"secret": secret})
    return _list(request, desk, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _issued_before(desk: Desk, key: ApiKey) -> dict[str, object]:
    """What is said instead of the key, which nobody can show again."""
    return {"issued": key, "issued_revoke_url": desk.revoke_url(key)}


def _list(
    request: HttpRequest,
    desk: Desk,
    form: IssueKeyForm,
    *,
    shown: Mapping[str, object] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    keys_filter = KeyFilter(request.GET)
    wanted: dict[str, Any] = keys_filter.cleaned_data if keys_filter.is_valid() else {}
    label, state = wanted.get("label", ""), wanted.get("state", "")
    sort = sort_key(request.GET.get("sort"), KEY_COLUMNS, "-issued")
    found = keys_for_client(
        desk.client, label=label, revoked={WORKING: False, REVOKED: True}.get(state), sort=sort
    )
    page = Paginator(found, KEYS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("API keys"),
        "client": desk.client,
        "crumbs": desk.crumbs,
        "own": desk.own,
        "list_url": desk.list_url,
        "filter": keys_filter,
        "filtered": bool(label or state),
        "form": form,
        "rows": [{"key": key, "revoke_url": desk.revoke_url(key)} for key in page],
        "page": page,
        "sort": sort,
        "result": ngettext("%(count)d key", "%(count)d keys", count) % {"count": count},
        **(shown or {}),
    }
    response = render(request, "evaluations/clients/api_keys.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _revoke(request: HttpRequest, desk: Desk, key_id: uuid.UUID) -> HttpResponse:
    key = key_for_client(desk.client, key_id)
    if key is None:
        raise Http404
    if request.method == "POST":
        if revoke_key(key=key, by=acting_user(request)):
            messages.success(request, _("The key was revoked. It opens nothing any more."))
        else:
            messages.info(request, _("The key had been revoked before."))
        return redirect(desk.list_url)
    context = {
        "title": _("Revoke an API key"),
        "key": key,
        "here": desk.revoke_url(key),
        "list_url": desk.list_url,
    }
    return render(request, "evaluations/clients/revoke_api_key.html", context)
