"""How an import looks on the desk."""

from dataclasses import dataclass

from evaluations.enums import ImportState
from evaluations.models import Import

TONES = {
    ImportState.RUNNING: "info",
    ImportState.COMPLETE: "good",
    ImportState.INTERRUPTED: "warn",
}
ICONS = {ImportState.RUNNING: "refresh"}


@dataclass(frozen=True, slots=True)
class Chip:
    """A state's word, tone and icon."""

    label: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import in a list."""

    import_: Import
    state: Chip
    problems: int


def state_chip(import_: Import) -> Chip:
    """The import's state."""
    state = ImportState(import_.state)
    return Chip(str(state.label), TONES[state], ICONS.get(state, ""))


def import_line(import_: Import) -> ImportLine:
    """The import with its state and how many of its lines were not accepted."""
    return ImportLine(import_, state_chip(import_), sum(import_.problem_counts.values()))
