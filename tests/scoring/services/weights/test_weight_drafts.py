"""Weights that were asked for are proposed once, whatever happens to whoever works them out."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db.utils import ProgrammingError
from django.utils import timezone

from scoring.enums import RunState
from scoring.models import WeightDraft, WeightProposal, WeightSet
from scoring.queries.weights import weight_estimates
from scoring.queries.weights.weight_drafts import oldest_due, weight_draft_failure
from scoring.refusals import Refusal, Refused
from scoring.services.leases import MOST_LEASES, LeaseLost
from scoring.services.weights.weight_decisions import approve_weights, propose_weights
from scoring.services.weights.weight_drafts import (
    WEIGHT_DRAFTS,
    cancel_weights,
    perform_weights,
    plan_weights,
    sweep_weights,
)
from scoring.signals import weights_asked
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, scored_award
from tests.factories.tiny_method import FROM_SURVEY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_answers_do")]


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight_estimates, "DRAWS", 40)


@pytest.fixture
def alma() -> User:
    return people.alma()


@pytest.fixture
def award() -> Award:
    made = scored_award(weights=FROM_SURVEY)
    made.expects({"needs": 40, "solution": 60})
    return made


@pytest.fixture
def draft(award: Award, alma: User) -> WeightDraft:
    return plan_weights(programme=award.programme, by=alma)


def _make_due() -> None:
    WeightDraft.objects.filter(WeightDraft.going_on).update(
        leased_until=timezone.now() - dt.timedelta(seconds=1)
    )


def _stop() -> None:
    raise ConnectionError


def _nothing_made(draft: WeightDraft, state: RunState) -> bool:
    draft.refresh_from_db()
    made = WeightSet.objects.exists() or WeightProposal.objects.exists()
    return not made and draft.proposal is None and draft.state == state


def test_asked_twice_it_is_one_draft_and_a_programme_has_one_at_a_time(
    award: Award, alma: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    told: list[Any] = []
    weights_asked.connect(listener := lambda draft_id, **_: told.append(draft_id), weak=False)
    with django_capture_on_commit_callbacks(execute=True):
        first = plan_weights(programme=award.programme, by=alma)
        assert plan_weights(programme=award.programme, by=alma) == first
    weights_asked.disconnect(listener)
    assert told == [first.pk, first.pk]
    assert oldest_due() == first.planned_at
    clara = people.clara()
    with pytest.raises(Refused) as refused:
        plan_weights(programme=award.programme, by=clara)
    assert refused.value.refusal is Refusal.WEIGHTS_UNDER_WAY

    assert sweep_weights() == 1

    again = plan_weights(programme=award.programme, by=clara)
    assert sweep_weights() == 1
    again.refresh_from_db()
    assert (again.proposal, again.unchanged) == (WeightProposal.objects.get(), True)
    assert oldest_due() is None


def test_a_fault_leaves_nothing_and_the_next_attempt_proposes(draft: WeightDraft) -> None:
    assert perform_weights(draft.pk, after_step=_stop)
    assert _nothing_made(draft, RunState.RUNNING)
    assert (draft.error, draft.steps_done) == ("ConnectionError", 1)
    assert not perform_weights(draft.pk)  # it rests a while

    _make_due()
    assert sweep_weights() == 1

    draft.refresh_from_db()
    assert (draft.state, draft.proposal) == (RunState.COMPLETE, WeightProposal.objects.get())
    assert (draft.lease, draft.steps_done, draft.unchanged) == (2, 2, False)
    assert not perform_weights(draft.pk)


def test_who_lost_the_lease_writes_nothing_and_a_second_delivery_does_nothing(
    draft: WeightDraft,
) -> None:
    late = WEIGHT_DRAFTS.claim(draft.pk)
    assert late is not None
    assert not perform_weights(draft.pk)
    _make_due()
    assert perform_weights(draft.pk)
    assert not perform_weights(draft.pk)

    with pytest.raises(LeaseLost):
        WEIGHT_DRAFTS.renew(late)
    with pytest.raises(LeaseLost), WEIGHT_DRAFTS.held(late):
        pytest.fail("the weights are proposed")

    assert WeightDraft.objects.get(proposal=WeightProposal.objects.get()) == draft
    with pytest.raises(ProgrammingError, match="Cannot update"):
        WeightDraft.objects.update(state=RunState.FAILED)


def test_cancelled_under_way_it_proposes_nothing(
    award: Award, alma: User, draft: WeightDraft
) -> None:
    clara = people.clara()
    with pytest.raises(Refused) as refused:
        cancel_weights(draft=draft, by=people.kari())
    assert refused.value.refusal is Refusal.NOT_A_COORDINATOR

    def cancel() -> None:
        cancel_weights(draft=draft, by=clara)

    perform_weights(draft.pk, after_step=cancel)

    assert _nothing_made(draft, RunState.CANCELLED)
    assert (draft.cancelled_by, sweep_weights()) == (clara, 0)
    with pytest.raises(Refused) as refused:
        cancel()
    assert refused.value.refusal is Refusal.WEIGHTS_NOT_UNDER_WAY
    assert propose_weights(programme=award.programme, by=alma).proposal


def test_an_answer_that_came_meanwhile_ends_it(award: Award, draft: WeightDraft) -> None:
    perform_weights(draft.pk, after_step=lambda: award.expects({"needs": 90, "solution": 10}))

    assert _nothing_made(draft, RunState.FAILED)
    assert weight_draft_failure(draft) == str(Refusal.ANSWERS_CHANGED.label)


def test_an_approval_under_way_is_not_overtaken(
    award: Award, alma: User, draft: WeightDraft
) -> None:
    assert sweep_weights() == 1
    later = plan_weights(programme=award.programme, by=alma)
    approve_weights(proposal=WeightProposal.objects.get(), by=people.clara())

    assert sweep_weights() == 1

    later.refresh_from_db()
    assert (later.state, later.error) == (RunState.FAILED, "weights_approved")
    assert WeightProposal.objects.count() == 1


def test_whose_workers_were_always_killed_it_is_given_up(draft: WeightDraft) -> None:
    for _ in range(MOST_LEASES):
        assert WEIGHT_DRAFTS.claim(draft.pk) is not None
        _make_due()

    assert not perform_weights(draft.pk)

    assert _nothing_made(draft, RunState.FAILED)
    assert weight_draft_failure(draft) == str(Refusal.WEIGHTS_NEVER_ENDED.label)
