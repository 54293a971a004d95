"""What is unusual about a report, for whoever reviews it: reasons to look, never a verdict."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from evaluations.calling_hours import flags_in_time
from evaluations.enums import AttemptFlag, Channel, EvaluationState, ReviewFlag
from evaluations.evidence import WAIT_NOTE
from evaluations.models import Attempt, Evaluation, Programme, TestCall
from evaluations.queries.calls.tried import as_tried
from evaluations.queries.points import points_of_evaluation
from evaluations.queries.reports.evidence import evidence_flags, pictures_here
from evaluations.queries.reports.recognition import recognised
from evaluations.queries.reports.unchanged import sent_unchanged
from evaluations.queries.review.moderation import waits_for_moderation
from evaluations.transitions import Event

_OF_EVIDENCE = {ReviewFlag.EVIDENCE_MISSING, ReviewFlag.EVIDENCE_ON_ITS_WAY}


def flags_of_attempts(call: TestCall) -> list[tuple[Attempt, list[AttemptFlag]]]:
    """Each attempt of a call, in time, with what is unusual about it."""
    attempts = list(call.attempts.all())
    found = Judge(call.participation.programme).flags(call.channel, call.assigned_at, attempts)
    return list(zip(attempts, found, strict=True))


def flags_of(
    evaluation: Evaluation, *, to_moderate: bool, looks: ReviewFlag | None = None
) -> list[ReviewFlag]:
    """Everything unusual about a report, in the order of ReviewFlag."""
    there = {flag.value for _, flags in flags_of_attempts(evaluation.test_call) for flag in flags}
    if not evaluation.answered:
        there.add(ReviewFlag.NOT_ANSWERED)
    if looks is not None:
        there.add(looks)
    if has_critical_answer(evaluation):
        there.add(ReviewFlag.CRITICAL)
    if getattr(evaluation, "recognised", None):  # annotated by queries.review_desk
        there.add(ReviewFlag.RECOGNISED)
    if WAIT_NOTE in evaluation.beside:
        there.add(ReviewFlag.WAIT_CORRECTED)
    there |= evidence_flags(evaluation, getattr(evaluation, "pictures_here", ()))  # likewise
    if getattr(evaluation, "unchanged", None):  # likewise
        there.add(ReviewFlag.UNCHANGED)
    if to_moderate:
        there.add(ReviewFlag.COMMENTS)
    return [flag for flag in ReviewFlag if flag in there]


def has_critical_answer(evaluation: Evaluation) -> bool:
    """Whether an answer sets a section of the contact to 0."""
    return any(points_of_evaluation(evaluation).section_zeroed)


def flagged(found: QuerySet[Evaluation], flag: ReviewFlag) -> QuerySet[Evaluation]:
    """Those of the reports that have the flag."""
    if flag == ReviewFlag.RECOGNISED:
        found = found.annotate(recognised=recognised())
    return found.filter(_has(found, flag))


def _has(found: QuerySet[Evaluation], flag: ReviewFlag) -> Q:
    told = {
        ReviewFlag.NOT_ANSWERED: Q(answered=False),
        ReviewFlag.PASSED_ON: Q(last_word=Event.AGREE, state=EvaluationState.SUBMITTED),
        ReviewFlag.DIFFER: Q(last_word=Event.DIFFER, state=EvaluationState.SUBMITTED),
        ReviewFlag.RECOGNISED: Q(recognised=True),
        ReviewFlag.UNCHANGED: Q(sent_unchanged()),
        ReviewFlag.COMMENTS: Q(waits_for_moderation()),
    }
    if flag in told:
        return told[flag]
    if flag in _OF_EVIDENCE:
        return Q(pk__in=_with_evidence(found, flag))
    if flag == ReviewFlag.CRITICAL:
        return _critical(found)
    by_attempt = Q(pk__in=list(_with_flagged_attempt(found, AttemptFlag(flag))))
    is_corrected = flag == ReviewFlag.WAIT_CORRECTED
    return by_attempt | Q(beside__has_key=WAIT_NOTE) if is_corrected else by_attempt


def _with_evidence(found: QuerySet[Evaluation], flag: ReviewFlag) -> list[Any]:
    owed = found.filter(answered=False, source_hash="").annotate(pictures_here=pictures_here())
    with_rules = owed.select_related("test_call__participation__programme")
    return [each.pk for each in with_rules if flag in evidence_flags(each, each.pictures_here)]


def _critical(found: QuerySet[Evaluation]) -> Q:
    # Points are stored on approval: only what waits for it has to be looked through.
    without = found.filter(points=None).select_related("test_call__scenario")
    critical = [
        evaluation.pk
        for evaluation in without.prefetch_related("checklist_version")
        if has_critical_answer(evaluation)
    ]
    return Q(points__section_zeroed__contains=[True]) | Q(pk__in=critical)


def _with_flagged_attempt(found: QuerySet[Evaluation], flag: AttemptFlag) -> Iterator[Any]:
    attempts = Attempt.objects.filter(
        test_call__evaluation__in=found.order_by().values("pk")
    ).annotate(
        report=F("test_call__evaluation"),
        channel=F("test_call__channel"),
        given_at=F("test_call__assigned_at"),
        programme=F("test_call__participation__programme"),
    )
    judges = _judges({attempt.programme for attempt in attempts})
    of_reports: dict[Any, list[Any]] = defaultdict(list)
    for attempt in attempts:
        of_reports[attempt.report].append(attempt)
    for report, made in of_reports.items():
        judge = judges[made[0].programme]
        if any(flag in flags for flags in judge.flags(made[0].channel, made[0].given_at, made)):
            yield report


def _judges(programmes: Iterable[int]) -> dict[int, "Judge"]:
    found = Programme.objects.in_bulk(list(programmes))
    return {pk: Judge(programme) for pk, programme in found.items()}


class Judge:
    """Looks at attempts by the rules of one programme."""

    def __init__(self, programme: Programme) -> None:
        self._fieldwork = programme.fieldwork
        self._period = programme.period

    def flags(
        self, channel: str, given_at: dt.datetime | None, attempts: Sequence[Attempt]
    ) -> list[list[AttemptFlag]]:
        """What is unusual about each attempt of a call, in time, on the award's clock."""
        return flags_in_time(
            fieldwork=self._fieldwork,
            period=self._period,
            channel=Channel(channel),
            attempts=[as_tried(attempt) for attempt in attempts],
            given_at=given_at,
        )
