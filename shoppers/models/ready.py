"""Statements that are made once: compiled by this process, planned by the database's connection.

For the few that stand in the way of every request or of every report: the ORM takes several times
as long to write such a statement as the database to answer it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.utils.functional import cached_property

Found = TypeVar("Found", bound=Model)


class _Preparing(psycopg.RawCursor[Any]):
    """Sends values apart from the statement, which the connection then plans once."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """As any cursor does."""
        return super().execute(_numbered(query), params, **options, prepare=True)


@lru_cache(maxsize=256)
def _numbered(statement: str) -> bytes:
    """The statement with the placeholders of the database; the driver would look for each anew."""
    places = count(1)
    return re.sub(
        "%[s%]", lambda found: "%" if found[0] == "%%" else f"${next(places)}", statement
    ).encode()


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """A cursor of Django's connection, counted and logged as any, whose statements are prepared.

    Only for statements whose text is always the same: each stays with the connection.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]  # its types know less than it has
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database._prepare_cursor(_Preparing(database.connection)) as cursor:  # noqa: SLF001 - as Django's own cursor()
        yield cursor


@dataclass(frozen=True, slots=True)
class _Statement:
    """What the compiler made of a query; it holds no connection, which belongs to a thread."""

    sql: str
    # Of each parameter its place among the given values, or the value that it always has.
    parameters: Sequence[tuple[int | None, Any]]
    converters: Sequence[tuple[int, Callable[..., Any], Any]]
    # Where rows become objects: their class, their columns, the objects and values beside them.
    model: Any
    names: Sequence[str]
    first: int
    populators: Sequence[Any]
    annotations: Sequence[tuple[str, int]]


class Ready(Generic[Found]):
    """A queryset with places for values, whose statement is made when it is first read.

    `query` is called once, with `samples`: values of the right types that it holds nowhere else.
    """

    def __init__(self, query: Callable[..., QuerySet[Found, Any]], *samples: Any) -> None:
        self._query, self._samples = query, samples

    def rows(self, *given: Any) -> list[Any]:
        """The rows with these values, which stand for the samples."""
        statement = self._statement
        values = [own if place is None else given[place] for place, own in statement.parameters]
        with prepared_cursor() as cursor:
            cursor.execute(statement.sql, values)
            found: list[Any] = cursor.fetchall()
        if found and statement.converters:
            database = connections[DEFAULT_DB_ALIAS]
            found = [list(row) for row in found]
            for row in found:
                for place, convert, column in statement.converters:
                    row[place] = convert(row[place], column, database)
        return found

    def all(self, *given: Any) -> list[Found]:
        """The objects with these values, each with what the queryset selects beside it."""
        statement = self._statement
        start, end = statement.first, statement.first + len(statement.names)
        made = []
        for row in self.rows(*given):
            one = statement.model.from_db(DEFAULT_DB_ALIAS, statement.names, row[start:end])
            for populator in statement.populators:
                populator.populate(row, one)
            for name, place in statement.annotations:
                setattr(one, name, row[place])
            made.append(one)
        return made

    def one(self, *given: Any) -> Found | None:
        """The first of them; None where there is none."""
        return next(iter(self.all(*given)), None)

    @cached_property
    def _statement(self) -> _Statement:
        database = connections[DEFAULT_DB_ALIAS]
        compiler = self._query(*self._samples).query.get_compiler(connection=database)
        sql, parameters = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        info = compiler.klass_info or {"model": None, "select_fields": []}
        places = info["select_fields"]
        return _Statement(
            sql=sql,
            parameters=[
                (self._samples.index(each), None) if each in self._samples else (None, each)
                for each in parameters
            ],
            converters=[
                (place, convert, column)
                for place, (found, column) in compiler.get_converters(columns).items()
                for convert in found
            ],
            model=info["model"],
            names=[columns[place].target.attname for place in places],
            first=places[0] if places else 0,
            # The types are those of a newer Django, which wants a fetch mode beside these.
            populators=get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS),  # type: ignore[call-arg]
            annotations=list(compiler.annotation_col_map.items()),
        )
