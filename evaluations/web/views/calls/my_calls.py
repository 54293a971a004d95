"""The shopper's home: her calls, what is urgent first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from evaluations.queries.calibration.calibration import own_places, waiting_places
from evaluations.queries.calls.board import profile_with_board
from evaluations.queries.calls.call_waits import waits_of
from evaluations.queries.calls.my_calls import closed_calls, every_call, waiting_calls
from evaluations.queries.roster.certification import to_certify
from evaluations.web.actor import acting_user
from evaluations.web.additions import on_my_calls
from evaluations.web.forms.calls.calls import CallsFilter
from evaluations.web.forms.calls.offers import OffersForm
from evaluations.web.phone import may_be_kept
from evaluations.web.presenters.calls.my_calls import DATED, any_row, urgency
from shoppers.languages import Language
from shoppers.models import Shopper
from shoppers.rules import is_shopper
from shoppers.web.access import allow

CLOSED_SHOWN = 10
CALLS_A_PAGE = 25


@allow(is_shopper)
@require_safe
@gzip_page
def my_calls(request: HttpRequest) -> HttpResponse:
    """Her calls by urgency, the last that are over, and what the award knows about her."""
    user = acting_user(request)
    shopper = profile_with_board(user)
    calls = list(waiting_calls(user))
    sections = urgency(calls, waits_of(calls))
    closed = list(closed_calls(user)[:CLOSED_SHOWN])
    places = list(own_places(user))
    page = render(
        request,
        "evaluations/calls/my_calls.html",
        {
            "title": _("My calls"),
            "additions": on_my_calls.shown(user),
            "sections": sections,
            "to_certify": to_certify(user),
            "calibrations_waiting": waiting_places(places),
            "has_calibrations": bool(places),
            "closed": [any_row(call) for call in closed],
            "offers_form": OffersForm(),
            "is_empty": not sections and not closed,
            "facts": _facts(shopper) if shopper else [],
            "has_board": shopper is not None and shopper.has_board,  # type: ignore[attr-defined]  # annotated by the query
            "has_calendar": any(section.key in DATED for section in sections),
        },
    )
    return may_be_kept(request, page)


@allow(is_shopper)
@require_safe
def all_my_calls(request: HttpRequest) -> HttpResponse:
    """Every call that was ever hers; the filter stands in the address."""
    form = CallsFilter(request.GET)
    state = form.chosen().get("state", "")
    found = every_call(acting_user(request), standing=state, sort=form.order())
    page = Paginator(found, CALLS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    return render(
        request,
        "evaluations/calls/all_my_calls.html",
        {
            "title": _("All my calls"),
            "form": form,
            "clear_url": request.path if state else "",
            "result": ngettext("%(count)d call", "%(count)d calls", count) % {"count": count},
            "rows": [any_row(call) for call in page],
            "page": page,
        },
    )


def _facts(shopper: Shopper) -> list[tuple[str, str]]:
    spoken = [str(Language(code).label) for code in shopper.languages]
    return [
        (_("Languages you call in"), ", ".join(spoken)),
        (_("Region"), shopper.region),
        (_("Calls a week at most"), str(shopper.weekly_capacity)),
    ]
