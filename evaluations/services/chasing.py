"""What the calendar does in the field: offers expire, shoppers are reminded, lateness is told.

Nothing here waits for a hint: what is due stands in the calls and the programme's terms, and that
it was done stands in rows. Swept twice or by two at once, everything happens once.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from evaluations.enums import CallNotice, TestCallState
from evaluations.models import Chase, Programme, TestCall
from evaluations.queries.responsible import responsible
from evaluations.services.lifecycle import StateChanged, move
from evaluations.transitions import Event
from shoppers.models import User
from shoppers.services.notices import owe

# Shown in the reader's language.
NO_ANSWER_IN_TIME = gettext_noop("No answer in time")
Recipients = Callable[[Sequence[TestCall]], Mapping[uuid.UUID, User]]


def sweep_field() -> int:
    """Do everything that is due; how many calls it was done for."""
    return sum(
        expire_offers(each) + remind_of_due(each) + escalate_late(each)
        for each in Programme.objects.select_related("offers_expire_by").defer("method")
    )


def expire_offers(programme: Programme) -> int:
    """Offers that nobody answered in the programme's time expire, in whose name it was set."""
    days, by = programme.offers_expire_after_days, programme.offers_expire_by
    if days is None or by is None:
        return 0
    since = timezone.now() - dt.timedelta(days=days)
    expired = 0
    for call in _given(programme).filter(state=TestCallState.OFFERED, assigned_at__lt=since):
        # Answered at this moment, or by the other of two sweeps.
        with suppress(StateChanged):
            move(call, event=Event.EXPIRE, by=by, reason=NO_ANSWER_IN_TIME)
            expired += 1
    return expired


def remind_of_due(programme: Programme) -> int:
    """Remind shoppers of accepted calls whose day is near; of a call that was given today, not."""
    if programme.remind_days_before is None:
        return 0
    today = timezone.localdate()
    morning = timezone.make_aware(dt.datetime.combine(today, dt.time()))
    near = Q(
        state=TestCallState.ACCEPTED,
        assigned_at__lt=morning,
        due_on__range=(today, today + dt.timedelta(days=programme.remind_days_before)),
    )
    return _chase(programme, near, CallNotice.CALL_DUE_SOON, _shoppers)


def escalate_late(programme: Programme) -> int:
    """Tell the coordinator of calls that have been late for the programme's number of days."""
    if programme.escalate_after_days is None:
        return 0
    last = timezone.localdate() - dt.timedelta(days=programme.escalate_after_days)
    late = Q(state__in=sorted(TestCallState.open()), due_on__lte=last)
    return _chase(programme, late, CallNotice.CALL_LATE, _coordinators)


def _given(programme: Programme) -> QuerySet[TestCall]:
    """Calls that were given here: of contacts from files nobody is told."""
    return TestCall.objects.filter(
        participation__programme=programme, assigned_at__isnull=False
    ).order_by("pk")


def _chase(programme: Programme, which: Q, kind: CallNotice, recipients: Recipients) -> int:
    told = Chase.objects.filter(call=OuterRef("pk"), kind=kind, due_on=OuterRef("due_on"))
    wanted = _given(programme).filter(which, ~Exists(told))
    if not wanted.exists():
        return 0
    with transaction.atomic():
        # Whoever comes second waits here, and then asks anew who was told.
        held = _given(programme).filter(which).select_for_update(of=("self",))
        keys = list(held.values_list("pk", flat=True))
        calls = list(wanted.filter(pk__in=keys).select_related("shopper__user"))
        return _tell(calls, kind, recipients(calls))


def _tell(calls: Sequence[TestCall], kind: CallNotice, users: Mapping[uuid.UUID, User]) -> int:
    """One mail for each recipient, and a row for each call that it tells of."""
    by_user: dict[User, list[TestCall]] = defaultdict(list)
    for call in calls:
        if call.pk in users:
            by_user[users[call.pk]].append(call)
    now = timezone.now()
    for user, hers in by_user.items():
        cause = f"{kind}:{hers[0].pk}:{hers[0].due_on}"
        Chase.objects.bulk_create(
            Chase(call=each, kind=kind, due_on=each.due_on, cause=cause, at=now)
            for each in hers
            if each.due_on is not None
        )
        owe(recipient=user, kind=kind, about=hers[0].pk, cause=cause)
    return sum(map(len, by_user.values()))


def _shoppers(calls: Sequence[TestCall]) -> dict[uuid.UUID, User]:
    return {
        call.pk: call.shopper.user
        for call in calls
        if call.shopper is not None and call.shopper.user is not None
    }


def _coordinators(calls: Sequence[TestCall]) -> dict[uuid.UUID, User]:
    return responsible([call.pk for call in calls])
