"""Reports as rows of the reviewers' list."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from evaluations.enums import Channel, EvaluationState, ReviewFlag, ReviewReason
from evaluations.models import Evaluation
from evaluations.queries.review.review_flags import flags_of
from evaluations.services.review.reviewing import is_own
from evaluations.transitions import Event
from evaluations.web.presenters.calls.call_states import report_chip
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.reports.report_clocks import Clock, clock_until
from evaluations.web.presenters.review.review_flags import flag_chips
from shoppers.models import User


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One report of the list; `state` is empty where every row would say the same."""

    url: str
    company: str
    category: str
    channel: str
    scenario: str
    shopper: str
    number: int
    handed_in: dt.datetime
    clock: Clock | None
    decided_at: dt.datetime | None
    own: bool
    flags: list[Chip]
    state: Chip | None
    # Why it was returned or rejected, where the list is of such reports.
    reason: str


def queue_row(found: Any, *, reader: User, query: str, states: bool) -> QueueRow:
    """A report as `review_desk.reports` found it; `query` keeps the filter in its address."""
    call = found.test_call
    own = is_own(found, reader)
    return QueueRow(
        url=review_url(found.pk, query),
        company=call.participation.name,
        category=str(call.participation.category),
        channel=str(Channel(call.channel).label),
        scenario=str(call.scenario),
        shopper=call.shopper.code,
        number=found.number,
        handed_in=found.submitted_at,
        clock=clock_until(found.due_at),
        decided_at=found.decided_at,
        own=own and found.state == EvaluationState.SUBMITTED,
        # What an answer is worth is not shown to whoever gave it.
        flags=[] if own else [*_to_look_at(found), *flag_chips(_flags(found))],
        state=report_chip(found.state) if states else None,
        reason=_reason(found),
    )


def _reason(found: Any) -> str:
    decided = {EvaluationState.RETURNED, EvaluationState.REJECTED}
    if found.state not in decided or not found.reason:
        return ""
    return str(ReviewReason(found.reason).label)


def report_words(found: Evaluation) -> dict[str, str]:
    """What a sentence about the report names."""
    call = found.test_call
    return {
        "report": f"{call.participation.name}, {Channel(call.channel).label}",
        "shopper": call.shopper.code if call.shopper else "",
    }


def _to_look_at(found: Any) -> list[Chip]:
    if not (count := found.to_look_at):
        return []
    words = ngettext("%(count)d thing to look at", "%(count)d things to look at", count)
    return [Chip(words % {"count": count}, "warn", "search")]


def _flags(found: Any) -> list[ReviewFlag]:
    waits = found.state == EvaluationState.SUBMITTED
    looks = {Event.AGREE: ReviewFlag.PASSED_ON, Event.DIFFER: ReviewFlag.DIFFER}
    flag = looks.get(found.last_word) if waits else None
    return flags_of(found, to_moderate=found.to_moderate, looks=flag)


def review_url(evaluation_id: Any, query: str, name: str = "review") -> str:
    """The address of a report on the desk, or of a step with it, with the list's filter."""
    return with_query(reverse(name, args=[evaluation_id]), query)


def with_query(address: str, query: str) -> str:
    """The address with the filter, when there is one."""
    return f"{address}?{query}" if query else address
