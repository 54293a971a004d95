"""The shopper's home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.web.actor import acting_user
from shoppers.languages import Language
from shoppers.models import Shopper
from shoppers.rules import is_shopper
from shoppers.web.access import allow


@require_safe
@allow(is_shopper)
def my_calls(request: HttpRequest) -> HttpResponse:
    """Her calls: none until calls are assigned here; and what the award knows about her."""
    shopper = Shopper.objects.filter(user=acting_user(request)).first()
    return render(
        request,
        "evaluations/my_calls.html",
        {"title": _("My calls"), "facts": _facts(shopper) if shopper else []},
    )


def _facts(shopper: Shopper) -> list[tuple[str, str]]:
    spoken = [str(Language(code).label) for code in shopper.languages]
    return [
        (_("Languages you call in"), ", ".join(spoken)),
        (_("Region"), shopper.region),
        (_("Calls a week at most"), str(shopper.weekly_capacity)),
    ]
