"""Changing a plan by hand before it is started: another day, another shopper, or nobody."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from evaluations.enums import AssigningRule, PlanObstacle, PlanRefusal, PlanState
from evaluations.models import PlanDraft, PlannedCall
from evaluations.queries.calls.candidates import candidates, monday_of
from evaluations.queries.plans.plan_inputs import days_to_come
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.plans.planning import PlanRefused, check_planner
from shoppers.models import Shopper, User


@dataclass(frozen=True, slots=True)
class Verdict:
    """A shopper beside a planned call: the rules that she would break, the plan counted in.

    `met` is how many companies of the category the plan has her call; `calls` how many in all.
    """

    shopper: Shopper
    broken: tuple[AssigningRule, ...]
    met: int
    calls: int


def verdicts(planned: PlannedCall, *, due_on: dt.date) -> list[Verdict]:
    """Every shopper beside the call, were it due on that day: those who may first.

    Of them those first who meet most of the category already. A fixed number of queries.
    """
    others = list(
        PlannedCall.objects.filter(draft=planned.draft_id, shopper__isnull=False, test_call=None)
        .exclude(pk=planned.pk)
        .values_list("shopper_id", "participation_id", "category_id", "due_on")
    )
    monday = monday_of(due_on)
    near = planned.participation.programme.fieldwork.lockout_days
    close = {
        who
        for who, company, category, day in others
        if category == planned.category_id
        and company != planned.participation_id
        and abs((day - due_on).days) < near
    }
    in_week = Counter(who for who, *_rest, day in others if monday_of(day) == monday)
    has = {who for who, company, *_rest in others if company == planned.participation_id}
    met = Counter(
        who for who, _company, category, _day in others if category == planned.category_id
    )
    calls = Counter(who for who, *_rest in others)
    former = planned.replaces.shopper_id if planned.replaces else None
    found = []
    for each in candidates(
        participation=planned.participation, scenario=planned.scenario, due_on=due_on
    ):
        key, rules = each.shopper.pk, set(each.broken)
        if key in has or key == former:
            rules.add(AssigningRule.ALREADY_CALLED)
        if key in close:
            rules.add(AssigningRule.LOCKOUT)
        if each.facts.calls_in_week + in_week[key] >= each.facts.weekly_capacity:
            rules.add(AssigningRule.CAPACITY)
        broken = tuple(rule for rule in AssigningRule if rule in rules)
        found.append(Verdict(each.shopper, broken, met[key], calls[key]))
    return sorted(found, key=lambda each: (bool(each.broken), -each.met, each.calls))


@transaction.atomic
def change_planned(
    *, planned: PlannedCall, shopper: Shopper | None, due_on: dt.date, by: User
) -> PlannedCall:
    """Give the planned call another day and shopper, or leave it to nobody; nobody is asked yet.

    What the plan is worth is told anew. Raises PlanRefused, RulesBroken.
    """
    from evaluations.services.plans.plan_worth import worth  # noqa: PLC0415 - heavy, see there

    check_planner(by)
    # One change at a time: two could be one call too many for a week.
    draft = PlanDraft.objects.select_for_update(of=("self",)).get(pk=planned.draft_id)
    found = PlannedCall.objects.select_related(
        "participation__programme", "scenario", "replaces"
    ).get(pk=planned.pk)
    if found.test_call_id is not None:
        raise PlanRefused(PlanRefusal.CALL_STARTED)
    if draft.state != PlanState.READY:
        raise PlanRefused(PlanRefusal.NOT_READY)
    if due_on not in days_to_come(found.participation.programme):
        raise PlanRefused(PlanRefusal.DAY_OUTSIDE)
    if shopper is not None:
        verdict = next(
            each for each in verdicts(found, due_on=due_on) if each.shopper.pk == shopper.pk
        )
        if verdict.broken:
            raise RulesBroken(shopper, verdict.broken)
    found.shopper, found.due_on, found.changed_by = shopper, due_on, by
    found.stopped_by = "" if shopper else PlanObstacle.BY_HAND
    found.save(update_fields=["shopper", "due_on", "changed_by", "stopped_by"])
    draft.quality["categories"] |= worth(draft, only=[found.category_id])
    draft.save(update_fields=["quality"])
    return found
