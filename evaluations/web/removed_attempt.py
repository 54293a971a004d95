"""The attempt that was taken away just now, kept for putting it back."""

import datetime as dt

from django.http import HttpRequest

from evaluations.enums import AttemptOutcome
from evaluations.models import TestCall
from evaluations.services.calling import AttemptNote

_KEY = "removed_attempt"


def remember_removed(request: HttpRequest, call: TestCall, note: AttemptNote) -> None:
    """Keep the attempt until the next one is taken away."""
    request.session[_KEY] = [
        str(call.pk),
        note.started_at.isoformat(),
        str(note.outcome),
        note.wait_seconds,
        note.handling_seconds,
    ]


def removed_attempt(request: HttpRequest, call: TestCall) -> AttemptNote | None:
    """What was taken away from this call last, while it has not been put back."""
    kept = request.session.get(_KEY)
    if not kept or kept[0] != str(call.pk):
        return None
    _call, started_at, outcome, wait, handling = kept
    return AttemptNote(
        dt.datetime.fromisoformat(started_at), AttemptOutcome(outcome), wait, handling
    )


def forget_removed(request: HttpRequest) -> None:
    """It stands there again, or need not."""
    request.session.pop(_KEY, None)
