"""The transaction in which a client's detail may be read.

Row-level security (scoring 0002) and the preview window (evaluations 0003) show no row of it
otherwise. What is set here ends with the transaction, so a pooled connection carries nothing on to
its next user.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from evaluations.visibility import Audience, Reader


@contextmanager
def reading_as(reader: Reader) -> Iterator[None]:
    """A transaction in which the database shows what this reader may see, and no more.

    Read every row inside: a queryset that is evaluated afterwards is empty. Inside another
    transaction the former reader is the reader again afterwards.
    """
    with transaction.atomic():
        former = _settings()
        _set(
            reader="desk" if reader.audience is Audience.DESK else "",
            client="" if reader.client is None else str(reader.client.pk),
        )
        yield
        _set(*former)


def _settings() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('best_in_test.reader', true), ''),"
            " coalesce(current_setting('best_in_test.client', true), '')"
        )
        reader, client = cursor.fetchone()
    return reader, client


def _set(reader: str, client: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('best_in_test.reader', %s, true),"
            " set_config('best_in_test.client', %s, true)",
            [reader, client],
        )
