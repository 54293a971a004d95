"""Two steps of which the second begins while the first is not done: it waits, then looks anew."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import connection, transaction

LONGEST = 20.0  # seconds that a busy machine may take until the second waits
_WAITING = """
    SELECT count(*) FROM pg_locks
    WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
"""
Step = Callable[[], object]


def in_a_queue(first: Step, second: Step, *, refusals: tuple[type[Exception], ...]) -> list[str]:
    """What became of each: "taken" or a refusal's code.

    The first ends its transaction only once the second waits for it, or has ended without waiting.
    """
    done, ended = Event(), Event()

    def lead() -> None:
        with transaction.atomic():
            first()
            done.set()
            until = time.monotonic() + LONGEST
            while not ended.is_set() and time.monotonic() < until:
                with connection.cursor() as cursor:
                    cursor.execute(_WAITING)
                    if cursor.fetchone() != (0,):
                        break
                ended.wait(0.02)

    def follow() -> object:
        done.wait(LONGEST)
        try:
            return second()
        finally:
            ended.set()

    def take(step: Step) -> str:
        try:
            step()
        except refusals as refusal:
            return str(getattr(refusal, "code", ""))
        finally:
            done.set()
            connection.close()
        return "taken"

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(take, (lead, follow)))
