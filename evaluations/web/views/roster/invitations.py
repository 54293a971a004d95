"""Shoppers who were invited and have not come in yet: ask again, or withdraw."""

import uuid
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

from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from shoppers.enums import PersonState
from shoppers.models import User
from shoppers.queries.people import invited_shoppers
from shoppers.rules import is_coordinator
from shoppers.services import inviting
from shoppers.services.refusals import Refusal
from shoppers.web.access import allow

INVITATIONS_A_PAGE = 25
_STEPS = {"again": inviting.reinvite, "withdraw": inviting.withdraw}


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """The open invitations of shoppers, the oldest first; a step with one comes back here."""
    if request.method != "POST":
        return _page(request)
    found, step = _user(request.POST.get("person", "")), request.POST.get("step", "")
    if found is None or step not in _STEPS:
        raise Http404
    try:
        _STEPS[step](user=found, by=acting_user(request))
    except Refusal as refusal:
        return _page(request, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    messages.success(
        request,
        _("The invitation is on its way.")
        if step == "again"
        else _("The invitation is withdrawn: its link is dead."),
    )
    return redirect("invitations")


def _user(text: str) -> User | None:
    try:
        key = uuid.UUID(text)
    except ValueError:
        return None
    return User.objects.filter(pk=key, shopper__isnull=False).first()


def _page(request: HttpRequest, *, refusal: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    page = Paginator(invited_shoppers(), INVITATIONS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context: dict[str, Any] = {
        "title": _("Open invitations"),
        "crumbs": crumbs_of((_("Shoppers"), reverse("shoppers")), further=[_("Open invitations")]),
        "page": page,
        "expired": PersonState.EXPIRED,
        "refusal": refusal,
        "result": ngettext("%(count)d shopper", "%(count)d shoppers", count) % {"count": count},
    }
    return render(request, "evaluations/roster/invitations.html", context, status=status)
