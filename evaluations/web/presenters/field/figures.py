"""Numbers of contacts as the columns of a table."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluations.queries.field.fieldwork import Figures


@dataclass(frozen=True, slots=True)
class Cell:
    """A number under its column's label."""

    label: str
    value: int
    late: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A company or a category, and its numbers in the order of the columns."""

    about: Figures
    cells: list[Cell]


def columns(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Each column's key, by which it sorts, and its label."""
    labels = _labels()
    return [(key, labels[key]) for key in keys]


def figure_rows(rows: Iterable[Figures], keys: Iterable[str]) -> list[FigureRow]:
    """The rows with these numbers."""
    labels, keys = _labels(), tuple(keys)
    return [
        FigureRow(row, [Cell(labels[key], getattr(row, key), key == "late") for key in keys])
        for row in rows
    ]


def _labels() -> dict[str, str]:
    return {
        "to_review": _("To review"),
        "returned": _("Returned"),
        "accepted": _("Accepted"),
        "offered": _("Offered"),
        "open": _("Open places"),
        "to_replace": _("To replace"),
        "late": _("Late"),
    }
