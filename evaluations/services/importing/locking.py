"""One import of a programme at a time."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection

from evaluations.services.importing.refusal import ImportRunning


@contextmanager
def only_import_of(slug: str) -> Iterator[None]:
    """Hold the programme's lock for the time of the block; ImportRunning when somebody has it.

    The lock belongs to the database session, so it ends with the process, however that dies.
    """
    key = [f"import_programme {slug}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", key)
        if cursor.fetchone() != (True,):
            raise ImportRunning(f"Somebody is importing the programme {slug} right now.")
    try:
        yield
    finally:
        # Where the session itself is gone, so is the lock; the block's own error counts.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)
