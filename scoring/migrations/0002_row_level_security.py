"""What a client may read is decided by the database too.

Without a reader named for the transaction both tables show no row. `best_in_test.reader` is
'desk' for coordinators, runs and verification; `best_in_test.client` is the client's id. Both are
set for one transaction only (evaluations.queries.clients.reading), so a pooled connection carries nothing on.
"""

from django.db import migrations

OWN = """
    company_id IN (
        SELECT company_id FROM evaluations_clientcompany
        WHERE client_id = nullif(current_setting('best_in_test.client', true), '')::uuid
    )
"""
RIVAL = """
    (release_id, company_id) IN (
        SELECT release_id, company_id FROM scoring_releasedcompetitor
        WHERE client_id = nullif(current_setting('best_in_test.client', true), '')::uuid
    )
"""
DESK = "current_setting('best_in_test.reader', true) = 'desk'"


def _secure(table: str, readable: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY readable ON {table} FOR SELECT USING ({readable});
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
    dependencies = [("scoring", "0001_numbers")]

    operations = [
        _secure("scoring_releasedcontact", f"{DESK} OR {OWN}"),
        _secure("scoring_releasedarea", f"{DESK} OR {OWN} OR {RIVAL}"),
    ]
