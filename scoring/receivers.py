"""Work that was planned is announced to the workers.

An announcement may be lost: the row is the work, and a sweep finds it.
"""

import uuid
from collections.abc import Sequence
from typing import Any

import structlog
from celery import Task, current_app
from django.dispatch import receiver

from scoring.signals import release_planned, steps_planned, weights_asked
from scoring.tasks import draft_release, perform_step, work_out_weights

_log = structlog.get_logger(__name__)
# Nobody waits for a broker that is down: one try, half a second for each step of it.
_ONE_TRY = {"max_retries": 0, "socket_connect_timeout": 0.5, "socket_timeout": 0.5}


@receiver(steps_planned)
def announce_steps(*, step_ids: Sequence[int], **_: Any) -> None:
    """Tell workers at once; without a broker the sweep is soon enough."""
    _announce(perform_step, step_ids)


@receiver(release_planned)
def announce_release(*, proposal_id: uuid.UUID, **_: Any) -> None:
    """Tell workers at once; without a broker the sweep is soon enough."""
    _announce(draft_release, [str(proposal_id)])


@receiver(weights_asked)
def announce_weights(*, draft_id: uuid.UUID, **_: Any) -> None:
    """Tell workers at once; without a broker the sweep is soon enough."""
    _announce(work_out_weights, [str(draft_id)])


def _announce(task: "Task[..., None]", rows: Sequence[int | str]) -> None:
    try:
        with current_app.connection_for_write(transport_options=_ONE_TRY) as connection:
            producer = current_app.amqp.Producer(connection, auto_declare=False)
            for row in rows:
                task.apply_async((row,), producer=producer, retry=False)
    except Exception as error:  # noqa: BLE001 - kombu raises anything, down to a bare RuntimeError
        _log.warning("hint_lost", task=task.name, rows=list(rows), error=type(error).__name__)
