"""A release and its companies' rows get fingerprints of the rows below them."""

import itertools
from collections.abc import Iterable
from typing import Any

from django.db import migrations, models

from scoring.models.sealed import filed_seal, seal_of, seal_of_all

_PUBLIC = {
    "releasedranking": ("seal", "company_id", "category_id", "listed"),
    "releasedwinner": ("seal",),
    "releasedcompetitor": ("seal", "company_id", "client_id"),
}
_WALLED = ("scoring_releasedarea", "scoring_releasedcontact")
_DOWN = "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in _WALLED)
_UP = "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in _WALLED)
_NEW = ("areas_seal", "contacts_seal", "rows_seal")


def _fingerprint(apps: Any, schema_editor: Any) -> None:
    """Rows from before are taken as they stand; that all are there, their release's hash says."""
    alias = schema_editor.connection.alias

    def rows_of(table: str) -> Any:
        return apps.get_model("scoring", table).objects.using(alias).order_by()

    areas, contacts = (
        _by_company(rows_of(table).values_list("release", "company", "seal"))
        for table in ("releasedarea", "releasedcontact")
    )
    for row in rows_of("releasedranking").iterator():
        _reseal(
            row,
            areas_seal=seal_of_all(areas.get((row.release_id, row.company_id), ())),
            contacts_seal=seal_of_all(contacts.get((row.release_id, row.company_id), ())),
        )
    for release in rows_of("release").iterator():
        rows = (
            rows_of(table).filter(release=release.pk).values_list(*columns)
            for table, columns in _PUBLIC.items()
        )
        seals = (filed_seal(*row) for row in itertools.chain(*rows))
        _reseal(release, rows_seal=seal_of_all(seals))


def _unseal(apps: Any, schema_editor: Any) -> None:
    """Back to seals that know nothing of the columns that go."""
    alias = schema_editor.connection.alias
    for table in ("releasedranking", "release"):
        for row in apps.get_model("scoring", table).objects.using(alias).order_by().iterator():
            _reseal(row, **{name: "" for name in _NEW if hasattr(row, name)})


def _reseal(row: Any, **columns: str) -> None:
    """Fill the columns in, and seal the row anew where it was the sealed one."""
    unbroken = seal_of(row) == row.seal
    for name, value in columns.items():
        setattr(row, name, value)
    found = seal_of(row) if unbroken else row.seal
    type(row).objects.using(row._state.db).filter(pk=row.pk).update(**columns, seal=found)


def _by_company(rows: Iterable[tuple[Any, Any, str]]) -> dict[tuple[Any, Any], list[str]]:
    found: dict[tuple[Any, Any], list[str]] = {}
    for release, company, seal in rows:
        found.setdefault((release, company), []).append(seal)
    return found


def _column(table: str, name: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=table,
        name=name,
        field=models.CharField(default="", editable=False, max_length=64),
        preserve_default=False,
    )


def _constraint(table: str, name: str, *columns: str) -> list[Any]:
    condition = models.Q(("seal__regex", "^[0-9a-f]{64}$"))
    for column in columns:
        condition &= models.Q((f"{column}__regex", "^[0-9a-f]{64}$"))
    return [
        migrations.RemoveConstraint(model_name=table, name=name),
        migrations.AddConstraint(
            model_name=table, constraint=models.CheckConstraint(condition=condition, name=name)
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0016_weight_drafts"),
    ]

    operations = [
        _column("release", "rows_seal"),
        _column("releasedranking", "areas_seal"),
        _column("releasedranking", "contacts_seal"),
        migrations.RunSQL(_DOWN, _UP),
        migrations.RunPython(_fingerprint, _unseal),
        migrations.RunSQL(_UP, _DOWN),
        *_constraint("release", "release_sealed", "rows_seal"),
        *_constraint(
            "releasedranking", "released_ranking_sealed", "areas_seal", "contacts_seal"
        ),
    ]
