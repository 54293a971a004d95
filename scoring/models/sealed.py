"""Frozen rows that carry their own fingerprint, compared whenever one is read."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from typing import Any, Self
from uuid import UUID

from django.db import models

from evaluations.canonical import digest
from evaluations.seals import BrokenSeal
from scoring.formulas.rounding import figure_text
from shoppers.models.fields import SHA256, TextField

_NOTHING: tuple[Any, ...] = (None, "", [], {})
_as_stored: ContextVar[bool] = ContextVar("as_stored", default=False)


@contextmanager
def as_stored() -> Iterator[None]:
    """Rows are read as they stand, whether or not they are the sealed ones.

    For whoever compares them herself and says what is wrong; nothing is shown of them.
    """
    token = _as_stored.set(True)
    try:
        yield
    finally:
        _as_stored.reset(token)


class FingerprintField(TextField):
    """A sha256 in hexadecimal."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 64, "editable": False, **options})

    def deconstruct(self) -> Any:
        """As a plain text column."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, options


class SealField(FingerprintField):
    """sha256 over every other column of the row, made when the row is added."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's
        """The seal of what the row says now."""
        if add:
            seal(model_instance)
        return getattr(model_instance, self.attname)


class Sealed(models.Model):
    """A row that is never changed, and is refused when somebody changed it past the app.

    Reading it raises BrokenSeal where it is not the row that was added, so no page, endpoint or
    file can show a column of it; columns are therefore read through rows, never alone.
    """

    seal = SealField()

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls,
        db: str | None,
        field_names: Collection[str],
        values: Collection[Any],
        **options: Any,
    ) -> Self:
        """The row, if it is the sealed one. Raises BrokenSeal; TypeError for a part of a row."""
        row = super().from_db(db, field_names, values, **options)
        if _as_stored.get():
            return row
        if len(values) != len(cls._meta.concrete_fields):
            raise TypeError(f"{cls.__name__} is read wholly, or its seal cannot be compared.")
        found = seal_of(row)
        if found != row.seal:
            raise BrokenSeal(row, seal=row.seal, found=found)
        return row


def seal_of(row: models.Model) -> str:
    """sha256 over what the row says, and in which table and under which key it says it.

    Columns that say nothing are left out, so a column that is added later, and empty in the rows
    that are there, breaks no seal; so are those that only say when the row was written.
    """
    known = row.__dict__
    said = {name: known[name] for name in _columns(type(row)) if known[name] not in _NOTHING}
    return digest([row._meta.db_table, {name: _plain(value) for name, value in said.items()}])


def seal(row: models.Model) -> str:
    """Give a row that is to be added the seal of what it says now."""
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, field.to_python(getattr(row, field.attname)))
    found = seal_of(row)
    setattr(row, "seal", found)  # noqa: B010 - of any model that has the column
    return found


def seal_of_all(seals: Iterable[str]) -> str:
    """sha256 over the seals of rows that belong together, in whatever order they come.

    It is another one when a row is missing, was added, or was sealed anew. A seal may be followed
    by where its row is filed: see `filed_seal`.
    """
    return hashlib.sha256("".join(sorted(seals)).encode()).hexdigest()


def filed_seal(seal: str, *where: int | bool | UUID) -> str:
    """A row's seal with the columns that lists choose rows by, as PostgreSQL writes them.

    A row that a list passes over is not read, so nobody would compare it with its own seal.
    """
    return ":".join([seal, *(str(each).lower() for each in where)])


def reads_as_stored() -> bool:
    """Whether rows are just being read as they stand."""
    return _as_stored.get()


def is_sealed(name: str, *columns: str) -> models.CheckConstraint:
    """The constraint that a row has a seal, and a fingerprint in each of these columns."""
    condition = models.Q(seal__regex=SHA256)
    for column in columns:
        condition &= models.Q((f"{column}__regex", SHA256))
    return models.CheckConstraint(condition=condition, name=name)


@cache
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if field.attname != "seal" and not getattr(field, "auto_now_add", False)
    )


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return figure_text(value)
        case UUID():
            return str(value)
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date():
            return value.isoformat()
        case _:
            return value
