"""Questions about a call and their answers, between its shopper and the coordinators."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import CallNotice
from evaluations.models import CallMessage, SettledMessage, TestCall
from evaluations.queries.calls.call_messages import last_message
from evaluations.queries.calls.responsible import coordinators_by_key, responsible
from evaluations.services.calls.calling import check_owner
from evaluations.services.lifecycle import LifecycleError
from shoppers.models import User
from shoppers.services.notices import owe

LONGEST_MESSAGE = 2000
# Messages of one side that follow each other so soon are told of once.
BURST = dt.timedelta(hours=1)


class MessageRefused(LifecycleError):
    """A message that was not added; nothing has changed."""

    code = "message_refused"


class WordsRefused(MessageRefused):
    """A message says something, and not too much."""

    code = "words_refused"

    def __init__(self) -> None:
        super().__init__(
            _("Write something of 1 to %(length)d characters.") % {"length": LONGEST_MESSAGE}
        )


class NobodyReads(MessageRefused):
    """The call has no shopper with a log-in."""

    code = "nobody_reads"

    def __init__(self) -> None:
        super().__init__(_("Nobody would read this: the call has no shopper with a log-in."))


class OtherWords(MessageRefused):
    """The page was sent before, with other words: `message` stands already."""

    code = "other_words"

    def __init__(self, message: CallMessage) -> None:
        self.message = message
        super().__init__(
            _("Your message from before was received. Send this one too if it says more.")
        )


class AnsweredAlready(MessageRefused):
    """No question waits there any more."""

    code = "answered_already"

    def __init__(self) -> None:
        super().__init__(_("The conversation has gone on in the meantime. Look at it again."))


def ask(*, call: TestCall, text: str, key: uuid.UUID, by: User) -> CallMessage:
    """Write to the coordinators about her call. Raises NotYours, MessageRefused.

    `key` is made by the page: what is sent twice is one message.
    """
    check_owner(call, by)
    return _add(call, text, key, by)


def answer(*, call: TestCall, text: str, key: uuid.UUID, by: User) -> CallMessage:
    """Write to the call's shopper as a coordinator. Raises MessageRefused."""
    shopper = call.shopper
    if shopper is None or shopper.user_id is None or shopper.erased_at is not None:
        raise NobodyReads
    return _add(call, text, key, by)


@transaction.atomic
def settle(*, call: TestCall, message_id: int, by: User) -> None:
    """Say that the shopper's last message needs no answer. Raises AnsweredAlready."""
    _hold(call)
    last = last_message(call)
    if last is None or last.pk != message_id or not is_from_shopper(last, call):
        raise AnsweredAlready
    SettledMessage.objects.get_or_create(message=last, defaults={"by": by, "at": timezone.now()})


def is_from_shopper(message: CallMessage, call: TestCall) -> bool:
    """Whether the call's shopper wrote it."""
    return call.shopper is not None and message.author_id == call.shopper.user_id


@transaction.atomic
def _add(call: TestCall, text: str, key: uuid.UUID, by: User) -> CallMessage:
    text = text.strip()
    if not 1 <= len(text) <= LONGEST_MESSAGE:
        raise WordsRefused
    # One after another, so that each knows the message before it.
    _hold(call)
    known = CallMessage.objects.filter(key=key).first()
    if known is not None:
        if (known.test_call_id, known.author_id, known.text) != (call.pk, by.pk, text):
            raise OtherWords(known)
        return known
    before = last_message(call)
    message = CallMessage.objects.create(
        test_call=call, author=by, text=text, at=timezone.now(), key=key
    )
    if _begins_a_burst(message, before, call):
        _tell(message, call)
    return message


def _hold(call: TestCall) -> None:
    TestCall.objects.select_for_update(of=("self",)).get(pk=call.pk)


def _begins_a_burst(message: CallMessage, before: CallMessage | None, call: TestCall) -> bool:
    if before is None or hasattr(before, "settled"):
        return True
    other_side = is_from_shopper(before, call) != is_from_shopper(message, call)
    return other_side or message.at - before.at > BURST


def _tell(message: CallMessage, call: TestCall) -> None:
    """Owe the other side one mail; it says that there is something to read, not what."""
    asks = is_from_shopper(message, call)
    shopper = call.shopper.user if call.shopper is not None else None
    recipient = _coordinator_of(call) if asks else shopper
    if recipient is not None:
        owe(
            recipient=recipient,
            kind=CallNotice.SHOPPER_WROTE if asks else CallNotice.COORDINATOR_WROTE,
            about=call.pk,
            cause=f"call_message:{message.pk}",
        )


def _coordinator_of(call: TestCall) -> User | None:
    """Who wrote to the shopper last, else whoever is responsible for the call."""
    coordinators = coordinators_by_key()
    authors = CallMessage.objects.filter(test_call=call, author__in=coordinators)
    if call.shopper is not None:
        authors = authors.exclude(author=call.shopper.user_id)
    last = authors.order_by("-pk").values_list("author", flat=True).first()
    return coordinators[last] if last is not None else responsible([call.pk]).get(call.pk)
