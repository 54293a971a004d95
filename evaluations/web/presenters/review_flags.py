"""How the flags of a report look, and how long it has waited."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.timesince import timesince

from evaluations.enums import AttemptFlag, EvaluationState, ReviewFlag
from evaluations.models import Evaluation
from evaluations.queries.review_desk import REVIEW_WITHIN
from evaluations.web.presenters.import_states import Chip

_TONES = {
    ReviewFlag.CRITICAL: "bad",
    ReviewFlag.COMMENTS: "neutral",
    ReviewFlag.EVIDENCE_ON_ITS_WAY: "info",
}
_ICONS = {
    ReviewFlag.PASSED_ON: "user",
    ReviewFlag.NOT_ANSWERED: "phone",
    ReviewFlag.OUTSIDE_PERIOD: "calendar",
    ReviewFlag.OUTSIDE_HOURS: "clock",
    ReviewFlag.PUBLIC_HOLIDAY: "calendar",
    ReviewFlag.SENT_LATE: "clock",
    ReviewFlag.WAIT_OVER_LIMIT: "pause",
    ReviewFlag.GAVE_UP_EARLY: "pause",
    ReviewFlag.BEFORE_GIVEN: "calendar",
    ReviewFlag.SAME_DAY: "calendar",
    ReviewFlag.TOO_MANY: "phone",
    ReviewFlag.UNCHANGED: "circle",
    ReviewFlag.COMMENTS: "chat",
    ReviewFlag.RECOGNISED: "eye",
    ReviewFlag.EVIDENCE_ON_ITS_WAY: "upload",
}


def flag_chips(flags: Iterable[ReviewFlag | AttemptFlag]) -> list[Chip]:
    """A chip for each flag."""
    known = [ReviewFlag(flag.value) for flag in flags]
    return [
        Chip(str(flag.label), _TONES.get(flag, "warn"), _ICONS.get(flag, "alert")) for flag in known
    ]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a report waits for its reviewer, in words."""

    words: str
    late: bool


def waiting(evaluation: Evaluation) -> Waiting | None:
    """How long a report waits; None when it waits for nobody here."""
    since = evaluation.submitted_at
    if since is None or evaluation.state != EvaluationState.SUBMITTED:
        return None
    now = timezone.now()
    return Waiting(timesince(since, now, depth=1), now - since > REVIEW_WITHIN)
