"""Where each role begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.rules import is_client_member
from shoppers.rules import (
    is_account_manager,
    is_coordinator,
    is_pay_officer,
    is_shopper,
    signed_in,
)
from shoppers.web.access import allow

# Whoever is several things begins as the first of them.
_HOMES = (
    (is_coordinator, "desk"),
    (is_account_manager, "clients"),
    (is_client_member, "client_home"),
    (is_pay_officer, "pay_runs"),
    (is_shopper, "my_calls"),
)


@require_safe
@allow(signed_in)
def home(request: HttpRequest) -> HttpResponse:
    """On to the desk, the client's home or the calls; a sentence for who is none of these yet."""
    for rule, page in _HOMES:
        if rule(request.user):
            return redirect(page)
    return render(request, "scoring/home.html", {"title": _("Welcome")})
