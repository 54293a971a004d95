"""The attempt that was taken away just now, kept for putting it back."""

from django.http import HttpRequest
from pydantic import TypeAdapter

from evaluations.models import TestCall
from evaluations.services.calls.attempts import AttemptNote

_KEY = "removed_attempt"
_notes = TypeAdapter(AttemptNote)


def remember_removed(request: HttpRequest, call: TestCall, note: AttemptNote) -> None:
    """Keep the attempt until the next one is taken away."""
    kept = _notes.dump_json(note).decode()
    request.session[_KEY] = [str(call.pk), kept]


def removed_attempt(request: HttpRequest, call: TestCall) -> AttemptNote | None:
    """What was taken away from this call last, while it has not been put back."""
    kept = request.session.get(_KEY)
    if not kept or kept[0] != str(call.pk):
        return None
    return _notes.validate_json(kept[1])


def forget_removed(request: HttpRequest) -> None:
    """It stands there again, or need not."""
    request.session.pop(_KEY, None)
