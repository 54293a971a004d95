"""What a verification has looked at, and where the stored is not what it should be."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from evaluations.canonical import canonical

K = TypeVar("K", bound=Hashable)
Row = Mapping[str, Any]
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One stored value, beside the one computed anew; None where there is nothing.

    `table` is the database's own name; `about` says of what: a company, a contact, a section.
    """

    table: str
    about: str
    column: str
    stored: str | None
    recomputed: str | None


@dataclass(slots=True)
class Findings:
    """Differences in the order in which they were found, and how many rows of what were checked."""

    differences: list[Difference] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)

    @property
    def verified(self) -> bool:
        """Whether everything is as it should be, so far."""
        return not self.differences

    def count(self, what: str, number: int = 1) -> None:
        """Note that so many more were looked at."""
        self.checked[what] = self.checked.get(what, 0) + number

    def value(
        self, model: type[models.Model], about: str, column: str, stored: Any, anew: Any
    ) -> None:
        """Compare one value; of a document, name the place inside it."""
        if stored == anew:
            return
        for place, was, now in _places(stored, anew, column):
            self.differences.append(
                Difference(model._meta.db_table, about, place, _text(was), _text(now))
            )

    def row(self, model: type[models.Model], about: str, stored: Row, anew: Row) -> None:
        """Compare all columns of one row."""
        for column in dict.fromkeys([*stored, *anew]):
            self.value(model, about, column, stored.get(column), anew.get(column))

    def rows(
        self,
        model: type[models.Model],
        stored: Mapping[K, Row],
        anew: Mapping[K, Row],
        names: Mapping[K, str],
    ) -> None:
        """Compare all rows; those that only one side has are named as a whole."""
        self.count(model._meta.db_table, len(stored))
        for key in dict.fromkeys([*stored, *anew]):
            about = names.get(key) or str(key)
            if key not in anew:
                self.value(model, about, "row", dict(stored[key]), None)
            elif key not in stored:
                self.value(model, about, "row", None, dict(anew[key]))
            else:
                self.row(model, about, stored[key], anew[key])


def columns(model: type[models.Model], *, beside: Collection[str] = ()) -> list[str]:
    """The columns of a table as attributes of its rows, but for its key and those named."""
    return [
        each.attname
        for each in model._meta.concrete_fields
        if not each.primary_key and each.attname not in beside
    ]


def as_row(instance: models.Model, names: Collection[str]) -> dict[str, Any]:
    """These columns of a row, stored or about to be."""
    return {name: getattr(instance, name) for name in names}


def _places(stored: Any, anew: Any, place: str) -> Iterator[tuple[str, Any, Any]]:
    """Each place at which two values differ: the deepest one in documents of the same shape."""
    if isinstance(stored, dict) and isinstance(anew, dict):
        for key in dict.fromkeys([*stored, *anew]):
            yield from _places(stored.get(key, _NOTHING), anew.get(key, _NOTHING), f"{place}.{key}")
    elif isinstance(stored, list | tuple) and isinstance(anew, list | tuple):
        if len(stored) != len(anew):
            yield place, stored, anew
            return
        for number, (was, now) in enumerate(zip(stored, anew, strict=True)):
            yield from _places(was, now, f"{place}[{number}]")
    elif stored != anew:
        yield place, stored, anew


def _text(value: Any) -> str | None:
    if value is None or value is _NOTHING:
        return None
    if isinstance(value, dict | list | tuple):
        return canonical(_plain(value)).decode()
    return str(value)


def _plain(value: Any) -> Any:
    """A document of JSON's own kinds."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int) else str(value)
