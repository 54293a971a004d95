"""Whether the tables are those that this version of the program was written for."""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor


def migrations_missing() -> str | None:
    """A sentence about what keeps the commands from working; None when nothing does."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if not executor.loader.applied_migrations:
        return "The database has no tables yet. Run: manage.py migrate"
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "The database is of an earlier version. Run: manage.py migrate"
    return None
