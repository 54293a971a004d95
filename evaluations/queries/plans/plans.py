"""Reading plans and their calls."""

import datetime as dt
import uuid
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from evaluations.enums import PlanRefusal, PlanState
from evaluations.models import Admission, PlanDraft, PlannedCall, Programme
from shoppers.enums import LogInState


def due() -> Q:
    """Plans to be computed that nobody is working on."""
    free = Q(leased_until=None) | Q(leased_until__lt=Now())
    return free & Q(state__in=PlanState.unfinished())


def due_plans() -> list[uuid.UUID]:
    """Plans that somebody should work on, those asked for first coming first."""
    rows = PlanDraft.objects.filter(due()).order_by("requested_at")
    return list(rows.values_list("pk", flat=True))


def oldest_due() -> dt.datetime | None:
    """Since when the longest-waiting plan has been owed; None when none is."""
    found: dict[str, dt.datetime | None] = PlanDraft.objects.filter(due()).aggregate(
        since=Min("requested_at")
    )
    return found["since"]


def plans_of(programme: Programme) -> QuerySet[PlanDraft]:
    """Its plans with how many calls each has, the newest first."""
    return (
        PlanDraft.objects.filter(programme=programme)
        .select_related("requested_by", "started_by")
        .annotate(
            placed=Count("calls", filter=Q(calls__shopper__isnull=False)),
            left=Count("calls", filter=Q(calls__shopper=None)),
        )
        .order_by("-requested_at", "pk")
    )


def plan_on_desk(programme: Programme, key: uuid.UUID) -> PlanDraft | None:
    """The programme's plan with this key, as in the list."""
    found = plans_of(programme).filter(pk=key).first()
    if found is not None:
        found.programme = programme
    return found


def failure_sentence(draft: PlanDraft) -> str:
    """Why a plan failed, for a coordinator; empty when it did not."""
    if not draft.error or draft.state != PlanState.FAILED:
        return ""
    if draft.error in PlanRefusal.values:
        return str(PlanRefusal(draft.error).label)
    return _("The computation met a fault (%(fault)s). The log says more, under the plan's id.") % {
        "fault": draft.error
    }


def calls_of_plan(draft: PlanDraft, chosen: dict[str, Any]) -> QuerySet[PlannedCall]:
    """Its calls with all that a list names, by day; `chosen` has keys of what to keep."""
    found = draft.calls.select_related(
        "participation__company", "category", "scenario", "shopper__user", "test_call"
    )
    names = {
        "category": "category__key",
        "company": "participation__company__key",
        "shopper": "shopper__code",
        "channel": "channel",
        "stopped": "stopped_by",
    }
    for name, lookup in names.items():
        if chosen.get(name):
            found = found.filter(**{lookup: chosen[name]})
    return found.order_by("due_on", "call_from", "pk")


def load_of(draft: PlanDraft) -> list[tuple[str, str, int]]:
    """Code, name and number of calls of every shopper of the plan, who has most first."""
    rows = (
        draft.calls.filter(shopper__isnull=False)
        .order_by()
        .values_list("shopper__code", "shopper__user__name")
        .annotate(number=Count("pk"))
    )
    named = [(code or "", name or code or "", number) for code, name, number in rows]
    return sorted(named, key=lambda row: (-row[2], row[0]))


def cannot_sign_in(programme: Programme) -> dict[LogInState, int]:
    """How many of its admitted shoppers no plan asks: with no log-in, or with a closed one."""
    admitted = Admission.objects.filter(programme=programme, shopper__erased_at=None)
    counts = admitted.aggregate(
        without=Count("pk", filter=Q(shopper__user=None)),
        closed=Count("pk", filter=Q(shopper__user__is_active=False)),
    )
    found = {LogInState.NO_LOGIN: counts["without"], LogInState.DEACTIVATED: counts["closed"]}
    return {state: count for state, count in found.items() if count}


def planned_call(draft: PlanDraft, key: int) -> PlannedCall | None:
    """The call of this plan, with all that its page names."""
    return calls_of_plan(draft, {}).filter(pk=key).first()


def to_start(draft: PlanDraft, category: int | None = None) -> QuerySet[PlannedCall]:
    """The calls that would go out if the plan, or one category of it, were started."""
    found = draft.calls.filter(shopper__isnull=False, test_call=None)
    return found if category is None else found.filter(category=category)
