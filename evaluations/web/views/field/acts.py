"""Acts upon many calls: what will happen, then what did, then perhaps its undoing."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.enums.acts import ActKind
from evaluations.models import FieldAct, Programme, TestCall
from evaluations.queries.roster.roster import admitted_to
from evaluations.queries.roster.shopper_page import calls_in_hand
from evaluations.services.field.acting import MOST_AT_ONCE, UNDO_WITHIN, FieldBusy, perform, preview
from evaluations.services.field.undoing import undo, undoable
from evaluations.services.lifecycle import LifecycleError
from evaluations.transitions import Event, Subject, transition
from evaluations.web.acting import Asked, asked, chosen_calls, kind_asked
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.field.acts import (
    ActRow,
    done_title,
    each_gets,
    in_short,
    preview_rows,
    result_in_short,
    result_rows,
    title_of,
)
from evaluations.web.presenters.years.programmes import calls_url
from shoppers.queries.shoppers import shopper_by_code
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_POST
def act_on_calls(request: HttpRequest, year: str) -> HttpResponse:
    """Show what will happen with the calls that were chosen; at the second press, do it."""
    programme = programme_or_404(year)
    kind = kind_asked(request)
    calls = chosen_calls(request, programme)
    context = {
        "crumbs": crumbs_of(
            (programme.name, reverse("programme", args=[programme.slug])),
            (_("Test calls"), calls_url(programme)),
            (str(kind.label), ""),
        ),
        "back_url": _back(request, calls_url(programme)),
        "here": reverse("act_on_calls", args=[programme.slug]),
    }
    arriving = "step" not in request.POST
    return _act(request, kind, calls, context, arriving=arriving)


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, shopper: str) -> HttpResponse:
    """Give all calls that a shopper has in hand to others."""
    found = shopper_by_code(shopper)
    if found is None:
        raise Http404
    page = reverse("shopper", args=[found.code])
    context = {
        "title": _("Hand over the calls of %(shopper)s") % {"shopper": found.known_as},
        "crumbs": crumbs_of(
            (_("Shoppers"), reverse("shoppers")), (found.code, page), (_("Hand over"), "")
        ),
        "back_url": page,
        "here": reverse("hand_over", args=[found.code]),
    }
    calls = list(calls_in_hand(found)[: MOST_AT_ONCE + 1])
    arriving = request.method != "POST"
    if not calls:
        context["unfit"] = _("The shopper has no call in hand that somebody else could take over.")
        status = HTTPStatus.OK if arriving else HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "evaluations/field/act_on_calls.html", context, status=status)
    return _act(request, ActKind.REASSIGN, calls, context, arriving=arriving)


@allow(is_coordinator)
@require_safe
def field_act(request: HttpRequest, act: uuid.UUID) -> HttpResponse:
    """What the act did with each call."""
    return _result(request, _act_or_404(act))


@allow(is_coordinator)
@require_POST
def undo_act(request: HttpRequest, act: uuid.UUID) -> HttpResponse:
    """Take the act back while nobody has been told of it."""
    found = _act_or_404(act)
    try:
        undo(act=found, by=acting_user(request))
    except LifecycleError as refusal:
        return _result(request, found, refusal=str(refusal))
    messages.success(request, _("Undone. No mail was sent."))
    return redirect("field_act", found.pk)


def _act(
    request: HttpRequest,
    kind: ActKind,
    calls: Sequence[TestCall],
    context: dict[str, Any],
    *,
    arriving: bool,
) -> HttpResponse:
    if refusal := _unfit(calls):
        context |= {"title": context.get("title", str(kind.label)), "unfit": refusal}
        return render(
            request,
            "evaluations/field/act_on_calls.html",
            context,
            status=HTTPStatus.OK if request.method != "POST" else HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    try:
        return _asked_or_done(request, kind, calls, context, arriving=arriving)
    except FieldBusy as busy:
        context |= {"title": context.get("title", str(kind.label)), "unfit": str(busy)}
        return render(
            request, "evaluations/field/act_on_calls.html", context, status=HTTPStatus.CONFLICT
        )


def _asked_or_done(
    request: HttpRequest,
    kind: ActKind,
    calls: Sequence[TestCall],
    context: dict[str, Any],
    *,
    arriving: bool,
) -> HttpResponse:
    programmes = {call.participation.programme_id for call in calls}
    shoppers = admitted_to(programmes) if kind in ActKind.giving() else []
    holders = {call.shopper_id for call in calls}
    if len(holders) == 1:
        # Nobody is given what she has.
        shoppers = [each for each in shoppers if each.pk not in holders]
    found = asked(request, kind, calls, shoppers=shoppers, arriving=arriving)
    if request.POST.get("step") == "do" and found.form.is_valid():
        act = perform(
            key=found.key,
            order=found.order(looking=False),
            items=found.items,
            by=acting_user(request),
        )
        return redirect("field_act", act.pk)
    return _ask(request, found, context)


def _ask(request: HttpRequest, found: Asked, context: dict[str, Any]) -> HttpResponse:
    by = acting_user(request)
    outcomes = preview(order=found.order(looking=True), items=found.items, by=by)
    rows = preview_rows(found, outcomes)
    # To look again with other words missing is no mistake; to press the button is.
    pressed = request.POST.get("step") == "do"
    if not pressed and "reason" in found.form.errors:
        del found.form.errors["reason"]
    context = {
        "title": title_of(found.kind, len(found.calls)),
        **context,
        "kind": found.kind,
        "gives": found.kind in ActKind.giving(),
        "form": found.form,
        "rows": rows,
        "short": in_short(rows),
        "each_gets": each_gets(rows) if found.kind in ActKind.giving() else "",
        "key": found.key,
        "minutes": int(UNDO_WITHIN.total_seconds() // 60),
        "goes_through": any(not row.refusal for row in rows),
        "stays_url": _where_to_cancel(found) if any(row.refusal for row in rows) else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if found.form.errors else HTTPStatus.OK
    return render(request, "evaluations/field/act_on_calls.html", context, status=status)


def _where_to_cancel(found: Asked) -> str:
    """The list with the calls of one holder, whose places come free when they are cancelled."""
    programmes = {call.participation.programme.slug for call in found.calls}
    holders = {call.shopper.code for call in found.calls if call.shopper is not None}
    if found.kind is not ActKind.REASSIGN or len(programmes) != 1 or len(holders) != 1:
        return ""
    query = {"programme": programmes.pop(), "search": holders.pop()}
    return f"{reverse('desk_calls')}?{urlencode(query)}"


def _to_cancel(act: FieldAct, rows: Sequence[ActRow]) -> list[str]:
    """Calls that nothing happened with and that somebody still has."""
    cancellable = transition(Subject.TEST_CALL, Event.CANCEL).sources
    held = set(act.calls.filter(call__state__in=cancellable).values_list("call_id", flat=True))
    return [row.key for row in rows if row.refusal and uuid.UUID(row.key) in held]


def _result(request: HttpRequest, act: FieldAct, *, refusal: str = "") -> HttpResponse:
    rows = result_rows(act)
    title = done_title(ActKind(act.kind))
    found = Programme.objects.filter(participations__test_calls__acts__act=act)
    programmes = list(found.defer("method").distinct()[:2])
    # Calls of several are cancelled in the list of each.
    programme = programmes[0] if len(programmes) == 1 else None
    leaves = act.kind == ActKind.REASSIGN and act.undone_at is None and programme is not None
    context = {
        "title": title,
        "crumbs": _way_to(programme, title),
        "back_url": calls_url(programme) if programme else reverse("desk_calls"),
        "programme": programme,
        "stays": _to_cancel(act, rows) if leaves else [],
        "act": act,
        "rows": rows,
        "gives": act.kind in ActKind.giving(),
        "short": result_in_short(act, rows),
        "undoable": undoable(act, by=acting_user(request)),
        "told_at": act.at + UNDO_WITHIN,
        "refusal": refusal,
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "evaluations/field/field_act.html", context, status=status)


def _way_to(programme: Programme | None, title: str) -> list[dict[str, str]]:
    if programme is None:
        return crumbs_of((_("Test calls"), reverse("desk_calls")), (title, ""))
    return crumbs_of(
        (programme.name, reverse("programme", args=[programme.slug])),
        (_("Test calls"), calls_url(programme)),
        (title, ""),
    )


def _unfit(calls: Sequence[TestCall]) -> str:
    if not calls:
        return _("No call was chosen. Tick some, or all that fit the filter.")
    if len(calls) > MOST_AT_ONCE:
        return ngettext(
            "No more than %(count)d call can be chosen at once. Narrow the filter.",
            "No more than %(count)d calls can be chosen at once. Narrow the filter.",
            MOST_AT_ONCE,
        ) % {"count": MOST_AT_ONCE}
    return ""


def _back(request: HttpRequest, calls: str) -> str:
    """The list as it was filtered."""
    chosen = request.POST.get("filter", "")
    return f"{reverse('desk_calls')}?{chosen}" if chosen else calls


def _act_or_404(key: uuid.UUID) -> FieldAct:
    found = FieldAct.objects.select_related("by").filter(pk=key).first()
    if found is None:
        raise Http404
    return found
