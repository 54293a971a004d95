"""What the calendar does in the field: offers expire, shoppers are reminded, lateness is told.

Nothing here waits for a hint: what is due stands in the calls and the programme's terms, and that
it was done stands in rows. Swept twice or by two at once, everything happens once.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from evaluations.enums import CallNotice, EvaluationState
from evaluations.models import Chase, Programme, TestCall
from evaluations.queries.calls.responsible import coordinators_by_key, responsible
from evaluations.queries.field.chasing import (
    due_soon,
    late_for_days,
    not_told,
    out_of_time,
    report_late,
)
from evaluations.services.lifecycle import StateChanged, move
from evaluations.transitions import Event
from shoppers.models import User
from shoppers.services.notices import owe

# Shown in the reader's language.
NO_ANSWER_IN_TIME = gettext_noop("No answer in time")
Recipients = Callable[[Sequence[TestCall]], Mapping[uuid.UUID, Collection[User]]]


def sweep_field() -> int:
    """Do everything that is due; how many calls it was done for."""
    return sum(
        expire_offers(each)
        + remind_of_due(each)
        + escalate_late(each)
        + remind_of_returned(each)
        + escalate_reviews(each)
        for each in Programme.objects.select_related("offers_expire_by").defer("method")
    )


def expire_offers(programme: Programme) -> int:
    """Offers that nobody answered in the programme's time expire, in whose name it was set."""
    expired = 0
    for call in out_of_time(programme):
        # Answered at this moment, or by the other of two sweeps.
        with suppress(StateChanged):
            move(call, event=Event.EXPIRE, by=programme.offers_expire_by, reason=NO_ANSWER_IN_TIME)
            expired += 1
    return expired


def remind_of_due(programme: Programme) -> int:
    """Remind shoppers of accepted calls whose day is near; of a call that was given today, not."""
    return _chase(due_soon(programme), CallNotice.CALL_DUE_SOON, _shoppers)


def escalate_late(programme: Programme) -> int:
    """Tell the coordinator of calls that have been late for the programme's number of days."""
    return _chase(late_for_days(programme), CallNotice.CALL_LATE, _coordinators)


def remind_of_returned(programme: Programme) -> int:
    """Remind shoppers, once for each return, of reports that they have kept for too long."""
    late = report_late(EvaluationState.RETURNED, programme)
    return _chase(late, CallNotice.REPORT_OVERDUE, _shoppers)


def escalate_reviews(programme: Programme) -> int:
    """Tell every coordinator, once, of reports that have waited for a review for too long."""
    late = report_late(EvaluationState.SUBMITTED, programme)
    return _chase(late, CallNotice.REVIEW_OVERDUE, _reviewers)


def _chase(which: QuerySet[TestCall], kind: CallNotice, recipients: Recipients) -> int:
    wanted = not_told(which, kind)
    if not wanted.exists():
        return 0
    with transaction.atomic():
        # Whoever comes second waits here, and then asks anew who was told.
        keys = list(which.select_for_update(of=("self",)).values_list("pk", flat=True))
        calls = list(wanted.filter(pk__in=keys).select_related("shopper__user"))
        return _tell(calls, kind, recipients(calls))


def _tell(
    calls: Sequence[Any], kind: CallNotice, users: Mapping[uuid.UUID, Collection[User]]
) -> int:
    """One mail for each recipient, and a row for each call that it tells of."""
    together: dict[tuple[User, ...], list[Any]] = defaultdict(list)
    for call in calls:
        if users.get(call.pk):
            together[tuple(users[call.pk])].append(call)
    now = timezone.now()
    for readers, theirs in together.items():
        first = theirs[0]
        cause = f"{kind}:{first.pk.hex}:{first.day}"
        Chase.objects.bulk_create(
            Chase(call=each, kind=kind, due_on=each.day, cause=cause, at=now) for each in theirs
        )
        for user in readers:
            owe(recipient=user, kind=kind, about=first.pk, cause=f"{cause}:{user.pk.hex[:12]}")
    return sum(map(len, together.values()))


def _shoppers(calls: Sequence[TestCall]) -> dict[uuid.UUID, list[User]]:
    return {
        call.pk: [call.shopper.user]
        for call in calls
        if call.shopper is not None and call.shopper.user is not None
    }


def _coordinators(calls: Sequence[TestCall]) -> dict[uuid.UUID, list[User]]:
    return {key: [user] for key, user in responsible([call.pk for call in calls]).items()}


def _reviewers(calls: Sequence[TestCall]) -> dict[uuid.UUID, list[User]]:
    """Every coordinator but the one who made the report herself."""
    everybody = list(coordinators_by_key().values())
    return {
        call.pk: [
            user for user in everybody if call.shopper is None or user.pk != call.shopper.user_id
        ]
        for call in calls
    }
