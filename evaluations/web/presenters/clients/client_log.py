"""How entries of a client's log look."""

from dataclasses import dataclass

from evaluations.client_changes import entry_words
from evaluations.enums import ClientLogKind
from evaluations.models import ClientLogEntry
from evaluations.web.presenters.imports.import_states import Chip

_ICONS = {
    ClientLogKind.PHONE: "phone",
    ClientLogKind.EMAIL: "mail",
    ClientLogKind.MEETING: "user",
    ClientLogKind.NOTE: "pen",
    ClientLogKind.ACCOUNT: "key",
}


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry with its kind as a chip and what it says to this reader."""

    entry: ClientLogEntry
    kind: Chip
    words: str


def entry_shown(entry: ClientLogEntry) -> EntryShown:
    """The entry as the log shows it."""
    kind = ClientLogKind(entry.kind)
    return EntryShown(entry, Chip(str(kind.label), "neutral", _ICONS[kind]), entry_words(entry))
