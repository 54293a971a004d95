"""The end of the preview window: what was approved is locked, by a sweep that reads the clock."""

from django.db import transaction

from evaluations.queries.objections.locking import to_lock
from evaluations.services.lifecycle import move
from evaluations.transitions import Event

_BATCH = 1_000


def lock_previewed() -> int:
    """Lock every approved report whose preview is over; how many were locked.

    A report under an objection is locked once that is decided. Who sweeps at the same time takes
    others.
    """
    locked, batch = 0, _BATCH
    while batch == _BATCH:
        batch = _lock_some()
        locked += batch
    return locked


@transaction.atomic
def _lock_some() -> int:
    due = to_lock().order_by("pk")
    held = list(due.select_for_update(skip_locked=True, of=("self",))[:_BATCH])
    move(held, event=Event.LOCK, by=None)
    return len(held)
