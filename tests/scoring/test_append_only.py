"""What is append-only cannot be changed by the app's database role, by no statement at all."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.utils import ProgrammingError
from psycopg.errors import InsufficientPrivilege

from scoring.models import Release

APPEND_ONLY = sorted(
    (model for model in apps.get_models() if getattr(model, "append_only", False)),
    key=lambda model: model._meta.label,
)


def test_the_results_of_runs_and_releases_are_append_only() -> None:
    labels = {model._meta.object_name for model in APPEND_ONLY}

    assert labels >= {
        "AreaResult",
        "EvaluationEvent",
        "RankingRow",
        "Release",
        "ReleaseConfirmation",
        "ReleasedArea",
        "ReleasedCompetitor",
        "ReleasedContact",
        "ReleasedRanking",
        "ReleasedWinner",
        "RunInput",
        "Score",
        "TestCallEvent",
        "WeightApproval",
        "WeightProposal",
        "WeightSet",
        "Winner",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model._meta.label)
@pytest.mark.parametrize(
    "statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}"]
)
def test_append_only_tables_refuse(model: type[models.Model], statement: str) -> None:
    table, column = model._meta.db_table, model._meta.concrete_fields[-1].column

    with (
        pytest.raises(ProgrammingError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, column))

    assert isinstance(refused.value.__cause__, InsufficientPrivilege)


@pytest.mark.django_db
def test_the_orm_is_refused_as_well() -> None:
    changes: list[Any] = [
        lambda: Release.objects.update(number=7),
        lambda: Release.objects.all()._raw_delete("default"),
    ]
    for change in changes:
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
