"""Reading appeals: until when one may be made, which wait, what their pages name."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from evaluations.enums import EvaluationState
from evaluations.models import Appeal, Evaluation, EvaluationEvent, ReviewVerdict, TestCall
from evaluations.transitions import Event

# A fortnight covers a holiday or an illness between the mail and the answer; after a longer one
# the place would have been given to somebody else, and the fee would be late.
APPEAL_DAYS = 14
# How long a shopper waits for an answer before her appeal is late.
ANSWER_WITHIN_DAYS = 7

OPEN, DECIDED = "open", "decided"
_CALL = "evaluation__test_call"
_COMPANY = f"{_CALL}__participation__name"
SORTS: dict[str, tuple[str | Combinable, ...]] = {
    "filed": ("at", "pk"),
    "-filed": ("-at", "-pk"),
    "company": (_COMPANY, "at", "pk"),
    "-company": (f"-{_COMPANY}", "at", "pk"),
    "shopper": (f"{_CALL}__shopper__code", "at", "pk"),
    "-shopper": (f"-{_CALL}__shopper__code", "at", "pk"),
}


@dataclass(frozen=True, slots=True)
class AppealChoice:
    """Which appeals to list; an empty word means all."""

    state: str = OPEN
    programme: str = ""


def rejection_of(evaluation: Evaluation) -> EvaluationEvent | None:
    """The step that rejected the report last; None when it does not stand rejected."""
    if evaluation.state != EvaluationState.REJECTED:
        return None
    found = EvaluationEvent.objects.filter(subject=evaluation, event=Event.REJECT)
    return found.select_related("author").order_by("-at", "-pk").first()


def rejected_by(rejection: EvaluationEvent) -> set[uuid.UUID]:
    """Who rejected a report with this step: one reviewer, or two who both said so."""
    verdict = ReviewVerdict.objects.filter(step=rejection).select_related("first__step").first()
    first = verdict.first.step.author_id if verdict and verdict.first else None
    return {author for author in (rejection.author_id, first) if author is not None}


def appeal_until(rejection: EvaluationEvent) -> dt.date:
    """The last day on which the shopper may appeal, on the award's calendar."""
    return timezone.localdate(rejection.at) + dt.timedelta(days=APPEAL_DAYS)


def earliest_open_rejection() -> dt.datetime:
    """A rejection from this moment on may still be appealed against today."""
    day = timezone.localdate() - dt.timedelta(days=APPEAL_DAYS)
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def appeal_against(evaluation: Evaluation) -> Appeal | None:
    """The report's appeal, with its decision where there is one."""
    return Appeal.objects.filter(evaluation=evaluation).select_related("decision").first()


def is_place_given(call: TestCall) -> bool:
    """Whether the place of a call has been given to another one."""
    return TestCall.objects.filter(replaces=call).exists()


def open_appeals() -> QuerySet[Appeal]:
    """Appeals that wait for an answer, the longest first."""
    return Appeal.objects.filter(decision=None).order_by(*SORTS["filed"])


def appeals(choice: AppealChoice, *, sort: str = "filed") -> QuerySet[Appeal]:
    """The chosen appeals with what a row of their list names; an unknown `sort` is by age."""
    found = Appeal.objects.all()
    if choice.state:
        found = found.filter(decision__isnull=choice.state == OPEN)
    if choice.programme:
        found = found.filter(**{f"{_CALL}__participation__programme__slug": choice.programme})
    return _named(found).order_by(*SORTS.get(sort, SORTS["filed"]))


def appeal_on_desk(appeal_id: int) -> Appeal | None:
    """One appeal with all that its page names; `place_given` as in is_place_given."""
    return _named(Appeal.objects.filter(pk=appeal_id)).first()


def _named(found: QuerySet[Appeal]) -> QuerySet[Appeal]:
    return found.select_related(
        f"{_CALL}__participation__programme",
        f"{_CALL}__scenario",
        f"{_CALL}__shopper",
        "rejection__author",
        "decision__by",
    ).annotate(
        place_given=Exists(TestCall.objects.filter(replaces=OuterRef(_CALL))),
        programme_name=F(f"{_CALL}__participation__programme__name"),
    )
