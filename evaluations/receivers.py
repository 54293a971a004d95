"""What there is to do is announced to the workers: plans, reports to compare, calibrations.

An announcement may be lost: the rows are the work, and a sweep finds it.
"""

import time
import uuid
from typing import Any

import structlog
from celery import current_app
from django.dispatch import receiver

from evaluations.signals import calibration_closed, case_sound_sent, moved, plan_asked
from evaluations.tasks import check_case_sound, compute_calibration, compute_plan, sweep_screenings
from evaluations.transitions import Event

_log = structlog.get_logger(__name__)
# Nobody waits for a broker that is down: one try, half a second for each step of it.
_ONE_TRY = {"max_retries": 0, "socket_connect_timeout": 0.5, "socket_timeout": 0.5}


@receiver(plan_asked, dispatch_uid="evaluations.announce_plan")
def announce_plan(*, draft_id: uuid.UUID, **_signal: Any) -> None:
    """Tell a worker at once; without a broker the sweep is soon enough."""
    _announce(compute_plan.name, [str(draft_id)])


@receiver(calibration_closed, dispatch_uid="evaluations.announce_calibration")
def announce_calibration(*, calibration_id: uuid.UUID, **_signal: Any) -> None:
    """Tell a worker at once; without a broker the sweep is soon enough."""
    _announce(compute_calibration.name, [str(calibration_id)])


@receiver(case_sound_sent, dispatch_uid="evaluations.announce_case_sound")
def announce_case_sound(*, sound_id: uuid.UUID, **_signal: Any) -> None:
    """Tell a worker at once; without a broker the sweep is soon enough."""
    _announce(check_case_sound.name, [str(sound_id)])


@receiver(moved, dispatch_uid="evaluations.announce_report")
def announce_report(*, event: Event, **_signal: Any) -> None:
    """Have a report compared that was handed in; of many in a row the first one announces them."""
    if event in _HANDED_IN and _report_hints.may_send():
        _announce(sweep_screenings.name, [])


class _Sparse:
    """Lets through one hint in so many seconds: handing in waits for the broker, too."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._last = seconds, float("-inf")

    def may_send(self) -> bool:
        """Whether the last one was long enough ago; then this one is the last."""
        now = time.monotonic()
        if now - self._last < self._seconds:
            return False
        self._last = now
        return True


_HANDED_IN = frozenset({Event.SUBMIT, Event.RESUBMIT})
_report_hints = _Sparse(30)


def _announce(task: str, arguments: list[str]) -> None:
    try:
        with current_app.connection_for_write(transport_options=_ONE_TRY) as connection:
            current_app.send_task(task, args=arguments, connection=connection, retry=False)
    except Exception as error:  # noqa: BLE001 - kombu raises anything, down to a bare RuntimeError
        _log.warning("hint_lost", task=task, of=arguments, error=type(error).__name__)
