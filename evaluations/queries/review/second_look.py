"""Reports that two reviewers look at, each without seeing what the other says.

Every report that says nobody answered is one, since it makes the contact 0; of the others a share
is drawn in years that were started here (evaluations.sampling). Where the two differ, a third
decides.
"""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import Exact

from evaluations.enums import EvaluationState, ReviewDecision
from evaluations.models import Evaluation, EvaluationEvent, ProgrammeStart, ReviewVerdict
from evaluations.sampling import wants_blind_review
from evaluations.transitions import Event
from shoppers.models import User

# With each of them a report begins to wait for review.
_BEGINNINGS = (Event.SUBMIT, Event.RESUBMIT, Event.UPHOLD, Event.REOPEN)
# What was said last about the content as it stands.
_LAST_WORDS = (
    *_BEGINNINGS,
    *(Event.AGREE, Event.TAKE_BACK_AGREEMENT, Event.DIFFER),
)
# What nobody else reads while the second verdict is still to come.
BLIND = (Event.AGREE, Event.TAKE_BACK_AGREEMENT)
VERDICTS = (Event.AGREE, Event.DIFFER)


class Stage(StrEnum):
    """Whose turn it is with a report."""

    ONE = "one"  # one reviewer is enough
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


@dataclass(frozen=True, slots=True)
class Look:
    """Where the review of a report stands, with the steps of those who have given a verdict."""

    stage: Stage
    first: EvaluationEvent | None = None
    second: EvaluationEvent | None = None

    @property
    def reviewers(self) -> set[uuid.UUID]:
        """Who has given one."""
        steps = (self.first, self.second)
        return {step.author_id for step in steps if step is not None and step.author_id}


def look_of(evaluation: Evaluation) -> Look:
    """Whose turn it is: read off the report's steps, else drawn."""
    given = look_given(evaluation)
    return given or Look(Stage.FIRST if _is_reviewed_twice(evaluation) else Stage.ONE)


def look_given(evaluation: Evaluation) -> Look | None:
    """The same where a verdict has been given already."""
    said = sorted(
        (event for event in evaluation.events.all() if event.event in _LAST_WORDS), key=_moment
    )
    last = said[-1] if said else None
    if last is None or last.event not in VERDICTS:
        return None
    if last.event == Event.AGREE:
        return Look(Stage.SECOND, last)
    first = [event for event in said if event.event == Event.AGREE][-1]
    return Look(Stage.THIRD, first, last)


def first_reviewer(evaluation: Evaluation) -> User | None:
    """Who has passed the report on to a second reviewer, if the next step is that one's."""
    look = look_given(evaluation)
    return look.first.author if look and look.stage is Stage.SECOND and look.first else None


def decision_of(step: EvaluationEvent) -> ReviewDecision:
    """What was said with a verdict; before verdicts were kept, the first could only approve."""
    verdict = getattr(step, "verdict", None)
    return ReviewDecision(verdict.decision) if verdict else ReviewDecision.APPROVE


def hidden_steps(evaluation: Evaluation, look: Look, *, reader: User) -> set[int]:
    """The steps that this reader may not see while the report's review is blind, by their keys."""
    is_blind = look.stage in {Stage.FIRST, Stage.SECOND}
    if evaluation.state != EvaluationState.SUBMITTED or not is_blind:
        return set()
    events = sorted(evaluation.events.all(), key=_moment)
    begins = max((at for at, each in enumerate(events) if each.event in _BEGINNINGS), default=-1)
    return {each.pk for each in events[begins + 1 :] if each.author_id != reader.pk}


def last_word() -> Combinable:
    """The event that was said last about a report as it stands, for an annotation."""
    said = EvaluationEvent.objects.filter(subject=OuterRef("pk"), event__in=_LAST_WORDS)
    return Subquery(said.order_by("-at", "-pk").values("event")[:1])


def unseen_since(reader: User) -> Combinable:
    """Since when others' words about a report are kept from this reader, its second reviewer.

    An annotation of reports, each with its `last_word`; NULL where nothing is kept from her.
    """
    passed_on = EvaluationEvent.objects.filter(subject=OuterRef("pk"), event=Event.AGREE)
    first = Subquery(passed_on.order_by("-at", "-pk").values("author")[:1])
    blind = Q(state=EvaluationState.SUBMITTED, last_word=Event.AGREE) & ~Q(Exact(first, reader.pk))
    return Case(When(blind, then=F("submitted_at")), default=None)


def has_spoken(reader: User) -> Q:
    """The reports, each with its `last_word`, about which this reader has given her verdict."""
    begun = EvaluationEvent.objects.filter(subject=OuterRef("subject"), event__in=_BEGINNINGS)
    hers = EvaluationEvent.objects.filter(
        subject=OuterRef("pk"),
        author=reader,
        event__in=VERDICTS,
        at__gte=Subquery(begun.order_by("-at", "-pk").values("at")[:1]),
    )
    return Q(Exists(hers), last_word__in=VERDICTS)


def verdict_pairs(programme: str = "") -> list[tuple[str, str]]:
    """What first and second said of each report that both have looked at, the oldest first.

    Who took her approval back knew by then what the first had said: with what she said after that
    it is no pair of unseen verdicts, and left out. So is a pair after a reopening, which both have
    read: the same report was judged before.
    """
    begun = EvaluationEvent.objects.filter(
        subject=OuterRef("step__subject"),
        event__in=_BEGINNINGS,
        at__lte=OuterRef("first__step__at"),
    ).order_by("-at", "-pk")
    found = (
        ReviewVerdict.objects.filter(first__isnull=False)
        .annotate(begun=Subquery(begun.values("event")[:1]))
        .exclude(begun=Event.REOPEN)
        .order_by("pk")
    )
    if programme:
        found = found.filter(step__subject__test_call__participation__programme__slug=programme)
    rows = list(found.values_list("first_id", "first__decision", "decision"))
    times = Counter(first for first, _one, _other in rows)
    return [(one, other) for first, one, other in rows if times[first] == 1]


def told_steps(evaluation: Evaluation) -> list[EvaluationEvent]:
    """The report's steps, but for the verdicts that have led to no step yet: those stay blind."""
    steps = sorted(evaluation.events.all(), key=_moment)
    if evaluation.state != EvaluationState.SUBMITTED:
        return steps
    begun = max((at for at, each in enumerate(steps) if each.event in _BEGINNINGS), default=-1)
    return [
        each
        for at, each in enumerate(steps)
        if at < begun or each.event not in {*VERDICTS, Event.TAKE_BACK_AGREEMENT}
    ]


def told_verdicts(evaluation: Evaluation) -> QuerySet[ReviewVerdict]:
    """What reviewers said of a report, but for what has led to no step yet."""
    found = ReviewVerdict.objects.filter(step__subject=evaluation)
    if evaluation.state != EvaluationState.SUBMITTED:
        return found
    begun = evaluation.events.filter(event__in=_BEGINNINGS).order_by("-at", "-pk")
    return found.filter(step__at__lt=Subquery(begun.values("at")[:1]))


def _is_reviewed_twice(evaluation: Evaluation) -> bool:
    if not evaluation.answered:
        return True
    call = evaluation.test_call
    start = (
        ProgrammeStart.objects.filter(programme__participations=call.participation_id)
        .select_related("programme")
        .only("draw_seed", "programme__double_review_percent")
        .first()
    )
    if start is None or not start.draw_seed:
        return False
    share = Fraction(start.programme.double_review_percent, 100)
    return wants_blind_review(
        call.pk.hex, answered=evaluation.answered, seed=start.draw_seed, share=share
    )


def _moment(event: EvaluationEvent) -> tuple[dt.datetime, int]:
    return event.at, event.pk
