"""The only writer of states: one function, for one or for many."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg import sql

from evaluations.decline_reasons import DeclineReason
from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import Evaluation, EvaluationEvent, TestCall, TestCallEvent
from evaluations.services.telling import owe_notices
from evaluations.signals import moved
from evaluations.transitions import Event, Subject, Transition, transition
from shoppers.models import User

# The rows of a step differ in two columns only: as one statement they cost a tenth of what the
# ORM takes for them.
_RECORD = sql.SQL(
    "INSERT INTO {table} ({columns}, subject_id, from_state)"
    " SELECT {values}, moved.id, moved.was"
    " FROM unnest(%s::uuid[], %s::text[]) AS moved(id, was) RETURNING id, subject_id"
)


class LifecycleError(Exception):
    """A step that was not taken; `code` is for programs, the text for people."""

    code = "lifecycle"


class StateChanged(LifecycleError):
    """Something is not, or no longer, in a state from which the step leads; nothing moved.

    `standing` is the state of the one that the sentence is about, where it is known: whether
    somebody moved it a moment ago or it never was where the step begins, that is what is true.
    """

    code = "state_changed"

    def __init__(self, ids: Sequence[uuid.UUID], *, standing: str = "") -> None:
        self.ids = tuple(ids)
        known = _where_it_stands().get(standing)
        super().__init__(
            _("%(standing)s This step is not possible now.") % {"standing": known}
            if known
            else ngettext(
                "This step is not possible as things stand now. Please look at it again.",
                "This step is not possible with %(count)d of them as they stand now. Please look"
                " at them again.",
                len(ids),
            )
            % {"count": len(ids)}
        )


def _where_it_stands() -> dict[str, str]:
    """A sentence for each state of a test call and of a report; no word means two of them."""
    return {
        TestCallState.PLANNED: _("The call has not been offered to anybody."),
        TestCallState.OFFERED: _("The call is offered and waits for an answer."),
        TestCallState.ACCEPTED: _("The call is accepted and not done yet."),
        TestCallState.DONE: _("The call is done."),
        TestCallState.DECLINED: _("The call was declined."),
        TestCallState.CANCELLED: _("The call was cancelled."),
        TestCallState.EXPIRED: _("The call has expired."),
        TestCallState.STOPPED: _("The call was stopped for safety."),
        EvaluationState.DRAFT: _("The report has not been handed in."),
        EvaluationState.SUBMITTED: _("The report is handed in and waits for review."),
        EvaluationState.RETURNED: _("The report was returned to its shopper."),
        EvaluationState.APPROVED: _("The report is approved."),
        EvaluationState.REJECTED: _("The report is rejected."),
    }


class ReasonMissing(LifecycleError):
    """The step owes the other side a reason."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_("Please give a reason."))


def move(  # noqa: PLR0913 - a step with all that is said of it
    subjects: Evaluation | TestCall | Sequence[Evaluation] | Sequence[TestCall],
    *,
    event: Event,
    by: User,
    reason: str = "",
    decline_reason: DeclineReason | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Take one step with all of the subjects, or with none of them.

    Each subject must still be in the state it was read in, and that state a source of the step;
    else StateChanged names those that are not. Adds an event row each, owes the mail that the
    table names, tells `signals.moved` after commit, and brings `state` of the given objects up to
    date. A ready-made reason to decline needs no words beside it. It does not ask who may.
    """
    rows: Sequence[Any] = [subjects] if isinstance(subjects, Evaluation | TestCall) else subjects
    if not rows:
        return
    step = transition(_subject(rows), event)
    if step.needs_reason and not (decline_reason or reason.strip()):
        raise ReasonMissing
    strangers = {row.pk: row.state for row in rows if row.state not in step.sources}
    if strangers:
        raise _refusal(list(strangers), strangers)
    model, moment = type(rows[0]), at or timezone.now()
    with transaction.atomic():
        _compare_and_set(model, rows, step)
        said: dict[str, Any] = {
            "event": step.event,
            "reason": reason.strip(),
            "at": moment,
            "author_id": by.pk,
        }
        if decline_reason is not None:
            said["decline_reason"] = decline_reason
        events = _record(rows, step, said)
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
        there = model.objects.filter(pk__in=ids, state=state)
        found = ids
        if len(ids) > 1:
            # Locked in the order of their keys, so two moves of overlapping sets never wait for
            # each other; a row that another move held is looked at again once that move is over.
            locked = there.order_by("pk").select_for_update()
            found = ids.intersection(locked.values_list("pk", flat=True))
        if found == ids and there.update(state=step.target) == len(ids):
            continue
        missing = ids - found or ids
        now = model.objects.filter(pk__in=missing).values_list("pk", "state")
        raise _refusal(sorted(missing), dict(now))


def _refusal(ids: Sequence[uuid.UUID], states: Mapping[uuid.UUID, str]) -> StateChanged:
    """Those that are not where the step begins; of a single one, where it stands."""
    return StateChanged(ids, standing=states.get(ids[0], "") if len(ids) == 1 else "")


def _record(rows: Sequence[Any], step: Transition, said: dict[str, Any]) -> dict[uuid.UUID, int]:
    """The keys of the new events by their subjects."""
    model = EvaluationEvent if step.subject is Subject.EVALUATION else TestCallEvent
    facts = {**said, "to_state": step.target}
    statement = _RECORD.format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(map(sql.Identifier, facts)),
        values=sql.SQL(", ").join([sql.Placeholder()] * len(facts)),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [*facts.values(), [row.pk for row in rows], [str(row.state) for row in rows]],
        )
        return {subject: event for event, subject in cursor.fetchall()}
