"""Starting a plan: its calls become test calls, each offered to its shopper, all or a category.

What has changed since the plan was computed is looked at again under the locks of assigning, first
the companies and then the shoppers, each in the order of their keys: of two coordinators who give
the same place or the last of a shopper's capacity away, one is told.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from evaluations.enums import AssigningRule, PlanNotice, PlanObstacle, PlanRefusal, PlanState
from evaluations.models import Category, Participation, PlanDraft, PlannedCall, TestCall
from evaluations.queries.calls.candidates import calls_with_many, monday_of, weeks_of_many
from evaluations.queries.companies.lockouts import days_in_categories
from evaluations.queries.plans.places import places_of_many, to_replace
from evaluations.queries.plans.plan_pairs import FIXED_RULES, Kind, fixed_rules
from evaluations.queries.plans.plans import to_start
from evaluations.services.lifecycle import move
from evaluations.services.plans.planning import PlanRefused, check_planner
from evaluations.transitions import Event
from shoppers.models import Shopper, User
from shoppers.queries.absences import absences_between
from shoppers.services.notices import owe

_GIVEN = """
    UPDATE evaluations_plannedcall AS planned SET test_call_id = given.call
    FROM unnest(%s::bigint[], %s::uuid[]) AS given(planned, call)
    WHERE planned.id = given.planned
"""
Days = tuple[dt.date, dt.date]
# As `fixed_rules` numbers them: a place that was hers before is for somebody else.
_RULES = (*FIXED_RULES, AssigningRule.ALREADY_CALLED)


@dataclass(slots=True)
class Started:
    """What became of the planned calls: those offered, and those left with the reason."""

    offered: list[TestCall] = field(default_factory=list)
    left: list[PlannedCall] = field(default_factory=list)


@transaction.atomic
def start_plan(*, draft: PlanDraft, by: User, category: Category | None = None) -> Started:
    """Make and offer the calls of a plan, or of one category; each shopper is told once of all.

    What cannot be given any more stays with the plan, with the rule that stopped it. Raises
    PlanRefused: nothing was sent, also where not one call could be given.
    """
    check_planner(by)
    found = (
        PlanDraft.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=draft.pk)
    )
    if found.state == PlanState.STARTED:
        raise PlanRefused(PlanRefusal.PLAN_STARTED)
    if found.state != PlanState.READY:
        raise PlanRefused(PlanRefusal.NOT_READY)
    cut_off = found.programme.cut_off_day
    if cut_off is not None and timezone.localdate() > cut_off:
        raise PlanRefused(PlanRefusal.CUT_OFF_PASSED)
    planned = list(
        to_start(found, category.pk if category else None)
        .select_related("scenario", "replaces")
        .order_by("due_on", "call_from", "pk")
    )
    if not planned:
        raise PlanRefused(_nothing_there(found, category))
    started = _given(planned, _Room(found, planned))
    if not started.offered:
        raise PlanRefused(PlanRefusal.NOTHING_LEFT)
    _store(found, planned, started, by)
    return started


class _Room:
    """What is left to give, held until the transaction ends."""

    def __init__(self, draft: PlanDraft, planned: Sequence[PlannedCall]) -> None:
        participations = self._held_companies(draft, planned)
        self.left = {key for key, each in participations.items() if each.has_left}
        self.shoppers = self._held_shoppers(planned)
        self.places = {
            (key, place.channel.value): place.never_given
            for key, places in places_of_many(participations).items()
            for place in places
        }
        replaced = [each.replaces_id for each in planned if each.replaces_id]
        self.freed = set(to_replace().filter(pk__in=replaced).values_list("pk", flat=True))
        self.called = calls_with_many(participations)
        self.weeks = weeks_of_many(self.shoppers)
        self.away: dict[int, list[Days]] = defaultdict(list)
        days = [each.due_on for each in planned]
        for shopper, first, last in absences_between(min(days), max(days)):
            self.away[shopper].append((first, last))
        self._lockout = draft.programme.fieldwork.lockout_days
        self._days: dict[tuple[int, int], list[tuple[int, dt.date]]] = defaultdict(list)
        for who, category, company, day in days_in_categories(draft.programme, self.shoppers):
            self._days[who, category].append((company, day))
        self._broken = self._fixed(draft, planned, list(participations.values()))

    def obstacle(self, each: PlannedCall) -> PlanObstacle | None:
        """What stands in the way of this call now; None: nothing does."""
        if each.due_on < timezone.localdate():
            return PlanObstacle.DAY_OVER
        if each.participation_id in self.left:
            return PlanObstacle.COMPANY_LEFT
        if not self._is_there(each):
            return PlanObstacle.PLACE_TAKEN
        if fixed := self._broken[each.pk]:
            return PlanObstacle(_RULES[fixed - 1].value)
        return self._of_week(each, self._shopper(each))

    def _is_there(self, each: PlannedCall) -> bool:
        if each.replaces_id is None:
            return self.places.get((each.participation_id, each.channel), 0) > 0
        return each.replaces_id in self.freed

    def _of_week(self, each: PlannedCall, shopper: Shopper) -> PlanObstacle | None:
        day = each.due_on
        if any(first <= day <= last for first, last in self.away[shopper.pk]):
            return PlanObstacle.ABSENT
        if (each.participation_id, shopper.pk) in self.called:
            return PlanObstacle.ALREADY_CALLED
        if self._is_locked(each, shopper):
            return PlanObstacle.LOCKOUT
        if self.weeks[shopper.pk, monday_of(day)] >= shopper.weekly_capacity:
            return PlanObstacle.CAPACITY
        return None

    def _is_locked(self, each: PlannedCall, shopper: Shopper) -> bool:
        return any(
            company != each.participation_id and abs((day - each.due_on).days) < self._lockout
            for company, day in self._days[shopper.pk, each.category_id]
        )

    def take(self, each: PlannedCall) -> None:
        """Count the call as given."""
        shopper = self._shopper(each)
        if each.replaces_id is None:
            self.places[each.participation_id, each.channel] -= 1
        else:
            self.freed.discard(each.replaces_id)
        self.called.add((each.participation_id, shopper.pk))
        self.weeks[shopper.pk, monday_of(each.due_on)] += 1
        self._days[shopper.pk, each.category_id].append((each.participation_id, each.due_on))

    def _shopper(self, each: PlannedCall) -> Shopper:
        assert each.shopper_id is not None  # noqa: S101 - for the type checker: `to_start`
        return self.shoppers[each.shopper_id]

    def _held_companies(
        self, draft: PlanDraft, planned: Sequence[PlannedCall]
    ) -> dict[int, Participation]:
        keys = {each.participation_id for each in planned}
        # All of the category's: a rival's client counts too.
        list(
            Participation.objects.select_for_update(of=("self",))
            .filter(pk__in=keys)
            .order_by("pk")
            .values_list("pk")
        )
        found = Participation.objects.filter(programme=draft.programme).order_by("pk")
        there = {each.pk: each for each in found}
        for each in there.values():
            each.programme = draft.programme
        return there

    def _held_shoppers(self, planned: Sequence[PlannedCall]) -> dict[int, Shopper]:
        keys = {each.shopper_id for each in planned if each.shopper_id is not None}
        rows = Shopper.objects.select_for_update(of=("self",)).select_related("user")
        return {each.pk: each for each in rows.filter(pk__in=keys).order_by("pk")}

    def _fixed(
        self,
        draft: PlanDraft,
        planned: Sequence[PlannedCall],
        participations: Sequence[Participation],
    ) -> dict[int, int]:
        """The number of the first fixed rule that each call breaks, 0 for none."""
        kinds = {
            each.pk: Kind(
                each.participation_id,
                each.scenario.played_by,
                each.replaces.shopper_id if each.replaces else None,
            )
            for each in planned
        }
        row = {kind: at for at, kind in enumerate(dict.fromkeys(kinds.values()))}
        column = {key: at for at, key in enumerate(self.shoppers)}
        rules = fixed_rules(draft.programme, list(row), participations, [*self.shoppers.values()])
        return {
            each.pk: int(rules[row[kinds[each.pk]], column[each.shopper_id]])
            for each in planned
            if each.shopper_id is not None
        }


def _given(planned: Sequence[PlannedCall], room: _Room) -> Started:
    started, fee, now = Started(), planned[0].draft.programme.call_fee, timezone.now()
    for each in planned:
        if obstacle := room.obstacle(each):
            each.shopper, each.stopped_by = None, obstacle
            started.left.append(each)
            continue
        room.take(each)
        each.test_call = TestCall(
            participation_id=each.participation_id,
            channel=each.channel,
            scenario=each.scenario,
            shopper_id=each.shopper_id,
            assigned_at=now,
            due_on=each.due_on,
            call_from=each.call_from,
            call_until=each.call_until,
            fee=each.replaces.fee if each.replaces and each.replaces.fee is not None else fee,
            replaces=each.replaces,
        )
        started.offered.append(each.test_call)
    return started


def _store(draft: PlanDraft, planned: Sequence[PlannedCall], started: Started, by: User) -> None:
    TestCall.objects.bulk_create(started.offered, batch_size=2000)
    given = [each.pk for each in planned if each.test_call is not None]
    with connection.cursor() as cursor:
        # One statement: the ORM's takes as long as everything else for some thousands of calls.
        cursor.execute(_GIVEN, [given, [call.pk for call in started.offered]])
    for obstacle in {each.stopped_by for each in started.left}:
        left = [each.pk for each in started.left if each.stopped_by == obstacle]
        PlannedCall.objects.filter(pk__in=left).update(shopper=None, stopped_by=obstacle)
    move(started.offered, event=Event.OFFER, by=by, tell=False)
    _owe_bundles(draft, started)
    if draft.started_at is None:
        draft.started_at, draft.started_by = timezone.now(), by
    if not to_start(draft).exists():
        draft.state = PlanState.STARTED
    if started.left:
        _tell_worth(draft, {each.category_id for each in started.left})
    draft.save(update_fields=["state", "started_at", "started_by", "quality"])
    PlanDraft.objects.filter(pk=draft.pk, finished_at=None).update(finished_at=Now())


def _tell_worth(draft: PlanDraft, categories: set[int]) -> None:
    """What the plan is worth without the calls that were left."""
    from evaluations.services.plans.plan_worth import worth  # noqa: PLC0415 - heavy, see there

    draft.quality["categories"] |= worth(draft, only=categories)


def _owe_bundles(draft: PlanDraft, started: Started) -> None:
    """One mail a shopper, however many calls: about the first of them, which leads to the list."""
    first: dict[int, TestCall] = {}
    for call in started.offered:
        if call.shopper_id is not None:
            first.setdefault(call.shopper_id, call)
    users = {
        each.pk: each.user for each in Shopper.objects.filter(pk__in=first).select_related("user")
    }
    for shopper, call in first.items():
        user = users[shopper]
        if user is not None:
            owe(
                recipient=user,
                kind=PlanNotice.CALLS_PLANNED,
                about=draft.pk,
                cause=f"plan:{call.pk}",
            )


def _nothing_there(draft: PlanDraft, category: Category | None) -> PlanRefusal:
    """Somebody was faster, or there never was a call that could go out."""
    calls = draft.calls.filter(test_call__isnull=False)
    if category is not None:
        calls = calls.filter(category=category)
    return PlanRefusal.PLAN_STARTED if calls.exists() else PlanRefusal.NOTHING_LEFT
