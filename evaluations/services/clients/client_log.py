"""Adding to the log of contact with a client."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.canonical import digest
from evaluations.client_changes import ClientChange
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


class EntryStands(EntryRefused):
    """Just this stands in the log already: `entry`, the last of `times` that its author wrote."""

    code = "entry_stands"

    def __init__(self, entry: ClientLogEntry, times: int) -> None:
        self.entry, self.times = entry, times
        super().__init__(_("Just this entry of yours stands in the log already."))


@transaction.atomic
def add_entry(  # noqa: PLR0913 - the facts of an entry, all named
    *,
    client: Client,
    kind: ClientLogKind,
    happened_on: dt.date,
    text: str,
    by: User,
    times: int = 0,
) -> ClientLogEntry:
    """Note a contact with the client, for good: the database lets nobody change or remove it.

    The same words of the same author about the same day are one entry, however often the form is
    sent, unless `times` says how many of them she knows of. Raises KindRefused, DayRefused,
    TextRefused or EntryStands.
    """
    text = text.strip()
    if kind not in ClientLogKind.written_by_hand():
        raise KindRefused
    if happened_on > timezone.localdate():
        raise DayRefused
    if not 1 <= len(text) <= TEXT_LENGTH:
        raise TextRefused
    facts = {"kind": kind, "happened_on": happened_on, "text": text, "by": by}
    words = [kind.value, happened_on.isoformat(), text, str(by.pk), times]
    entry, made = ClientLogEntry.objects.get_or_create(
        client=client, fingerprint=digest(words), defaults=facts
    )
    if not made:
        raise EntryStands(entry, client.log.filter(**facts).count())
    return entry


def note_change(*, client: Client, change: ClientChange, by: User, **facts: Any) -> None:
    """Note a change of the account; to be called in the transaction of the change.

    `facts` are what the sentence of the change names: names, lists of names, words of an enum.
    """
    ClientLogEntry.objects.create(
        client=client,
        kind=ClientLogKind.ACCOUNT,
        happened_on=timezone.localdate(),
        change=change,
        facts=facts,
        by=by,
    )
