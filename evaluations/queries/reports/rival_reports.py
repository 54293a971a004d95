"""Other versions of a report that came in although one stands for the call already."""

from evaluations.models import RivalSubmission, TestCall


def rivals_of(call: TestCall) -> list[RivalSubmission]:
    """Every other version, the newest first."""
    return list(call.rival_submissions.order_by("-received_at", "-pk"))
