"""The only writer of states: one function, for one or for many."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg import sql

from evaluations.models import Evaluation, EvaluationEvent, TestCall, TestCallEvent
from evaluations.services.telling import owe_notices
from evaluations.signals import moved
from evaluations.transitions import Event, Subject, Transition, transition
from shoppers.models import User

# The rows of a step differ in two columns only: as one statement they cost a tenth of what the
# ORM takes for them.
_RECORD = sql.SQL(
    "INSERT INTO {table} (event, author_id, reason, at, to_state, subject_id, from_state)"
    " SELECT %s, %s, %s, %s, %s, moved.id, moved.was"
    " FROM unnest(%s::uuid[], %s::text[]) AS moved(id, was) RETURNING id, subject_id"
)


class LifecycleError(Exception):
    """A step that was not taken; `code` is for programs, the text for people."""

    code = "lifecycle"


class StateChanged(LifecycleError):
    """Something is not, or no longer, in a state from which the step leads; nothing moved."""

    code = "state_changed"

    def __init__(self, ids: Sequence[uuid.UUID]) -> None:
        self.ids = tuple(ids)
        super().__init__(
            ngettext(
                "This has been moved on in the meantime. Please look at it again.",
                "%(count)d of them have been moved on in the meantime. Please look at them again.",
                len(ids),
            )
            % {"count": len(ids)}
        )


class ReasonMissing(LifecycleError):
    """The step owes the other side a reason."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_("Please give a reason."))


def move(
    subjects: Evaluation | TestCall | Sequence[Evaluation] | Sequence[TestCall],
    *,
    event: Event,
    by: User,
    reason: str = "",
    at: dt.datetime | None = None,
) -> None:
    """Take one step with all of the subjects, or with none of them.

    Each subject must still be in the state it was read in, and that state a source of the step;
    else StateChanged names those that are not. Adds an event row each, owes the mail that the
    table names, tells `signals.moved` after commit, and brings `state` of the given objects up to
    date. It does not ask who may.
    """
    rows: Sequence[Any] = [subjects] if isinstance(subjects, Evaluation | TestCall) else subjects
    if not rows:
        return
    step = transition(_subject(rows), event)
    if step.needs_reason and not reason.strip():
        raise ReasonMissing
    strangers = [row.pk for row in rows if row.state not in step.sources]
    if strangers:
        raise StateChanged(strangers)
    model, moment = type(rows[0]), at or timezone.now()
    with transaction.atomic():
        _compare_and_set(model, rows, step)
        events = _record(rows, step, by=by, reason=reason.strip(), at=moment)
        owe_notices(step, events)
        ids = [row.pk for row in rows]
        transaction.on_commit(
            partial(moved.send_robust, sender=model, subject=step.subject, event=event, ids=ids)
        )
    for row in rows:
        row.state = step.target


def _subject(rows: Sequence[Any]) -> Subject:
    if len({row.pk for row in rows}) < len(rows):
        raise ValueError("The same one stands there twice.")
    if all(isinstance(row, Evaluation) for row in rows):
        return Subject.EVALUATION
    if all(isinstance(row, TestCall) for row in rows):
        return Subject.TEST_CALL
    raise TypeError("Evaluations and test calls move apart.")


def _compare_and_set(model: type[Any], rows: Sequence[Any], step: Transition) -> None:
    by_state: dict[str, set[uuid.UUID]] = defaultdict(set)
    for row in rows:
        by_state[row.state].add(row.pk)
    for state, ids in sorted(by_state.items()):
        # Locked in the order of their keys, so two moves of overlapping sets never wait for each
        # other; a row that another move held is looked at again once that move is over.
        there = model.objects.filter(pk__in=ids, state=state).order_by("pk").select_for_update()
        missing = ids.difference(there.values_list("pk", flat=True))
        if missing:
            raise StateChanged(sorted(missing))
        model.objects.filter(pk__in=ids, state=state).update(state=step.target)


def _record(
    rows: Sequence[Any], step: Transition, *, by: User, reason: str, at: dt.datetime
) -> dict[uuid.UUID, int]:
    """The keys of the new events by their subjects."""
    model = EvaluationEvent if step.subject is Subject.EVALUATION else TestCallEvent
    facts: list[Any] = [step.event, by.pk, reason, at, step.target]
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD.format(table=sql.Identifier(model._meta.db_table)),
            [*facts, [row.pk for row in rows], [str(row.state) for row in rows]],
        )
        return {subject: event for event, subject in cursor.fetchall()}
