"""Attempts as the method's rules look at them."""

from django.utils import timezone

from evaluations.enums import AttemptEnding, AttemptOutcome
from evaluations.models import Attempt
from evaluations.wait_limits import Tried, clock_seconds


def as_tried(attempt: Attempt) -> Tried:
    """The attempt on the award's clock."""
    return Tried(
        started_at=timezone.localtime(attempt.started_at, timezone.get_default_timezone()),
        outcome=AttemptOutcome(attempt.outcome),
        wait_seconds=attempt.wait_seconds,
        ending=AttemptEnding(attempt.ending) if attempt.ending else None,
        clock_seconds=clock_seconds(attempt.started_at, attempt.answered_at, attempt.ended_at),
    )
