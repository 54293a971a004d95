"""What a shopper reads about a report of her own, beside the report itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluations.models import Evaluation, EvaluationEvent, Submission
from evaluations.transitions import Event


@dataclass(frozen=True, slots=True)
class ReviewersWords:
    """Why a report came back or was not accepted; remarks by question or comment key."""

    reason: str
    remarks: Mapping[str, str] = field(default_factory=dict)


def words_of_return(evaluation: Evaluation) -> ReviewersWords:
    """What the reviewer said when the report came back last."""
    event = _last(evaluation, Event.RETURN)
    if event is None:
        return ReviewersWords("")
    return ReviewersWords(event.reason, dict(event.remarks.values_list("key", "text")))


def reason_of_rejection(evaluation: Evaluation) -> str:
    """Why the report was not accepted."""
    event = _last(evaluation, Event.REJECT)
    return event.reason if event is not None else ""


def submissions_of(evaluation: Evaluation) -> list[Submission]:
    """Every handing-in, the newest first."""
    return list(evaluation.submissions.order_by("-number"))


def _last(evaluation: Evaluation, event: Event) -> EvaluationEvent | None:
    return evaluation.events.filter(event=event).order_by("-at", "-pk").first()
