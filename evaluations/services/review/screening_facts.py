"""A programme's reports as the rules of evaluations.screening look at them.

The score of a contact is the unweighted share of the points got: weights and totals are other
apps' words, no reviewer sees one here, and to find what is unlike the rest none is needed.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from django.db.models import Min

from evaluations.checklist_document import AnyQuestion, ChecklistDocument, ChoiceQuestion
from evaluations.enums import AttemptFlag, AttemptOutcome, Channel
from evaluations.models import (
    Attempt,
    ChecklistVersion,
    Evaluation,
    Points,
    Programme,
    Recognition,
    Submission,
)
from evaluations.points import points_of, shown_questions
from evaluations.queries.calls.deciding import deciding_attempt
from evaluations.queries.calls.wait_answers import attempt_timed
from evaluations.queries.review.review_flags import Judge
from evaluations.queries.review.screening import handed_in
from evaluations.queries.years.checklists import checklist_of
from evaluations.screening.facts import Integers, ReportFacts, Rule, WaitAnswer
from evaluations.screening.scores import score_z
from evaluations.wait_limits import clock_seconds

# Here the report follows the contact at once; elsewhere an answer is waited for in between.
_LIVE = frozenset({Channel.PHONE, Channel.CHAT})


# Points got, points possible, and whether a critical answer makes them 0, by section.
_Sections = tuple[Sequence[int], Sequence[int], Sequence[bool]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The reports by their keys, as rows and as facts, and the questions of each checklist."""

    rows: Mapping[str, Evaluation]
    facts: Sequence[ReportFacts]
    questions: Mapping[str, Sequence[str]]
    critical: Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the reports, each read in one go, by the keys of report or call."""

    attempts: Mapping[uuid.UUID, list[Attempt]]
    points: Mapping[uuid.UUID, _Sections]
    first: Mapping[uuid.UUID, dt.datetime]
    recognised: frozenset[uuid.UUID]


def gathered(programme: Programme) -> Gathered:
    """Every report that was handed in, with a handful of queries whatever their number."""
    reports = list(
        handed_in(programme)
        .select_related("test_call__scenario", "test_call__participation")
        .defer("beside", "test_call__scenario__briefing", "test_call__scenario__text")
    )
    versions = ChecklistVersion.objects.in_bulk({each.checklist_version_id for each in reports})
    for each in reports:
        each.checklist_version = versions[each.checklist_version_id]
    reading = _Reading(programme, _beside(programme))
    facts = [reading.facts(each) for each in reports]
    zs = _score_zs(reports, reading.scores)
    return Gathered(
        rows={str(each.pk): each for each in reports},
        facts=[replace(each, score_z=zs.get(each.key)) for each in facts],
        questions={
            str(version.pk): _choices(checklist_of(version)) for version in versions.values()
        },
        critical=reading.critical,
    )


def _beside(programme: Programme) -> _Beside:
    keys = handed_in(programme).order_by().values("pk")
    attempts: dict[uuid.UUID, list[Attempt]] = defaultdict(list)
    for attempt in Attempt.objects.filter(test_call__evaluation__in=keys):
        attempts[attempt.test_call_id].append(attempt)
    points = Points.objects.filter(evaluation__in=keys)
    first = Submission.objects.filter(evaluation__in=keys).order_by().values("evaluation")
    said = Recognition.objects.filter(evaluation__in=keys).order_by("evaluation", "-pk")
    newest = said.distinct("evaluation").values_list("evaluation", "recognised")
    return _Beside(
        attempts=attempts,
        points={
            pk: (got, possible, zeroed)
            for pk, got, possible, zeroed in points.values_list(
                "pk", "section_got", "section_possible", "section_zeroed"
            )
        },
        first=dict(first.annotate(at=Min("received_at")).values_list("evaluation", "at")),
        recognised=frozenset(pk for pk, recognised in newest if recognised),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """Makes facts of rows; `scores` and `critical` fill up meanwhile, by the reports' keys."""

    programme: Programme
    beside: _Beside
    scores: dict[str, float] = field(default_factory=dict)
    critical: dict[str, list[str]] = field(default_factory=dict)

    def facts(self, report: Evaluation) -> ReportFacts:
        call, checklist = report.test_call, checklist_of(report.checklist_version)
        attempts = self.beside.attempts.get(call.pk, [])
        decided = deciding_attempt(attempts)
        shown = _shown(report, checklist)
        self._score(report, checklist)
        return ReportFacts(
            key=str(report.pk),
            shopper=str(call.shopper_id),
            channel=call.channel,
            checklist=str(report.checklist_version_id),
            handed_in=report.submitted_at or report.created_at,
            answered=report.answered,
            answers=_places(report, checklist, shown),
            texts={key: text for key, text in report.comments.items() if text.strip()},
            seconds=self._seconds(report, decided),
            contact_seconds=0 if decided is None else _contact_seconds(decided),
            words=sum(_words(checklist.questions[key], call.channel) for key in shown),
            typed_wait=_typed_wait(report, attempts),
            wait=_wait_answer(report, checklist, shown, attempts),
            known=self._known(report, checklist, attempts, shown),
        )

    def _seconds(self, report: Evaluation, decided: Attempt | None) -> float | None:
        if decided is None or report.test_call.channel not in _LIVE:
            return None
        until = self.beside.first.get(report.pk, report.submitted_at)
        taken = (until - decided.started_at).total_seconds() if until else 0
        return taken if taken > 0 else None

    def _known(
        self,
        report: Evaluation,
        checklist: ChecklistDocument,
        attempts: list[Attempt],
        shown: frozenset[str],
    ) -> frozenset[Rule]:
        call, known = report.test_call, set()
        flags = Judge(self.programme).flags(call.channel, call.assigned_at, attempts)
        if any(AttemptFlag.OUTSIDE_HOURS in each for each in flags):
            known.add(Rule.OUTSIDE_HOURS)
        if report.pk in self.beside.recognised:
            known.add(Rule.RECOGNISED)
        critical = [
            key
            for key, question in checklist.questions.items()
            if key in shown
            and question.critical is not None
            and report.answers.get(key) in question.critical.when
        ]
        if critical:
            self.critical[str(report.pk)] = critical
            known.add(Rule.CRITICAL)
        return frozenset(known)

    def _score(self, report: Evaluation, checklist: ChecklistDocument) -> None:
        """The share of the points got, of what was answered; none where nothing could be got."""
        if not report.answered:
            return
        stored = self.beside.points.get(report.pk)
        if stored is None:
            made = points_of(
                checklist,
                channel=report.test_call.channel,
                scenario_reason=report.test_call.scenario.reason,
                answered=True,
                answers=report.answers,
            )
            stored = made.section_got, made.section_possible, made.section_zeroed
        got, possible, zeroed = stored
        if total := sum(possible):
            kept = (own for own, is_zero in zip(got, zeroed, strict=True) if not is_zero)
            self.scores[str(report.pk)] = sum(kept) / total


def _score_zs(reports: Sequence[Evaluation], scores: Mapping[str, float]) -> dict[str, float]:
    told = [each for each in reports if str(each.pk) in scores]
    calls = [each.test_call for each in told]
    zs = score_z(
        _numbered([call.participation_id for call in calls]),
        _numbered([call.shopper_id for call in calls]),
        _numbered(
            [
                (each.checklist_version_id, call.channel)
                for each, call in zip(told, calls, strict=True)
            ]
        ),
        np.array([scores[str(each.pk)] for each in told], dtype=np.float64),
    )
    pairs = zip(told, zs.tolist(), strict=True)
    return {str(each.pk): z for each, z in pairs if np.isfinite(z)}


def _numbered(values: Sequence[object]) -> Integers:
    number: dict[object, int] = {}
    return np.array([number.setdefault(value, len(number)) for value in values], dtype=np.int64)


def _shown(report: Evaluation, checklist: ChecklistDocument) -> frozenset[str]:
    if not report.answered:
        return frozenset()
    call = report.test_call
    return shown_questions(
        checklist,
        channel=call.channel,
        scenario_reason=call.scenario.reason,
        answers=report.answers,
    )


def _choices(checklist: ChecklistDocument) -> list[str]:
    return [
        key for key, question in checklist.questions.items() if isinstance(question, ChoiceQuestion)
    ]


def _places(
    report: Evaluation, checklist: ChecklistDocument, shown: frozenset[str]
) -> dict[str, int]:
    """The places of the chosen options; "not applicable" is none of them."""
    found = {}
    for key in shown:
        question, answer = checklist.questions[key], report.answers.get(key)
        if isinstance(question, ChoiceQuestion) and answer is not None:
            values = [option.value for option in question.options_on(report.test_call.channel)]
            if answer in values:
                found[key] = values.index(answer)
    return found


def _contact_seconds(attempt: Attempt) -> float:
    return attempt.wait_seconds + (attempt.handling_seconds or 0)


def _words(question: AnyQuestion, channel: str) -> int:
    """Of the question and its options; languages differ by little."""
    texts = [question.text]
    if isinstance(question, ChoiceQuestion):
        texts += [option.text for option in question.options_on(channel)]
    return sum(len(text.nb.split()) for text in texts)


def _clock(attempt: Attempt) -> int | None:
    return clock_seconds(attempt.started_at, attempt.answered_at, attempt.ended_at)


def _typed_wait(report: Evaluation, attempts: Sequence[Attempt]) -> int | None:
    """A wait that no clock gave; of written channels it is hours, and has no last digit."""
    if report.test_call.channel not in _LIVE:
        return None
    answered = [each for each in attempts if each.outcome == AttemptOutcome.ANSWERED]
    decided = deciding_attempt(answered)
    if decided is None or _clock(decided) == decided.wait_seconds:
        return None
    return decided.wait_seconds


def _wait_answer(
    report: Evaluation,
    checklist: ChecklistDocument,
    shown: frozenset[str],
    attempts: Sequence[Attempt],
) -> WaitAnswer | None:
    question, timed = checklist.wait_question, attempt_timed(attempts)
    if question is None or timed is None or question.key not in shown:
        return None
    clock, chosen = _clock(timed), report.answers.get(question.key)
    if clock is None or chosen is None:
        return None
    options = question.options_on(report.test_call.channel)
    bands = {option.value: option.seconds for option in options}
    return WaitAnswer(question.key, chosen, bands, clock)
