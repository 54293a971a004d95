"""Calls as they were given and handed in, with the events that a record is read from."""

import datetime as dt

from django.utils import timezone

from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import (
    Company,
    Evaluation,
    EvaluationEvent,
    Participation,
    TestCall,
    TestCallEvent,
)
from shoppers.models import Shopper, User
from tests.factories.awards import Award
from tests.factories.tiny_method import PERFECT


def _another_company(award: Award) -> str:
    """Nobody calls a company twice, so each call is with one of its own."""
    key = f"more-{len(award.participations)}"
    company, _new = Company.objects.get_or_create(key=key, defaults={"name": key})
    first = award.participations["alfa"]
    award.participations[key] = Participation.objects.create(
        programme=award.programme,
        company=company,
        category=first.category,
        name=key,
        signed_up=True,
        staff_informed_on=first.staff_informed_on,
    )
    return key


def given_call(
    award: Award,
    who: Shopper,
    by: User,
    state: TestCallState,
    *,
    days_ago: int = 3,
    taken: bool = True,
) -> TestCall:
    """A call that was given here, due so many days ago; `taken` says that she had accepted it."""
    now = timezone.now()
    call = TestCall.objects.create(
        participation=award.participations[_another_company(award)],
        channel="phone",
        scenario=award.scenarios["ask"],
        shopper=who,
        state=state,
        assigned_at=now,
        due_on=timezone.localdate() - dt.timedelta(days=days_ago),
    )
    if taken:
        TestCallEvent.objects.create(
            subject=call,
            event="accept",
            author=by,
            at=now,
            from_state=TestCallState.OFFERED,
            to_state=TestCallState.ACCEPTED,
        )
    return call


def handed_in(
    award: Award,
    who: Shopper,
    by: User,
    *,
    late: int = 0,
    state: EvaluationState = EvaluationState.APPROVED,
    returned_from: EvaluationState | None = None,
) -> Evaluation:
    """A report that came in so many days after its call's day, below 0 before it."""
    evaluation = award.contact(_another_company(award), PERFECT, state=state, by=who)
    call = evaluation.test_call
    at = timezone.now() - dt.timedelta(days=10)
    TestCall.objects.filter(pk=call.pk).update(
        assigned_at=at, due_on=timezone.localdate(at) - dt.timedelta(days=late)
    )
    steps = [("submit", EvaluationState.DRAFT, EvaluationState.SUBMITTED)]
    if returned_from:
        steps.append(("return", returned_from, EvaluationState.RETURNED))
    for event, before, after in steps:
        EvaluationEvent.objects.create(
            subject=evaluation, event=event, author=by, at=at, from_state=before, to_state=after
        )
    return evaluation
