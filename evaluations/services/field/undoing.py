"""Undoing an act upon many calls, while nobody has been told of it."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import TestCallState
from evaluations.enums.acts import ActKind
from evaluations.models import FieldAct, FieldActCall, TestCall
from evaluations.queries.calls.candidates import calls_with, full_weeks, monday_of
from evaluations.services.calls.assigning import still_there
from evaluations.services.field.acting import UNDO_WITHIN, hold
from evaluations.services.lifecycle import LifecycleError, StateChanged, move
from evaluations.transitions import Event
from shoppers.models import User
from shoppers.services.notices import withdraw

_BACK_TO = {
    TestCallState.PLANNED.value: Event.RESTORE_PLAN,
    TestCallState.OFFERED.value: Event.RESTORE_OFFER,
    TestCallState.ACCEPTED.value: Event.RESTORE_ACCEPTANCE,
}


class UndoRefused(LifecycleError):
    """An act that stands; nothing has changed."""

    code = "undo_refused"


class NotHerAct(UndoRefused):
    """Somebody else did it."""

    code = "not_her_act"

    def __init__(self) -> None:
        super().__init__(_("Only who did this undoes it."))


class ToldAlready(UndoRefused):
    """The mails are on their way."""

    code = "told_already"

    def __init__(self) -> None:
        super().__init__(_("The shoppers have been told by now, so this stands."))


class RoomTaken(UndoRefused):
    """The shopper has got something else in the meantime."""

    code = "room_taken"

    def __init__(self) -> None:
        super().__init__(_("The shopper or the place was given something else in the meantime."))


@transaction.atomic
def undo(*, act: FieldAct, by: User) -> FieldAct:
    """Take the act back with every call that allows it; its rows tell which did not.

    Undone twice, it is undone once. Raises NotHerAct, ToldAlready.
    """
    held = FieldAct.objects.select_for_update().get(pk=act.pk)
    if held.undone_at is not None:
        return held
    if held.by_id != by.pk:
        raise NotHerAct
    if timezone.now() > held.at + UNDO_WITHIN:
        raise ToldAlready
    rows = list(held.calls.filter(refusal="").order_by("pk"))
    _hold_all(rows)
    _withdraw_mails(rows)
    for row in rows:
        _take_back(row, by)
    FieldActCall.objects.bulk_update(rows, ["undoing"])
    held.undone_at = timezone.now()
    held.save(update_fields=["undone_at"])
    return held


def undoable(act: FieldAct, *, by: User) -> bool:
    """Whether she may still undo it."""
    return (
        act.undone_at is None
        and act.by_id == by.pk
        and timezone.now() <= act.at + UNDO_WITHIN
        and any(not row.refusal for row in act.calls.all())
    )


def _hold_all(rows: Sequence[FieldActCall]) -> None:
    calls = {key for row in rows for key in (row.call_id, row.made_id) if key is not None}
    shoppers = {row.was_shopper_id for row in rows if row.was_shopper_id is not None}
    hold(calls, shoppers)


def _withdraw_mails(rows: Sequence[FieldActCall]) -> None:
    if not withdraw({mail for row in rows for mail in row.mails}):
        raise ToldAlready


def _take_back(row: FieldActCall, by: User) -> None:
    try:
        with transaction.atomic():
            _step_back(row, by)
    except LifecycleError as refusal:
        row.undoing = refusal.code


def _step_back(row: FieldActCall, by: User) -> None:
    call = TestCall.objects.select_related("participation__programme", "shopper").get(
        pk=row.call_id
    )
    if row.made_id is not None:
        _withdraw_made(row, row.made_id, by)
    if row.act.kind == ActKind.EXTEND:
        _back_to_day(row, call)
    elif row.act.kind == ActKind.OFFER and row.made_id is None:
        _unoffer(row, call, by)
    elif row.act.kind in {ActKind.CANCEL, ActKind.REASSIGN} and row.was_state in _BACK_TO:
        _restore(row, call, by)


def _withdraw_made(row: FieldActCall, made_id: uuid.UUID, by: User) -> None:
    """The call that took the place goes, and no shopper finds it among hers."""
    made = TestCall.objects.get(pk=made_id)
    move(made, event=Event.WITHDRAW, by=by)
    TestCall.objects.filter(pk=made.pk).update(shopper=None)
    if row.was_state in _BACK_TO:
        _give_place_back(row, made)


def _give_place_back(row: FieldActCall, made: TestCall) -> None:
    """The former call follows the withdrawn one in the place, which followed whoever was before."""
    before = TestCall.objects.values_list("replaces_id", flat=True).get(pk=row.call_id)
    TestCall.objects.filter(pk=made.pk).update(replaces=None)
    TestCall.objects.filter(pk=row.call_id).update(replaces=made)
    TestCall.objects.filter(pk=made.pk).update(replaces=before)


def _restore(row: FieldActCall, call: TestCall, by: User) -> None:
    still_there(call.participation)
    if TestCall.objects.filter(replaces=call).exists():
        raise RoomTaken
    if call.shopper is not None:
        if calls_with(call.participation).filter(shopper=call.shopper).exists():
            raise RoomTaken
        if call.due_on and monday_of(call.due_on) in full_weeks(call.shopper, call.due_on):
            raise RoomTaken
    move(call, event=_BACK_TO[row.was_state], by=by)


def _unoffer(row: FieldActCall, call: TestCall, by: User) -> None:
    move(call, event=Event.UNOFFER, by=by)
    TestCall.objects.filter(pk=call.pk).update(
        shopper=row.was_shopper_id, due_on=row.was_due_on, assigned_at=None
    )


def _back_to_day(row: FieldActCall, call: TestCall) -> None:
    if call.state not in TestCallState.open() or call.shopper_id != row.was_shopper_id:
        raise StateChanged([call.pk], standing=call.state)
    day = row.was_due_on
    moves_week = day and call.due_on and monday_of(day) != monday_of(call.due_on)
    if day and moves_week and call.shopper and monday_of(day) in full_weeks(call.shopper, day):
        raise RoomTaken
    TestCall.objects.filter(pk=call.pk).update(due_on=row.was_due_on)
