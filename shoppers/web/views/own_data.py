"""What is noted about a shopper, for her to take along; and her wish to be erased."""

import json

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shoppers.models import Shopper
from shoppers.queries.erasures import open_request, shopper_of
from shoppers.rules import is_shopper
from shoppers.services import erasing
from shoppers.services.own_data import own_data
from shoppers.web.access import allow
from shoppers.web.asking import reader


@allow(is_shopper)
@never_cache
@require_safe
def download_own_data(request: HttpRequest) -> HttpResponse:
    """Everything that is noted about her, as one file of JSON."""
    shopper = _own_profile(request)
    document = own_data(shopper)
    text = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    name = f"{shopper.code}-{timezone.localdate():%Y-%m-%d}.json"
    return HttpResponse(
        text,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_erasure(request: HttpRequest) -> HttpResponse:
    """What erasing means and what stands in its way; asked for at the press of the button."""
    shopper = _own_profile(request)
    if request.method == "POST":
        erasing.ask(shopper=shopper)
        messages.success(
            request, _("You have asked to be erased. A coordinator looks at it and confirms it.")
        )
        return redirect("account")
    context = {
        "title": _("Be erased?"),
        "obstacles": erasing.obstacles(shopper),
        "asked": open_request(shopper),
    }
    return render(request, "shoppers/ask_for_erasure.html", context)


@allow(is_shopper)
@require_POST
def take_back_erasure(request: HttpRequest) -> HttpResponse:
    """She stays after all."""
    erasing.take_back(shopper=_own_profile(request))
    messages.success(request, _("Nothing is erased: you have taken it back."))
    return redirect("account")


def _own_profile(request: HttpRequest) -> Shopper:
    """Her own profile, and nobody else's. Raises Http404 where she has none."""
    found = shopper_of(reader(request).pk)
    if found is None:
        raise Http404
    return found
