"""Attempts that came in when their call took none any more."""

from evaluations.models import LateAttempt, TestCall


def late_attempts_of(call: TestCall) -> list[LateAttempt]:
    """Each as it was told last, in the order in which they came in."""
    told = {late.content["key"]: late for late in call.late_attempts.order_by("received_at", "pk")}
    return sorted(told.values(), key=lambda late: (late.received_at, late.pk))
