"""The board of open calls, and claiming one of them for a day."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.enums import Channel
from evaluations.models import Participation, Scenario
from evaluations.queries.calls.board import OpenCall, boards_of, open_call, open_calls
from evaluations.queries.calls.candidates import full_weeks
from evaluations.queries.companies.lockouts import locked_days
from evaluations.queries.companies.participations import participation_of
from evaluations.services.calls.claiming import (
    Claim,
    ClaimedAlready,
    DayRefused,
    FeeChanged,
    PlaceGone,
    claim,
    usual_day,
)
from evaluations.services.roster.certifying import NotCertified
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.calls.board import BoardFilter, ClaimForm
from evaluations.web.presenters.calls.board import (
    as_planned,
    board_row,
    claim_facts,
    full_weeks_words,
)
from evaluations.web.presenters.calls.briefing import briefing_of
from evaluations.web.presenters.calls.calls import channel_icon, channel_words
from evaluations.web.presenters.roster.first_call import step_url
from evaluations.web.sorting import in_order
from shoppers.models import Shopper
from shoppers.rules import is_shopper
from shoppers.web.access import allow

CALLS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class _Spot:
    """The place that an address names."""

    participation: Participation
    channel: Channel
    scenario: Scenario


@allow(is_shopper)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every open call that she may claim; the filter stands in the address."""
    return _board_page(request)


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_call(
    request: HttpRequest, year: str, company: str, channel: str, scenario: str
) -> HttpResponse:
    """Choose the day, then have the call; what is not on her board looks like what never was."""
    spot, shopper = _spot(year, company, channel, scenario), _shopper(request)
    if spot is None or shopper is None:
        return _gone(request)
    if request.method == "POST":
        return _claim(request, spot, shopper)
    place = _place(spot, shopper)
    if place is None:
        return _gone(request)
    usual = usual_day(
        place,
        full=full_weeks(shopper, place.first_day),
        locked=locked_days(shopper.pk, place.participation),
    )
    return _claim_page(request, place, shopper, ClaimForm(place, usual=usual))


def _claim(request: HttpRequest, spot: _Spot, shopper: Shopper) -> HttpResponse:
    form = ClaimForm(None, request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            return _claimed(request, spot, form)
        except ClaimedAlready as refusal:
            messages.info(request, str(refusal))
            return redirect("my_call", refusal.call.pk)
        except NotCertified as refusal:
            messages.warning(request, str(refusal))
            return redirect(step_url(refusal.step, refusal.programme))
        except PlaceGone:
            return _gone(request)
        except DayRefused as refusal:
            form.add_error("due_on", str(refusal))
        except FeeChanged as refusal:
            form.add_error(None, str(refusal))
            status = HTTPStatus.CONFLICT
    place = _place(spot, shopper)
    if place is None:
        return _gone(request)
    form.take_fee(place.fee)
    return _claim_page(request, place, shopper, form, status=status)


def _claimed(request: HttpRequest, spot: _Spot, form: ClaimForm) -> HttpResponse:
    due_on, fee = form.cleaned_data["due_on"], form.cleaned_data["fee"]
    wanted = Claim(spot.participation, spot.channel, spot.scenario, fee, due_on)
    call = claim(wanted=wanted, by=acting_user(request))
    said = _("The call is yours. Do it on %(day)s.") % {"day": date_format(due_on)}
    messages.success(request, said)
    return redirect("my_call", call.pk)


def _board_page(
    request: HttpRequest, *, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    shopper = _shopper(request)
    found = open_calls(shopper) if shopper is not None else []
    form = BoardFilter({} if refusal else request.GET, calls=found)
    chosen, sort = form.chosen(), form.order()
    fitting = [board_row(call) for call in found if _fits(call, chosen)]
    rows = fitting if sort == "category" else in_order(fitting, sort)
    page = Paginator(rows, CALLS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("Open calls"),
        "crumbs": _crumbs(_("Open calls")),
        "refusal": refusal,
        "form": form,
        "clear_url": reverse("board") if chosen else "",
        "result": ngettext("%(count)d open call", "%(count)d open calls", count) % {"count": count},
        "page": page,
        "rows": page.object_list,
        "is_open": bool(found) or boards_of(acting_user(request)).exists(),
        "is_empty": not found,
    }
    return render(request, "evaluations/calls/board.html", context, status=status)


def _claim_page(
    request: HttpRequest,
    place: OpenCall,
    shopper: Shopper,
    form: ClaimForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    planned = as_planned(place)
    context = {
        "title": place.participation.name,
        "crumbs": _crumbs(_("Open calls"), place.participation.name),
        "place": place,
        "category": str(place.participation.category),
        "icon": channel_icon(planned),
        "channel": channel_words(planned),
        "role": briefing_of(place.scenario).role,
        "facts": claim_facts(place),
        "form": form,
        "full_weeks": full_weeks_words(full_weeks(shopper, place.first_day)),
    }
    return render(request, "evaluations/calls/claim_call.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    """The board with one sentence for all that she may not claim, whatever the reason."""
    asked = request.method == "POST"
    status = HTTPStatus.CONFLICT if asked else HTTPStatus.NOT_FOUND
    return _board_page(request, refusal=str(PlaceGone()), status=status)


def _spot(year: str, company: str, channel: str, scenario: str) -> _Spot | None:
    participation = participation_of(year, company)
    if participation is None or channel not in Channel.values:
        return None
    role = participation.programme.scenarios.filter(key=scenario).first()
    return _Spot(participation, Channel(channel), role) if role is not None else None


def _place(spot: _Spot, shopper: Shopper) -> OpenCall | None:
    return open_call(
        shopper,
        participation=spot.participation,
        channel=spot.channel,
        scenario=spot.scenario,
    )


def _shopper(request: HttpRequest) -> Shopper | None:
    return Shopper.objects.select_related("user").filter(user=acting_user(request)).first()


def _fits(call: OpenCall, chosen: dict[str, str]) -> bool:
    facts = {
        "channel": call.channel.value,
        "category": call.participation.category.key,
        "programme": call.participation.programme.slug,
    }
    return all(facts[name] == value for name, value in chosen.items())


def _crumbs(*labels: str) -> list[dict[str, str]]:
    return crumbs_of(
        (_("My calls"), reverse("my_calls")), *((label, reverse("board")) for label in labels)
    )
