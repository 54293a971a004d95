"""Shoppers who want to be erased: a second look, then for good."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from shoppers.models import Shopper
from shoppers.queries.erasures import open_request, open_requests
from shoppers.queries.shoppers import shopper_by_code
from shoppers.rules import is_coordinator
from shoppers.services import erasing
from shoppers.services.refusals import Refusal
from shoppers.web.access import allow
from shoppers.web.asking import reader

REQUESTS_A_PAGE = 25


@allow(is_coordinator)
@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """The wishes that wait, the longest first."""
    page = Paginator(open_requests(), REQUESTS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("Erasures"),
        "page": page,
        "result": ngettext("%(count)d shopper waits", "%(count)d shoppers wait", count)
        % {"count": count},
    }
    return render(request, "shoppers/erasures.html", context)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def erase_shopper(request: HttpRequest, shopper: str) -> HttpResponse:
    """What goes and what stays, then the button; once only, and only when she has asked."""
    found = shopper_by_code(shopper)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found)
    if found.erased_at is None and open_request(found) is None:
        # The operator's command erases without a wish; the page never does.
        return _page(request, found, status=HTTPStatus.CONFLICT)
    try:
        erasing.erase(shopper=found, by=reader(request))
    except Refusal as refusal:
        fresh = shopper_by_code(shopper) or found
        return _page(request, fresh, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    messages.success(request, _("%(shopper)s is erased.") % {"shopper": found.code})
    return redirect("erasures")


def _page(
    request: HttpRequest, found: Shopper, *, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    gone = found.erased_at is not None
    context = {
        "title": _("Erase %(shopper)s?") % {"shopper": found.code},
        "crumbs": [
            {"label": _("Erasures"), "url": reverse("erasures")},
            {"label": found.code, "url": ""},
        ],
        "shopper": found,
        "asked": open_request(found),
        "obstacles": [] if gone else erasing.obstacles(found),
        "refusal": refusal if gone else "",
    }
    return render(request, "shoppers/erase_shopper.html", context, status=status)
