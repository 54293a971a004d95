"""A plan that was asked for is announced to the workers.

An announcement may be lost: the row is the work, and a sweep finds it.
"""

import uuid
from typing import Any

import structlog
from celery import current_app
from django.dispatch import receiver

from evaluations.signals import plan_asked
from evaluations.tasks import compute_plan

_log = structlog.get_logger(__name__)
# Nobody waits for a broker that is down: one try, half a second for each step of it.
_ONE_TRY = {"max_retries": 0, "socket_connect_timeout": 0.5, "socket_timeout": 0.5}


@receiver(plan_asked, dispatch_uid="evaluations.announce_plan")
def announce_plan(*, draft_id: uuid.UUID, **_signal: Any) -> None:
    """Tell a worker at once; without a broker the sweep is soon enough."""
    try:
        with current_app.connection_for_write(transport_options=_ONE_TRY) as connection:
            current_app.send_task(
                compute_plan.name, args=[str(draft_id)], connection=connection, retry=False
            )
    except Exception as error:  # noqa: BLE001 - kombu raises anything, down to a bare RuntimeError
        _log.warning("hint_lost", plan=str(draft_id), error=type(error).__name__)
