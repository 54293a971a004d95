"""While a client reads, the database shows it no other client's objections, nor what hangs on them.

Without a client named for the transaction every row is there: arbiters, the review and the release
read these tables all day. `best_in_test.client` is set for one transaction only
(evaluations.queries.clients.reading).
"""

import django.db.models.deletion
from django.db import migrations, models


CLIENT = "nullif(current_setting('best_in_test.client', true), '')::uuid"
EVERYBODY_ELSE = f"current_setting('best_in_test.reader', true) = 'desk' OR {CLIENT} IS NULL"
OWN = "objection_id IN (SELECT id FROM evaluations_objection)"


def _secure(table: str, own: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY readable ON {table} FOR SELECT USING ({EVERYBODY_ELSE} OR {own});
            CREATE POLICY addable ON {table} FOR INSERT WITH CHECK (true);
        """,
        reverse_sql=f"""
            DROP POLICY addable ON {table};
            DROP POLICY readable ON {table};
            ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0035_calibration_drafts_and_retries'),
    ]

    operations = [
        migrations.AddField(
            model_name='objectionwithdrawal',
            name='key',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.apikey'),
        ),
        _secure("evaluations_objection", f"client_id = {CLIENT}"),
        _secure("evaluations_objectiondecision", OWN),
        _secure("evaluations_objectionwithdrawal", OWN),
        _secure("evaluations_timedisclosure", OWN),
    ]
