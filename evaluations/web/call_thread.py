"""Posting a message: the same for both sides of a thread."""

from collections.abc import Callable
from http import HTTPStatus

from evaluations.services.calls.messaging import MessageRefused, OtherWords
from evaluations.web.forms.calls.messages import MessageForm

_Send = Callable[[MessageForm], object]


def sent(form: MessageForm, send: _Send) -> int:
    """Send a message that was filled in: 200 when it is there, else why not, with the text kept."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        send(form)
    except OtherWords as refusal:
        form.renew()
        form.add_error(None, str(refusal))
        return HTTPStatus.CONFLICT
    except MessageRefused as refusal:
        form.add_error(None, str(refusal))
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.OK
