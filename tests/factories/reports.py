"""Reports filled in and handed in, made by the services that shoppers use."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from evaluations.enums import AttemptEnding, AttemptOutcome
from evaluations.models import (
    Draft,
    Evaluation,
    EvaluationEvent,
    Submission,
    TestCall,
    TestCallEvent,
)
from evaluations.services.calls.attempts import AttemptNote, log_attempt
from evaluations.services.reports.drafting import Changes, open_report, save_draft
from evaluations.services.reports.evaluating import submit
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, given_before_fieldwork
from tests.factories.tiny_method import PERFECT

# Within the tiny award's period and hours.
MONDAY_AT_TEN = dt.datetime(2026, 2, 2, 10, tzinfo=ZoneInfo("Europe/Oslo"))


def attempt(
    at: dt.datetime = MONDAY_AT_TEN,
    outcome: AttemptOutcome = AttemptOutcome.ANSWERED,
    wait_seconds: int = 30,
) -> AttemptNote:
    """An attempt as the shopper notes it."""
    reached = outcome is AttemptOutcome.ANSWERED
    ending = AttemptEnding.ANSWERED if reached else AttemptEnding.NO_ANSWER
    return AttemptNote(at, ending, wait_seconds, handling_seconds=240)


def in_vain() -> list[AttemptNote]:
    """Two attempts as the method wants them before nobody has answered."""
    days = (MONDAY_AT_TEN, MONDAY_AT_TEN + dt.timedelta(days=1))
    return [attempt(day, AttemptOutcome.NOT_ANSWERED, wait_seconds=300) for day in days]


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
    fee: Decimal | None = None,
) -> Evaluation:
    """A draft with everything it needs; `answers` None: nobody answered, in two attempts."""
    call = accepted_call(award, shopper_user, by, company, channel, scenario, fee=fee)
    return filled_in(call, shopper_user, answers, comments=comments, attempts=attempts)


def filled_in(
    call: TestCall,
    shopper_user: User,
    answers: Mapping[str, Any] | None = PERFECT,
    *,
    comments: Mapping[str, str] | None = None,
    attempts: Sequence[AttemptNote] | None = None,
) -> Evaluation:
    """The same about a call that she has accepted already."""
    given_before_fieldwork(call)
    for note in attempts or (in_vain() if answers is None else [attempt()]):
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
