"""The thread of a call as each side reads it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluations.models import CallMessage, TestCall
from evaluations.queries.calls.call_messages import messages_about
from evaluations.services.calls.messaging import is_from_shopper
from evaluations.web.presenters.review.review_history import reason_words


@dataclass(frozen=True, slots=True)
class Said:
    """One message: `own` is the reader's own side."""

    who: str
    text: str
    at: dt.datetime
    own: bool


@dataclass(frozen=True, slots=True)
class InShort:
    """How long a thread is, and who waits: `waits` says that the shopper does."""

    count: int
    waits: bool
    answered: bool


def said_to_shopper(call: TestCall, messages: Iterable[CallMessage]) -> list[Said]:
    """For the shopper: which coordinator it was she is not told."""
    return [
        Said(_("You"), each.text, each.at, own=True)
        if is_from_shopper(each, call)
        else Said(_("The coordinator"), each.text, each.at, own=False)
        for each in messages
    ]


def said_at_desk(call: TestCall, messages: Iterable[CallMessage]) -> list[Said]:
    """For the desk, by name."""
    return [
        Said(
            each.author.name, reason_words(each.text), each.at, own=not is_from_shopper(each, call)
        )
        for each in messages
    ]


def thread_in_short(call: TestCall) -> InShort:
    """What the call's own page says of its thread."""
    messages = messages_about(call)
    last = messages[-1] if messages else None
    asked = last is not None and is_from_shopper(last, call)
    return InShort(
        count=len(messages),
        waits=asked and not hasattr(last, "settled"),
        answered=last is not None and not asked,
    )
