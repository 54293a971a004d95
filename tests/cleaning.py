"""The test database emptied after a test that committed."""

import psycopg

from tests.services import administrator_of_own_database

# Takes out every row but those that migrations write, and counts from one again. A table that takes
# up room holds rows, or held some that were rolled back; the others have nothing to be rid of. Rows
# are deleted where they are few: TRUNCATE makes each table and index a new file, and has every
# process learn anew where it lies.
EMPTY = """
DO $$
DECLARE
    written record;
BEGIN
    FOR written IN
        SELECT oid, oid::regclass AS name, pg_relation_size(oid) AS size FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
        AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
    LOOP
        IF written.size > 65536 THEN
            EXECUTE format('TRUNCATE %s CASCADE', written.name);
        ELSE
            EXECUTE format('DELETE FROM %s', written.name);
        END IF;
        PERFORM setval(seqrelid, seqstart, false)
        FROM pg_depend JOIN pg_sequence ON seqrelid = objid
        WHERE refobjid = written.oid AND pg_sequence_last_value(seqrelid) IS NOT NULL;
    END LOOP;
END
$$
"""


class Cleaner:
    """A connection that lasts: to make one takes longer than to empty what a test wrote."""

    def __init__(self) -> None:
        self._kept: psycopg.Connection | None = None

    def empty(self) -> None:
        """Leave what the migrations left. Triggers and keys between tables stand aside."""
        if self._kept is None or self._kept.closed:
            self._kept = psycopg.connect(
                administrator_of_own_database(),
                autocommit=True,
                options="-c session_replication_role=replica",
            )
        self._kept.execute(EMPTY)

    def close(self) -> None:
        """Whether or not it was ever opened."""
        if self._kept is not None:
            self._kept.close()
