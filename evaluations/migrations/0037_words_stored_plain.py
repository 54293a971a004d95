"""What a shopper writes is stored as it is: to compress a report took PostgreSQL longer than all
else of its handing-in (decision 0013). Rows that are there already stay as they are.
"""

from django.db import migrations

WORDS = {
    "evaluations_evaluation": "comments",
    "evaluations_draft": "comments",
    "evaluations_submission": "content",
}


def _stored(storage: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE {storage}"
        for table, column in WORDS.items()
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0036_objections_kept_apart'),
    ]

    operations = [
        migrations.RunSQL(sql=_stored("EXTERNAL"), reverse_sql=_stored("EXTENDED")),
    ]
