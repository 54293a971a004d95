"""Reports filled in and handed in, made by the services that shoppers use."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from evaluations.enums import AttemptOutcome
from evaluations.models import (
    Draft,
    Evaluation,
    EvaluationEvent,
    Submission,
    TestCall,
    TestCallEvent,
)
from evaluations.services.calling import AttemptNote, log_attempt
from evaluations.services.drafting import Changes, open_report, save_draft
from evaluations.services.evaluating import submit
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.calls import accepted_call
from tests.factories.tiny_method import PERFECT

# Within the tiny award's period and hours.
MONDAY_AT_TEN = dt.datetime(2026, 2, 2, 10, tzinfo=ZoneInfo("Europe/Oslo"))


def attempt(
    at: dt.datetime = MONDAY_AT_TEN,
    outcome: AttemptOutcome = AttemptOutcome.ANSWERED,
    wait_seconds: int = 30,
) -> AttemptNote:
    """An attempt as the shopper notes it."""
    return AttemptNote(at, outcome, wait_seconds, handling_seconds=240)


def filled_report(
    award: Award,
    shopper_user: User,
    by: User,
    answers: Mapping[str, Any] | None = PERFECT,
    *,
    comments: Mapping[str, str] | None = None,
    attempts: Sequence[AttemptNote] | None = None,
    company: str = "alfa",
    channel: str = "phone",
    scenario: str = "ask",
) -> Evaluation:
    """A draft with everything it needs; `answers` None: nobody answered, in one attempt."""
    call = accepted_call(award, shopper_user, by, company, channel, scenario)
    reached = AttemptOutcome.NOT_ANSWERED if answers is None else AttemptOutcome.ANSWERED
    for note in attempts or [attempt(outcome=reached)]:
        log_attempt(call=call, note=note, by=shopper_user)
    evaluation = open_report(call=call, by=shopper_user)
    changes = Changes(answered=answers is not None, answers=answers or {}, comments=comments or {})
    save_draft(evaluation=evaluation, changes=changes, by=shopper_user)
    return evaluation


def submitted_report(
    award: Award,
    shopper_user: User,
    by: User,
    answers: Mapping[str, Any] | None = PERFECT,
    *,
    at: dt.datetime | None = None,
    **facts: Any,
) -> Evaluation:
    """A report that waits for review; `at` is when it was handed in, now without it."""
    evaluation = filled_report(award, shopper_user, by, answers, **facts)
    submit(evaluation=evaluation, by=shopper_user, at=at)
    return Evaluation.objects.get(pk=evaluation.pk)


def handed_in_again(
    evaluation: Evaluation,
    shopper_user: User,
    *,
    answers: Mapping[str, Any] | None = None,
    comments: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> Evaluation:
    """A returned report with these answers and comments changed, waiting for review again."""
    report = Evaluation.objects.get(pk=evaluation.pk)
    changes = Changes(answers=answers or {}, comments=comments or {})
    save_draft(evaluation=report, changes=changes, by=shopper_user)
    submit(evaluation=report, by=shopper_user, at=at)
    return Evaluation.objects.get(pk=evaluation.pk)


def report_rows() -> list[Any]:
    """Every row that a call and its report consist of: a refusal leaves them as they are."""
    models = (Evaluation, Draft, Submission, EvaluationEvent, TestCall, TestCallEvent)
    return [list(model.objects.order_by("pk").values()) for model in models]
