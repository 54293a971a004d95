"""What a shopper reads about a report of her own, beside the report itself."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluations.enums import ReviewReason
from evaluations.models import Evaluation, EvaluationEvent, Submission
from evaluations.queries.reports.report_clocks import mend_until
from evaluations.transitions import Event


@dataclass(frozen=True, slots=True)
class ReviewersWords:
    """Why a report came back or was not accepted; remarks by question or comment key.

    `code` is None where no ready-made reason was chosen, or "something else": the words say what.
    """

    reason: str
    remarks: Mapping[str, str] = field(default_factory=dict)
    code: ReviewReason | None = None
    # When the report is to be handed in again.
    until: dt.datetime | None = None


def words_of_return(evaluation: Evaluation) -> ReviewersWords:
    """What the reviewer said when the report came back last."""
    event = _last(evaluation, Event.RETURN)
    if event is None:
        return ReviewersWords("")
    remarks = dict(event.remarks.values_list("key", "text"))
    until = mend_until(event, evaluation.test_call.participation.programme)
    return ReviewersWords(event.reason, remarks, _code(event), until)


def words_of_rejection(evaluation: Evaluation) -> ReviewersWords:
    """Why the report was not accepted."""
    event = _last(evaluation, Event.REJECT)
    return ReviewersWords("") if event is None else ReviewersWords(event.reason, code=_code(event))


def _code(event: EvaluationEvent) -> ReviewReason | None:
    chosen = event.review_reason
    return ReviewReason(chosen) if chosen and chosen != ReviewReason.OTHER else None


def submissions_of(evaluation: Evaluation) -> list[Submission]:
    """Every handing-in, the newest first."""
    return list(evaluation.submissions.order_by("-number"))


def _last(evaluation: Evaluation, event: Event) -> EvaluationEvent | None:
    return evaluation.events.filter(event=event).order_by("-at", "-pk").first()
