"""The only writer of states: one function, for one or for many."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.decline_reasons import DeclineReason
from evaluations.enums import ReviewReason
from evaluations.models import Evaluation, EvaluationEvent, TestCall, TestCallEvent
from evaluations.services.calls.telling import owe_notices
from evaluations.signals import moved
from evaluations.standing_words import where_it_stands
from evaluations.transitions import Actor, Event, Subject, Transition, transition
from shoppers.models import User
from shoppers.models.ready import prepared_cursor
from shoppers.models.together import Part, columns_of, store_together

_MODELS: dict[Subject, type[Model]] = {
    Subject.EVALUATION: Evaluation,
    Subject.TEST_CALL: TestCall,
}
_EVENTS: dict[Subject, type[Model]] = {
    Subject.EVALUATION: EvaluationEvent,
    Subject.TEST_CALL: TestCallEvent,
}
# One statement writes the step and who took it: as two of the ORM's it costs ten times as much.
_STEP = """
    {name} AS (
        UPDATE {table} SET state = %s{changed} WHERE id = ANY(%s) AND state = %s RETURNING id
    ), {name}_events AS (
        INSERT INTO {events} ({columns}, from_state, to_state, subject_id)
        SELECT {values}, %s, %s, {name}.id FROM {name} RETURNING subject_id, id
    )
"""
_TAKEN = "WITH {tables} SELECT subject_id, id FROM {name}_events"
_ITS_EVENT = "(SELECT id FROM {name}_events)"


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
        known = where_it_stands().get(standing)
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


class ReasonMissing(LifecycleError):
    """The step owes the other side a reason."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__(_("Please give a reason."))


def move(  # noqa: PLR0913 - a step with all that is said of it
    subjects: Evaluation | TestCall | Sequence[Evaluation] | Sequence[TestCall],
    *,
    event: Event,
    by: User | None,
    reason: str = "",
    decline_reason: DeclineReason | None = None,
    review_reason: ReviewReason | None = None,
    at: dt.datetime | None = None,
    tell: bool = True,
) -> None:
    """Take one step with all of the subjects, or with none of them.

    Each subject must still be in the state it was read in, and that state a source of the step;
    else StateChanged names those that are not. Adds an event row each, owes the mail that the
    table names, tells `signals.moved` after commit, and brings `state` of the given objects up to
    date. A ready-made reason to decline needs no words beside it; `review_reason` stands beside
    those of a return or a rejection. Who does not `tell` owes the mail itself. It does not ask who
    may. `by` is None for the steps that time takes, and for those alone.
    """
    rows: Sequence[Any] = [subjects] if isinstance(subjects, Evaluation | TestCall) else subjects
    if not rows:
        return
    step = transition(_subject(rows), event)
    _check(rows, step, by, explained=bool(decline_reason or reason.strip()))
    said: dict[str, Any] = {"event": event, "reason": reason.strip(), "author_id": by and by.pk}
    said["at"] = at or timezone.now()
    if decline_reason is not None:
        said["decline_reason"] = decline_reason
    if review_reason is not None:
        said["review_reason"] = review_reason
    model, ids = type(rows[0]), {row.pk for row in rows}
    # Where a single one is not there any more nothing is written, and nothing to be taken back.
    with transaction.atomic(savepoint=len(rows) > 1):
        events = _take(rows, step, said)
        if ids == set(events):
            if tell:
                owe_notices(step, events)
            _announce(step, model, [row.pk for row in rows])
        elif len(rows) > 1:
            raise _gone(model, ids.difference(events))
    if not events:
        raise _gone(model, ids)
    for row in rows:
        row.state = step.target


def move_and_store(
    steps: Sequence[tuple[Evaluation | TestCall, Event]],
    rows: Sequence[Model],
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """Take one step with each of the subjects and store these rows, with one statement.

    A subject that is new itself is among the rows, and stored where its step leads. Another one
    must still be in the state it was read in, else StateChanged: then the caller's transaction is
    not to stay; what it says else is stored when it is among the rows. For the rest as `move`.
    """
    taken = [(subject, transition(_subject([subject]), event)) for subject, event in steps]
    for subject, step in taken:
        _check([subject], step, by, explained=False)
    born = [(subject, step) for subject, step in taken if subject._state.adding]
    held = [(subject, step) for subject, step in taken if not subject._state.adding]
    first = [_first_event(subject, step, by=by, at=at) for subject, step in born]
    moved = [subject for subject, _step in held]
    apart = [row for row in rows if not _is_among(row, moved)]
    parts = [
        _part(subject, step, by=by, at=at, whole=_is_among(subject, rows)) for subject, step in held
    ]
    told = store_together([*apart, *first], *parts)
    events = [*(event.pk for event in first), *told]
    for (subject, step), event in zip([*born, *held], events, strict=True):
        if event is None:
            raise _gone(type(subject), [subject.pk])
        owe_notices(step, {subject.pk: event})
        _announce(step, type(subject), [subject.pk])
        subject.state = step.target


def _is_among(row: Model, rows: Sequence[Model]) -> bool:
    return any(row is each for each in rows)


def _announce(step: Transition, model: type[Model], ids: Sequence[uuid.UUID]) -> None:
    sent = {"subject": step.subject, "event": step.event, "ids": list(ids)}
    transaction.on_commit(partial(moved.send_robust, sender=model, **sent))


def _check(rows: Sequence[Any], step: Transition, by: User | None, *, explained: bool) -> None:
    if (by is None) != (Actor.CLOCK in step.actors):
        raise ValueError("A step has an author, or time takes it.")
    if step.needs_reason and not explained:
        raise ReasonMissing
    strangers = {row.pk: row.state for row in rows if row.state not in step.sources}
    if strangers:
        raise _refusal(list(strangers), strangers)


def _subject(rows: Sequence[Any]) -> Subject:
    if len({row.pk for row in rows}) < len(rows):
        raise ValueError("The same one stands there twice.")
    if all(isinstance(row, Evaluation) for row in rows):
        return Subject.EVALUATION
    if all(isinstance(row, TestCall) for row in rows):
        return Subject.TEST_CALL
    raise TypeError("Evaluations and test calls move apart.")


def _take(rows: Sequence[Any], step: Transition, said: Mapping[str, Any]) -> dict[uuid.UUID, int]:
    """The new events by the keys of what moved: of all that still stood where they were read."""
    by_state: dict[str, list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        by_state[row.state].append(row.pk)
    if len(rows) > 1:
        # Locked in the order of their keys, so two moves of overlapping sets never wait for each
        # other; a row that another move held is looked at again once that move is over.
        there = type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
        list(there.select_for_update().values_list("pk"))
    name, tables = _step(step.subject, tuple(said))
    statement = _TAKEN.format(tables=tables, name=name)
    events: dict[uuid.UUID, int] = {}
    with prepared_cursor() as cursor:
        for state, ids in sorted(by_state.items()):
            cursor.execute(statement, _values(step, ids, state, said))
            events |= dict(cursor.fetchall())
    return events


def _part(
    subject: Evaluation | TestCall, step: Transition, *, by: User, at: dt.datetime, whole: bool
) -> Part:
    """The step of one that is stored already, which tells the key of its event or nothing.

    As a `whole` it is stored with all else that it says.
    """
    said = {"event": step.event, "reason": "", "author_id": by.pk, "at": at}
    changed = columns_of(subject) if whole else {}
    changed.pop("state", None)
    name, tables = _step(step.subject, tuple(said), tuple(changed))
    values = _values(step, [subject.pk], subject.state, said, changed)
    return Part(tables, _ITS_EVENT.format(name=name), values)


def _first_event(
    subject: Evaluation | TestCall, step: Transition, *, by: User, at: dt.datetime
) -> Model:
    """The event of the step that a new one is stored with; from now on it stands where that led."""
    before, subject.state = subject.state, step.target
    return _EVENTS[step.subject](
        subject=subject,
        event=step.event,
        author=by,
        at=at,
        from_state=before,
        to_state=step.target,
    )


@cache
def _step(
    subject: Subject, columns: tuple[str, ...], changed: tuple[str, ...] = ()
) -> tuple[str, str]:
    """The step of such a subject: its name, its common tables.

    It is given these columns of its event, and of its own these beside the state.
    """
    name = f"moved_{subject}"
    return name, _STEP.format(
        name=name,
        table=_MODELS[subject]._meta.db_table,
        changed="".join(f", {column} = %s" for column in changed),
        events=_EVENTS[subject]._meta.db_table,
        columns=", ".join(columns),
        values=", ".join(["%s"] * len(columns)),
    )


def _values(
    step: Transition,
    ids: list[uuid.UUID],
    state: str,
    said: Mapping[str, Any],
    changed: Mapping[str, Any] = MappingProxyType({}),
) -> list[Any]:
    values = [step.target, *changed.values(), ids, state, *said.values(), state, step.target]
    return [_plain(each) for each in values]


def _plain(value: Any) -> Any:
    """An enum's word as text: the driver would ask the database for a type of its name."""
    return str(value) if isinstance(value, str) else value


def _gone(model: type[Any], missing: Collection[uuid.UUID]) -> StateChanged:
    """The refusal that says where they stand now."""
    now = model.objects.filter(pk__in=missing).values_list("pk", "state")
    return _refusal(sorted(missing), dict(now))


def _refusal(ids: Sequence[uuid.UUID], states: Mapping[uuid.UUID, str]) -> StateChanged:
    """Those that are not where the step begins; of a single one, where it stands."""
    return StateChanged(ids, standing=states.get(ids[0], "") if len(ids) == 1 else "")
