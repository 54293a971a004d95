"""The answer about the wait, as the clock gives it: from stored instants, never from a guess."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from evaluations.enums import AttemptOutcome
from evaluations.evidence import WAIT_NOTE
from evaluations.models import Attempt, Draft, Evaluation
from evaluations.points import shown_questions
from evaluations.queries.calls.deciding import deciding_attempt
from evaluations.queries.years.checklists import checklist_of
from evaluations.wait_bands import Band, band_of


@dataclass(frozen=True, slots=True)
class WaitQuestion:
    """The question about the wait where its options on the channel say seconds."""

    key: str
    bands: dict[str, Band | None]


def wait_question_of(evaluation: Evaluation) -> WaitQuestion | None:
    """The report's question about the wait; None where its options are words alone."""
    question = checklist_of(evaluation.checklist_version).wait_question
    if question is None:
        return None
    bands = {each.value: each.seconds for each in question.options_on(evaluation.test_call.channel)}
    return WaitQuestion(question.key, bands) if any(bands.values()) else None


def wait_by_clock(evaluation: Evaluation, attempts: Collection[Attempt]) -> tuple[str, str] | None:
    """The question about the wait and the answer that the clock gives; None without either."""
    question = wait_question_of(evaluation)
    answer = "" if question is None else answer_by_clock(question, attempt_timed(attempts))
    return (question.key, answer) if question and answer else None


def answer_by_clock(question: WaitQuestion, timed: Attempt | None) -> str:
    """The option that the wait of an attempt falls into; empty without a wait or an option."""
    if timed is None or timed.wait_seconds is None:
        return ""
    return band_of(question.bands, timed.wait_seconds)


def attempt_timed(attempts: Collection[Attempt]) -> Attempt | None:
    """The last attempt that reached somebody while the clock ran; its wait is the contact's."""
    return deciding_attempt(
        each
        for each in attempts
        if each.outcome == AttemptOutcome.ANSWERED and each.answered_at is not None
    )


def wait_is_corrected(
    evaluation: Evaluation, answers: Mapping[str, Any], attempts: Collection[Attempt]
) -> bool:
    """Whether the answer about the wait is another than the clock's."""
    told = wait_by_clock(evaluation, attempts)
    if told is None or answers.get(told[0]) in {None, told[1]}:
        return False
    return told[0] in shown_questions(
        checklist_of(evaluation.checklist_version),
        channel=evaluation.test_call.channel,
        scenario_reason=evaluation.test_call.scenario.reason,
        answers=answers,
    )


def wait_is_unexplained(
    evaluation: Evaluation, draft: Draft, attempts: Collection[Attempt]
) -> bool:
    """Whether the answer is another than the clock's, and no note says why."""
    if not draft.answered or draft.beside.get(WAIT_NOTE, "").strip():
        return False
    return wait_is_corrected(evaluation, draft.answers, attempts)
