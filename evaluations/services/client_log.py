"""Adding to the log of contact with a client."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import ClientLogKind
from evaluations.models import Client, ClientLogEntry
from shoppers.models import User

TEXT_LENGTH = 4000


class EntryRefused(Exception):
    """An entry that was not added; `code` is for programs, the text for people."""

    code = "entry_refused"


class KindRefused(EntryRefused):
    """Changes of the account are noted by themselves."""

    code = "kind_refused"

    def __init__(self) -> None:
        super().__init__(_("An entry of this kind is not written by hand."))


class DayRefused(EntryRefused):
    """What has not happened cannot be noted."""

    code = "day_refused"

    def __init__(self) -> None:
        super().__init__(_("This day is still to come. Note it when it has happened."))


class TextRefused(EntryRefused):
    """An entry says something, and not too much."""

    code = "text_refused"

    def __init__(self) -> None:
        super().__init__(
            _("Write something of 1 to %(length)d characters.") % {"length": TEXT_LENGTH}
        )


def add_entry(
    *, client: Client, kind: ClientLogKind, happened_on: dt.date, text: str, by: User
) -> ClientLogEntry:
    """Note a contact with the client, for good: the database lets nobody change or remove it.

    Raises KindRefused, DayRefused or TextRefused.
    """
    text = text.strip()
    if kind not in ClientLogKind.written_by_hand():
        raise KindRefused
    if happened_on > timezone.localdate():
        raise DayRefused
    if not 1 <= len(text) <= TEXT_LENGTH:
        raise TextRefused
    return ClientLogEntry.objects.create(
        client=client, kind=kind, happened_on=happened_on, text=text, by=by
    )


def note_change(*, client: Client, text: str, by: User) -> None:
    """Note a change of the account; to be called in the transaction of the change.

    The sentence is kept in the language in which it was said to whoever made the change.
    """
    ClientLogEntry.objects.create(
        client=client,
        kind=ClientLogKind.ACCOUNT,
        happened_on=timezone.localdate(),
        text=text,
        by=by,
    )
