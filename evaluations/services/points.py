"""Storing the points of approved evaluations."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from evaluations.models import Evaluation, Points
from evaluations.queries.points import points_of_evaluation

# One JSON parameter for all rows: PostgreSQL unpacks its arrays many times faster than the ORM
# writes five of them a row, which was the greatest single cost of an import.
_STORE = sql.SQL(
    "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_to_recordset(%s) AS r({types})"
    " ON CONFLICT (evaluation_id) DO UPDATE SET {updates}"
)


@transaction.atomic
def store_points(*, evaluations: Iterable[Evaluation]) -> None:
    """Derive and store the points of approved evaluations, in place of any they had."""
    # In the order of their keys, so two writers of the same points never wait for each other.
    rows = sorted(map(_row, evaluations), key=lambda row: str(row["evaluation_id"]))
    if not rows:
        return
    fields = Points._meta.concrete_fields
    columns = {str(field.column): field.db_type(connection) or "" for field in fields}
    with connection.cursor() as cursor:
        cursor.execute(_statement(columns), [json.dumps(rows)])


def _row(evaluation: Evaluation) -> dict[str, Any]:
    points = points_of_evaluation(evaluation)
    return {
        "evaluation_id": str(evaluation.pk),
        "participation_id": evaluation.test_call.participation_id,
        "channel": evaluation.test_call.channel,
        "shopper_id": evaluation.test_call.shopper_id,
        "answered": evaluation.answered,
        "section_got": points.section_got,
        "section_possible": points.section_possible,
        "section_zeroed": points.section_zeroed,
        "question_got": points.question_got,
        "question_possible": points.question_possible,
    }


def _statement(columns: dict[str, str]) -> sql.Composed:
    """The statement for these columns, typed as the table has them."""
    names = {name: sql.Identifier(name) for name in columns}
    comma = sql.SQL(", ")
    return _STORE.format(
        table=sql.Identifier(Points._meta.db_table),
        columns=comma.join(names.values()),
        types=comma.join(
            sql.SQL("{} {}").format(names[name], sql.SQL(kind)) for name, kind in columns.items()
        ),
        updates=comma.join(
            sql.SQL("{0} = EXCLUDED.{0}").format(name)
            for column, name in names.items()
            if column != "evaluation_id"
        ),
    )
