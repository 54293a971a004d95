"""Each frozen row gets the seal that it is compared with whenever it is read."""

from typing import Any

from django.db import migrations, models

from scoring.models.sealed import seal_of

_TABLES = (
    "release",
    "releasedranking",
    "releasedwinner",
    "releasedcompetitor",
    "releasedarea",
    "releasedcontact",
)
_WALLED = ("scoring_releasedarea", "scoring_releasedcontact")
_DOWN = "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in _WALLED)
_UP = "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in _WALLED)


def _seal(apps: Any, schema_editor: Any) -> None:
    """Rows from before are taken as they stand; that they are right, their release's hash says."""
    for table in _TABLES:
        rows = apps.get_model("scoring", table).objects.using(schema_editor.connection.alias)
        for row in rows.order_by().iterator():
            rows.filter(pk=row.pk).update(seal=seal_of(row))


def _column(table: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=table,
        name="seal",
        field=models.CharField(default="", editable=False, max_length=64),
        preserve_default=False,
    )


def _constraint(table: str, name: str) -> migrations.AddConstraint:
    return migrations.AddConstraint(
        model_name=table,
        constraint=models.CheckConstraint(
            condition=models.Q(("seal__regex", "^[0-9a-f]{64}$")), name=name
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0014_departures"),
    ]

    operations = [
        *[_column(table) for table in _TABLES],
        migrations.RunSQL(_DOWN, _UP),
        migrations.RunPython(_seal, migrations.RunPython.noop),
        migrations.RunSQL(_UP, _DOWN),
        _constraint("release", "release_sealed"),
        _constraint("releasedranking", "released_ranking_sealed"),
        _constraint("releasedwinner", "released_winner_sealed"),
        _constraint("releasedcompetitor", "released_competitor_sealed"),
        _constraint("releasedarea", "released_area_sealed"),
        _constraint("releasedcontact", "released_contact_sealed"),
    ]
