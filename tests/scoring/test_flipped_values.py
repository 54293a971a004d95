"""`verify` finds a changed value in every column that a release rests on.

Values are changed by the owner of the tables, with no trigger and no check in the way, one after
the other in one transaction that is never committed. The columns are those of the models: a new one
is flipped too, and must be found or stand below with the reason why nothing rests on it.
"""

from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from psycopg import sql

from evaluations.models import (
    Attempt,
    Category,
    ChecklistVersion,
    Company,
    Evaluation,
    Participation,
    Points,
    Programme,
    Scenario,
    TestCall,
)
from scoring.models import (
    AreaResult,
    RankingRow,
    Release,
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedContact,
    ReleasedRanking,
    ReleasedWinner,
    Run,
    RunInput,
    Winner,
)
from scoring.queries.releases.verification import result_hash
from shoppers.models import Shopper
from tests.factories.releases import proposed, ready_award, released_award
from tests.scoring.flips import as_owner, lift_checks, other
from tests.scoring.free_columns import FREE

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]

FIELDWORK: tuple[type[models.Model], ...] = (
    Attempt,
    Category,
    ChecklistVersion,
    Company,
    Evaluation,
    Participation,
    Points,
    Programme,
    Scenario,
    Shopper,
    TestCall,
)
FAR = 1000
LATER_COLUMNS = {
    "shoppers",
    "error",
    "degrees_of_freedom",
    "lower",
    "upper",
    "best_rank",
    "worst_rank",
    "best_rank_of_all",
    "worst_rank_of_all",
    "could_be_best",
    "lead",
    "lead_error",
    "p_value",
    "confirmed",
}


def _tables() -> list[type[models.Model]]:
    return [*apps.get_app_config("scoring").get_models(), *FIELDWORK]


def _columns(model: type[models.Model]) -> list["AnyField"]:
    free = FREE.get(model, {})
    return [
        each
        for each in model._meta.concrete_fields
        if each.attname not in free and not (each.primary_key and each.remote_field is None)
    ]


def _row(model: type[models.Model], column: str) -> models.Model:
    """A row of the release in which the column says something, where there is one."""
    rows = model._default_manager.order_by("pk")
    if model is AreaResult or model is ReleasedArea:
        rows = rows.filter(area="section")
    if model is Scenario:
        rows = rows.filter(key="buy")  # whose reason decides which questions are asked
    if model is Shopper:
        rows = rows.filter(code="S-800")
    found = list(rows)
    filled = [each for each in found if getattr(each, column) not in (None, "", [], {})]
    return (filled or found)[0]


def _flip(field: "AnyField", model: type[models.Model]) -> None:
    row = _row(model, field.attname)
    value = other(field, getattr(row, field.attname))
    if field.primary_key and isinstance(value, int):
        value += FAR  # no other row's key
    statement = sql.SQL("UPDATE {} SET {} = %s WHERE {} = %s").format(
        sql.Identifier(model._meta.db_table),
        sql.Identifier(str(field.column)),
        sql.Identifier(str(model._meta.pk.column)),
    )
    with connection.cursor() as cursor:
        prepared = field.get_db_prep_save(value, connection)
        cursor.execute(statement, [prepared, row.pk])
        assert cursor.rowcount == 1, field


def _verifies() -> bool:
    """What the command's exit code says; anything else that it raises is a fault of its own."""
    try:
        call_command("verify", "2026", stdout=StringIO())
    except CommandError:
        return False
    return True


def _unseen(columns: Iterable[tuple[type[models.Model], "AnyField"]]) -> list[str]:
    """Those of the columns in which a changed value is not found."""
    unseen = []
    with as_owner():
        with connection.cursor() as cursor:
            for model in _tables():
                lift_checks(cursor, model)
        released_award()
        assert _verifies()
        for model, field in columns:
            with transaction.atomic():
                _flip(field, model)
                if _verifies():
                    unseen.append(f"{model.__name__}.{field.attname}")
                transaction.set_rollback(True)
    return unseen


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_changed_value_is_found_in_every_table() -> None:
    last = [(model, _columns(model)[-1]) for model in _tables() if _columns(model)]

    assert _unseen(last) == []


@pytest.mark.exhaustive
@pytest.mark.django_db(databases=["default", "owner"])
def test_a_changed_value_is_found_in_every_column() -> None:
    every = [(model, field) for model in _tables() for field in _columns(model)]

    assert len(every) > 130
    assert _unseen(every) == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_result_from_before_there_was_confidence_verifies() -> None:
    """Its rows have nothing in those columns; a single row that lacks them is no such row."""
    with as_owner():
        with connection.cursor() as cursor:
            for model in (RankingRow, Winner, Run):
                lift_checks(cursor, model)
        ready = ready_award()
        _forget_confidence(ready.run)
        proposed(ready.award, ready.run, by=ready.alma)
        assert _verifies()

        RankingRow.objects.filter(pk=ready.run.ranking.order_by("pk")[:1]).update(lower=1)
        assert not _verifies()


def _forget_confidence(run: Run) -> None:
    for model in (RankingRow, Winner):
        named = {each.name for each in model._meta.concrete_fields} & LATER_COLUMNS
        model._default_manager.filter(run=run).update(**dict.fromkeys(named))
    Run.objects.filter(pk=run.pk).update(result_hash=result_hash(run))
    run.refresh_from_db()


def test_no_column_is_excused_that_there_is_not() -> None:
    for model, free in FREE.items():
        assert set(free) <= {each.attname for each in model._meta.concrete_fields}, model


def test_every_table_of_numbers_is_looked_at() -> None:
    assert {Release, ReleasedCompetitor, ReleasedContact, ReleasedRanking, ReleasedWinner} <= set(
        _tables()
    )
    assert {RunInput, Winner} <= set(_tables())
