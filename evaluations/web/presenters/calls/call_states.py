"""The states of test calls and their reports as chips: the same word and tone everywhere."""

from django.utils import timezone
from django.utils.translation import ngettext

from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import TestCall
from evaluations.web.presenters.imports.import_states import Chip

_CALLS = {
    TestCallState.PLANNED: ("neutral", "clock"),
    TestCallState.OFFERED: ("info", "mail"),
    TestCallState.ACCEPTED: ("info", "user"),
    TestCallState.DONE: ("good", "check"),
    TestCallState.DECLINED: ("warn", "cross"),
    TestCallState.CANCELLED: ("neutral", "cross"),
    TestCallState.EXPIRED: ("warn", "clock"),
    TestCallState.STOPPED: ("warn", "flag"),
}
_REPORTS = {
    EvaluationState.DRAFT: ("neutral", "pen"),
    EvaluationState.SUBMITTED: ("info", "eye"),
    EvaluationState.RETURNED: ("warn", "refresh"),
    EvaluationState.APPROVED: ("good", "check"),
    EvaluationState.REJECTED: ("bad", "cross"),
    EvaluationState.OBJECTED: ("warn", "flag"),
    EvaluationState.LOCKED: ("good", "lock"),
}


def call_chip(state: str) -> Chip:
    """The state of a test call."""
    found = TestCallState(state)
    return Chip(str(found.label), *_CALLS[found])


def report_chip(state: str) -> Chip:
    """The state of a report."""
    found = EvaluationState(state)
    return Chip(str(found.label), *_REPORTS[found])


def call_or_report_chip(state: str, report: EvaluationState | None) -> Chip:
    """The state of a test call until it is done, then that of its report: as the lists show it."""
    if report is not None and state == TestCallState.DONE:
        return report_chip(report)
    return call_chip(state)


def days_late(call: TestCall) -> int:
    """How many days ago the call was due that a shopper still has; 0 while it is in time."""
    if call.state not in TestCallState.open() or call.due_on is None:
        return 0
    return max(0, (timezone.localdate() - call.due_on).days)


def late_chip(days: int) -> Chip:
    """How late something is."""
    label = ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}
    return Chip(label, "bad", "clock")
