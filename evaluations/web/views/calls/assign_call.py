"""Assigning a test call by hand: which call, who may take it, and one press that offers it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from evaluations.models import TestCallEvent
from evaluations.queries.calls.candidates import calls_so_far, candidates
from evaluations.queries.calls.declines import declines
from evaluations.services.calls import assigning
from evaluations.services.calls.assigning import Wanted, shown
from evaluations.services.calls.assigning_refusals import CallMoved, DueTooEarly, RulesBroken
from evaluations.services.lifecycle import LifecycleError
from evaluations.web.actor import acting_user
from evaluations.web.assigning import Asked, asked
from evaluations.web.forms.calls.assigning import ReasonForm
from evaluations.web.found import participation_or_404
from evaluations.web.presenters.calls.assigning import call_facts, replaced_facts, unreachable
from evaluations.web.presenters.calls.candidates import COLUMNS, candidate_rows, decline_words, fits
from evaluations.web.presenters.calls.test_calls import shopper_name
from evaluations.web.sorting import in_order, sort_key
from evaluations.web.views.companies.fieldwork_company import crumbs
from shoppers.models import Shopper
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

SHOPPERS_A_PAGE = 25
# Who asks for what can never be, not for what somebody else was faster with.
_BAD_INPUT = (DueTooEarly, RulesBroken)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def assign_call(request: HttpRequest, year: str, company: str) -> HttpResponse:
    """The call stands in the address, so a list of candidates can be shared and gone back to."""
    what = asked(request, participation_or_404(year, company))
    wanted = what.wanted()
    if what.shopper is None or wanted is None:
        return _choose(request, what, wanted)
    if request.method == "POST":
        return _offer(request, what, what.shopper, wanted)
    return _confirm(request, what, wanted)


def _offer(request: HttpRequest, what: Asked, shopper: Shopper, wanted: Wanted) -> HttpResponse:
    seen = request.POST.get("seen", "")
    reason = ReasonForm(request.POST) if what.takes_back else None
    by = acting_user(request)
    try:
        if what.replaces is not None:
            assigning.check_shown(what.replaces, seen)
        if reason is None:
            assigning.assign(wanted=wanted, shopper=shopper, by=by, seen=seen)
        elif reason.is_valid():
            words = reason.cleaned_data["reason"]
            assigning.reassign(wanted=wanted, shopper=shopper, reason=words, by=by, seen=seen)
        else:
            return _confirm(request, what, wanted, reason=reason)
    except LifecycleError as refusal:
        # What it asks about now may be another thing than what was asked about.
        again = asked(request, what.participation)
        return _confirm(request, again, again.wanted() or wanted, reason=reason, refused=refusal)
    messages.success(
        request,
        _("The call is offered to %(shopper)s. A mail is on its way.")
        % {"shopper": shopper_name(shopper)},
    )
    participation = what.participation
    return redirect("fieldwork_company", participation.programme.slug, participation.company.key)


def _choose(request: HttpRequest, what: Asked, wanted: Wanted | None) -> HttpResponse:
    """The call, and everybody beside it: first those who may take it."""
    context = _common(what) | {"form": what.form}
    try:
        if wanted is not None:
            assigning.check_day(wanted)
    except DueTooEarly as refusal:
        what.form.add_error("due_on", str(refusal))
    if what.form.errors or wanted is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
        return render(request, "evaluations/calls/assign_call.html", context, status=status)
    try:
        assigning.check_place(wanted, taken_back=what.takes_back)
    except LifecycleError as refusal:
        context["blocked"] = str(refusal)
        status = HTTPStatus.CONFLICT
        return render(request, "evaluations/calls/assign_call.html", context, status=status)
    context["unreachable"] = unreachable(wanted)
    context |= _candidates(request, what, wanted)
    return render(request, "evaluations/calls/assign_call.html", context)


def _candidates(request: HttpRequest, what: Asked, wanted: Wanted) -> dict[str, Any]:
    programme = what.participation.programme
    rows = candidate_rows(
        candidates(
            participation=what.participation, scenario=wanted.scenario, due_on=wanted.due_on
        ),
        calls=calls_so_far(programme),
        said_no=_said_no(wanted),
        choose_url=f"{what.address()}&shopper=",
        former=what.replaces,
    )
    search = what.form.cleaned_data["q"]
    found = [row for row in rows if fits(row, search)]
    able = sum(not row.rules for row in found)
    sort = sort_key(request.GET.get("sort"), COLUMNS, "calls")
    # Who may not stands last, before her who said no already; within these groups Python's sort
    # keeps the order.
    grouped = sorted(in_order(found, sort), key=lambda row: (bool(row.rules), row.declined))
    page = Paginator(grouped, SHOPPERS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "may": [row for row in page if not row.rules],
        "may_not": [row for row in page if row.rules],
        "sort": sort,
        "filtered": bool(search),
        "result": _counted(able, of=len(found), filtered=bool(search)),
    }


def _counted(able: int, *, of: int, filtered: bool) -> str:
    """How many may take the call, of those that the list shows."""
    sentence = (
        ngettext(
            "%(able)d of %(count)d shopper found may take this call",
            "%(able)d of %(count)d shoppers found may take this call",
            of,
        )
        if filtered
        else ngettext(
            "%(able)d of %(count)d shopper may take this call",
            "%(able)d of %(count)d shoppers may take this call",
            of,
        )
    )
    return sentence % {"able": able, "count": of}


def _confirm(
    request: HttpRequest,
    what: Asked,
    wanted: Wanted,
    *,
    reason: ReasonForm | None = None,
    refused: LifecycleError | None = None,
) -> HttpResponse:
    """What will happen when the button is pressed, or why there is none.

    The rules that the press would meet are asked now: no page promises what it would refuse.
    """
    first, last = what.participation.programme.period
    moved = refused if isinstance(refused, CallMoved) else None
    blocked = refused if moved is None and refused is not None else _hindrance(what, wanted)
    asks_reason = what.takes_back and blocked is None
    until_now = replaced_facts(what.replaces)[-1:] if what.replaces is not None else []
    context = _common(what) | {
        "call_facts": call_facts(wanted) + until_now,
        "shopper": what.shopper,
        "name": shopper_name(what.shopper),
        "declined": _declined(what.shopper, wanted),
        "reason_form": (reason or ReasonForm()) if asks_reason else None,
        "left_over": "" if asks_reason else request.POST.get("reason", ""),
        "moved": str(moved or ""),
        "blocked": str(blocked or ""),
        "seen": shown(what.replaces),
        "here": request.get_full_path(),
        "back_url": what.address(),
        "outside": not first <= wanted.due_on <= last,
    }
    status = HTTPStatus.OK
    if moved is not None:
        status = HTTPStatus.CONFLICT
    elif (reason is not None and reason.errors) or isinstance(blocked, _BAD_INPUT):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif blocked is not None:
        status = HTTPStatus.CONFLICT
    return render(request, "evaluations/calls/offer_call.html", context, status=status)


def _hindrance(what: Asked, wanted: Wanted) -> LifecycleError | None:
    """Why the shopper cannot be offered the call as things stand; None when she can."""
    assert what.shopper is not None  # noqa: S101 - for the type checker
    try:
        assigning.check_offer(wanted, what.shopper, taken_back=what.takes_back)
    except LifecycleError as refusal:
        return refusal
    return None


def _said_no(wanted: Wanted) -> dict[int, TestCallEvent]:
    return declines(
        participation=wanted.participation, channel=wanted.channel, scenario=wanted.scenario
    )


def _declined(shopper: Shopper | None, wanted: Wanted) -> str:
    decline = _said_no(wanted).get(shopper.pk) if shopper is not None else None
    return decline_words(decline) if decline is not None else ""


def _common(what: Asked) -> dict[str, Any]:
    if what.takes_back:
        title = _("Reassign a call with %(company)s")
    elif what.replaces is not None:
        title = _("Replace a call with %(company)s")
    else:
        title = _("Assign a call with %(company)s")
    return {
        "title": title % {"company": what.participation.name},
        "participation": what.participation,
        "programme": what.participation.programme,
        "takes_back": what.takes_back,
        "replaced_facts": replaced_facts(what.replaces) if what.replaces else [],
        "former": shopper_name(what.replaces.shopper) if what.replaces and what.takes_back else "",
        "crumbs": crumbs(what.participation, _("Assign a call")),
    }
