"""The reports that reviewers look over."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from evaluations.enums import EvaluationState, ReviewFlag, ReviewList
from evaluations.models import Evaluation, EvaluationEvent, Submission
from evaluations.queries.reports.evidence import pictures_here
from evaluations.queries.reports.recognition import recognised, recognised_words
from evaluations.queries.reports.report_clocks import due_at
from evaluations.queries.reports.unchanged import sent_unchanged
from evaluations.queries.review.moderation import waits_for_moderation
from evaluations.queries.review.review_flags import flagged
from evaluations.queries.review.screening import flags_to_look_at, has_flag
from evaluations.queries.review.second_look import has_spoken, last_word, unseen_since
from evaluations.transitions import Event
from shoppers.languages import current_language
from shoppers.models import User

DECISIONS = (Event.RETURN, Event.AGREE, Event.DIFFER, Event.APPROVE, Event.REJECT)
_PART = "test_call__participation"
_SORTS: dict[str, Any] = {
    "due": F("due_at"),
    "handed": F("submitted_at"),
    "company": F(f"{_PART}__name"),
    "channel": F("test_call__channel"),
    "shopper": F("test_call__shopper__code"),
    "number": F("number"),
    "decided": F("decided_at"),
    "flags": F("to_look_at"),
}
# Instead of a flag's word: any that comparing reports has named.
ANY_FLAG = "any"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports to look at, in which order; an empty word means all.

    `shopper` is a part of a shopper's code; `flag` a ReviewFlag, a FlagKind or ANY_FLAG.
    """

    state: ReviewList = ReviewList.TO_REVIEW
    programme: str = ""
    category: str = ""
    channel: str = ""
    shopper: str = ""
    flag: str = ""
    reason: str = ""
    sort: str = ""

    @property
    def timed(self) -> bool:
        """Whether a clock runs for the reports of this list."""
        return self.state in {ReviewList.TO_REVIEW, ReviewList.RETURNED}

    @property
    def order(self) -> str:
        """The column to sort by, with a minus when descending; an unknown one means the usual."""
        if self.sort.removeprefix("-") in {*_SORTS, "category"}:
            return self.sort
        usual = "due" if self.timed else "handed"
        return "-decided" if self.state == ReviewList.DECIDED else usual


def reports(wanted: Wanted, *, reader: User) -> QuerySet[Evaluation]:
    """Reports that were handed in, the first one due first; a reader's decisions newest first.

    Each has `due_at` (see report_clocks), `number` (of handings-in), `reason` (why it was returned
    or rejected last), `to_look_at` (flags of comparing it), `to_moderate`, `recognised`,
    `pictures_here`, `unchanged` (as it was returned), `decided_at`, when the reader last decided
    about it, `last_word`, the event that was said last about it as it stands, and `unseen_since`
    (see second_look).
    """
    found: QuerySet[Evaluation] = Evaluation.objects.annotate(
        number=_handings_in(),
        decided_at=_last_decision(reader),
        last_word=last_word(),
        unseen_since=unseen_since(reader),
        reason=_last_reason(),
        due_at=due_at(),
    ).filter(_of_list(wanted.state), _narrowed(wanted))
    if wanted.flag:
        found = _flagged(found, wanted.flag, reader)
    told: dict[str, Any] = {
        "to_look_at": flags_to_look_at(reader),
        "to_moderate": waits_for_moderation(),
        "recognised": recognised(),
        "pictures_here": pictures_here(),
        "unchanged": sent_unchanged(),
    }
    return found.annotate(**told).order_by(*_order(wanted))


def reasons(wanted: Wanted, *, reader: User) -> dict[str, int]:
    """How many reports of the list have which reason, whichever of them is wanted."""
    found: Any = reports(replace(wanted, reason=""), reader=reader).order_by()
    counted = found.values("reason").annotate(count=Count("pk")).order_by()
    return {each["reason"]: each["count"] for each in counted if each["reason"]}


def rows(found: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """The same reports with what a row of the list names."""
    return found.select_related(
        f"{_PART}__category", "test_call__scenario", "test_call__shopper"
    ).prefetch_related("checklist_version", f"{_PART}__programme", "test_call__attempts")


def report_on_desk(evaluation_id: uuid.UUID) -> Evaluation | None:
    """One report that was handed in, with everything its page names."""
    return (
        Evaluation.objects.exclude(state=EvaluationState.DRAFT)
        .select_related(
            "checklist_version",
            f"{_PART}__category",
            f"{_PART}__programme",
            "test_call__scenario",
            "test_call__shopper",
        )
        .prefetch_related(
            "test_call__attempts",
            "events__author",
            "events__remarks",
            "events__verdict",
            "submissions",
            "moderations__by",
        )
        .annotate(
            recognised=recognised(),
            recognised_words=recognised_words(),
            pictures_here=pictures_here(),
            unchanged=sent_unchanged(),
            due_at=due_at(),
        )
        .filter(pk=evaluation_id)
        .first()
    )


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a report stands among those that the reader may review, counted from 1."""

    position: int | None
    count: int
    previous: uuid.UUID | None
    following: uuid.UUID | None


def neighbours(evaluation_id: uuid.UUID, wanted: Wanted, *, reader: User) -> Neighbours:
    """The reports before and after this one in a list, but for those that are not hers to judge."""
    ids = _ids(wanted, reader)
    if evaluation_id not in ids:
        return Neighbours(None, len(ids), None, None)
    place = ids.index(evaluation_id)
    return Neighbours(
        position=place + 1,
        count=len(ids),
        previous=ids[place - 1] if place else None,
        following=ids[place + 1] if place + 1 < len(ids) else None,
    )


def following(evaluation_id: uuid.UUID, wanted: Wanted, *, reader: User) -> uuid.UUID | None:
    """What to review after this report: the next in the list, or else the first one of it."""
    ids = _ids(wanted, reader)
    place = ids.index(evaluation_id) if evaluation_id in ids else -1
    return next((each for each in ids[place + 1 :] + ids if each != evaluation_id), None)


def _ids(wanted: Wanted, reader: User) -> list[uuid.UUID]:
    others = reports(wanted, reader=reader).exclude(test_call__shopper__user=reader)
    if wanted.state == ReviewList.TO_REVIEW:
        others = others.exclude(has_spoken(reader))
    return list(others.values_list("pk", flat=True))


def _events(*events: Event) -> QuerySet[EvaluationEvent]:
    return EvaluationEvent.objects.filter(subject=OuterRef("pk"), event__in=events)


def _last_decision(reader: User) -> Subquery:
    # What came from a file was decided in the file, whoever brought it in.
    mine = _events(*DECISIONS).filter(author=reader, subject__test_call__assigned_at__isnull=False)
    return Subquery(mine.order_by().values("subject").annotate(at=Max("at")).values("at"))


def _last_reason() -> Subquery:
    said = _events(Event.RETURN, Event.REJECT).order_by("-at", "-pk")
    return Subquery(said.values("review_reason")[:1])


def _handings_in() -> Coalesce:
    """How often it was handed in; once for a report that came from a file."""
    counted = (
        Submission.objects.filter(evaluation=OuterRef("pk"))
        .order_by()
        .values("evaluation")
        .annotate(times=Count("pk"))
    )
    return Coalesce(Subquery(counted.values("times")), 1)


def _of_list(state: ReviewList) -> Q:
    return {
        ReviewList.TO_REVIEW: Q(state=EvaluationState.SUBMITTED),
        ReviewList.RETURNED: Q(state=EvaluationState.RETURNED),
        ReviewList.REJECTED: Q(state=EvaluationState.REJECTED),
        ReviewList.UNMODERATED: Q(
            waits_for_moderation(), state__in=sorted(EvaluationState.counted())
        ),
        ReviewList.DECIDED: Q(decided_at__isnull=False) & ~Q(state=EvaluationState.DRAFT),
    }[state]


def _flagged(found: QuerySet[Evaluation], word: str, reader: User) -> QuerySet[Evaluation]:
    """What shows at once is told as the report stands; the rest as it was compared last."""
    if word in ReviewFlag.values:
        return flagged(found, ReviewFlag(word))
    return found.filter(has_flag(reader, "" if word == ANY_FLAG else word))


def _narrowed(wanted: Wanted) -> Q:
    words = {
        f"{_PART}__programme__slug": wanted.programme,
        f"{_PART}__category__key": wanted.category,
        "test_call__channel": wanted.channel,
        "test_call__shopper__code__icontains": wanted.shopper,
        "reason": wanted.reason,
    }
    return Q(**{lookup: word for lookup, word in words.items() if word})


def _order(wanted: Wanted) -> Sequence[Any]:
    category = KeyTextTransform(current_language(), f"{_PART}__category__text")
    column = (_SORTS | {"category": category})[wanted.order.removeprefix("-")]
    descending = wanted.order.startswith("-")
    first = column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
    return [first, "submitted_at", "pk"]
