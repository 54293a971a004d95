"""A proposed release is drafted once, whatever happens to whoever drafts it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.utils import timezone

from scoring.enums import RunState
from scoring.models import Release, ReleasedContact, ReleaseProposal
from scoring.queries.releases.proposals import failure_sentence, oldest_due
from scoring.queries.releases.verification import recomputed_hash
from scoring.refusals import Refusal, Refused
from scoring.services.leases import MOST_LEASES, LeaseLost
from scoring.services.releases.proposals import (
    PROPOSALS,
    cancel_proposal,
    perform_proposal,
    plan_proposal,
    sweep_proposals,
)
from scoring.services.releases.release_drafts import Times, draft_release
from scoring.services.releases.releasing import propose_release
from scoring.signals import release_planned
from tests import people
from tests.factories.releases import ReadyAward, releasing_elsewhere

pytestmark = pytest.mark.django_db

ALL_STEPS = 4  # the run is fit, one batch of contacts, the lines, the rows
LATER = dt.datetime(2031, 5, 5, 8, tzinfo=dt.UTC)


def _planned(ready: ReadyAward, **changed: Any) -> ReleaseProposal:
    wish: dict[str, Any] = {
        "by": ready.alma,
        "clients_from": LATER,
        "public_from": LATER,
        "seen": 0,
    } | changed
    return plan_proposal(programme=ready.award.programme, run=ready.run, **wish)


def _make_due() -> None:
    ReleaseProposal.objects.filter(ReleaseProposal.going_on).update(
        leased_until=timezone.now() - dt.timedelta(seconds=1)
    )


def _stopping(*, after: int) -> Callable[[], None]:
    """A fault when so many steps are done."""
    left = iter(range(after - 1))

    def step() -> None:
        if next(left, None) is None:
            raise ConnectionError

    return step


def _nothing_made(proposal: ReleaseProposal, state: RunState) -> bool:
    proposal.refresh_from_db()
    made = Release.objects.exists() or ReleasedContact.objects.exists()
    return not made and proposal.release is None and proposal.state == state


def test_asked_twice_it_is_one_proposal_and_a_programme_has_one_at_a_time(
    ready: ReadyAward, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    told: list[Any] = []
    release_planned.connect(
        listener := lambda proposal_id, **_: told.append(proposal_id), weak=False
    )
    with django_capture_on_commit_callbacks(execute=True):
        first = _planned(ready)
        assert _planned(ready) == first
    release_planned.disconnect(listener)
    assert told == [first.pk, first.pk]
    assert (oldest_due(), first.steps) == (first.planned_at, ALL_STEPS)
    with pytest.raises(Refused) as refused:
        _planned(ready, by=ready.clara)
    assert refused.value.refusal is Refusal.RELEASING_NOW

    assert sweep_proposals() == 1

    assert _planned(ready).release == Release.objects.get()  # a button pressed twice
    with pytest.raises(Refused) as refused:
        _planned(ready, by=ready.clara)
    assert refused.value.refusal is Refusal.OVERTAKEN
    assert (ReleaseProposal.objects.count(), oldest_due()) == (1, None)


def test_a_fault_after_any_step_leaves_nothing_and_the_next_attempt_gives_the_same_bytes(
    ready: ReadyAward,
) -> None:
    proposal = _planned(ready)
    for last in range(1, ALL_STEPS):
        _make_due()
        assert perform_proposal(proposal.pk, after_step=_stopping(after=last))
        assert _nothing_made(proposal, RunState.RUNNING)
        assert (proposal.error, proposal.steps_done) == ("ConnectionError", last)
        assert not perform_proposal(proposal.pk)  # it rests a while

    _make_due()
    assert sweep_proposals() == 1

    proposal.refresh_from_db()
    release = Release.objects.get()
    assert (proposal.state, proposal.release) == (RunState.COMPLETE, release)
    assert (proposal.lease, proposal.steps_done, proposal.steps) == (ALL_STEPS, ALL_STEPS, 4)
    assert recomputed_hash(release) == release.content_hash
    anew = draft_release(ready.award.programme, ready.run, Times(LATER, LATER))
    assert anew.says_same_as == release
    assert not perform_proposal(proposal.pk)


def test_who_lost_the_lease_writes_nothing_and_a_second_delivery_does_nothing(
    ready: ReadyAward,
) -> None:
    proposal = _planned(ready)
    late = PROPOSALS.claim(proposal.pk)
    assert late is not None
    assert not perform_proposal(proposal.pk)
    _make_due()
    assert perform_proposal(proposal.pk)
    assert not perform_proposal(proposal.pk)

    with pytest.raises(LeaseLost):
        PROPOSALS.renew(late)
    with pytest.raises(LeaseLost), PROPOSALS.held(late):
        pytest.fail("the proposal is drafted")

    assert Release.objects.get().proposals.get() == proposal
    with pytest.raises(ProgrammingError, match="Cannot update"):
        ReleaseProposal.objects.update(state=RunState.FAILED)


def test_cancelled_under_way_it_makes_no_release(ready: ReadyAward) -> None:
    proposal = _planned(ready)
    with pytest.raises(Refused) as refused:
        cancel_proposal(proposal=proposal, by=people.kari())
    assert refused.value.refusal is Refusal.NOT_A_COORDINATOR

    def cancel() -> None:
        cancel_proposal(proposal=proposal, by=ready.clara)

    perform_proposal(proposal.pk, after_step=cancel)

    assert _nothing_made(proposal, RunState.CANCELLED)
    assert (proposal.cancelled_by, sweep_proposals()) == (ready.clara, 0)
    with pytest.raises(Refused) as refused:
        cancel()
    assert refused.value.refusal is Refusal.PROPOSAL_IS_OVER
    assert propose_release(programme=ready.award.programme, run=ready.run, by=ready.alma).release


def test_whose_workers_were_always_killed_it_is_given_up(ready: ReadyAward) -> None:
    proposal = _planned(ready)
    for _ in range(MOST_LEASES):
        assert PROPOSALS.claim(proposal.pk) is not None
        _make_due()

    assert not perform_proposal(proposal.pk)

    assert _nothing_made(proposal, RunState.FAILED)
    assert failure_sentence(proposal) == str(Refusal.DRAFT_NEVER_ENDED.label)


def test_a_confirmation_under_way_is_waited_for_by_a_later_attempt(ready: ReadyAward) -> None:
    proposal = _planned(ready)
    connection.cursor().execute("SET LOCAL lock_timeout = '50ms'")
    with releasing_elsewhere(ready.award.programme):
        assert perform_proposal(proposal.pk)
        assert _nothing_made(proposal, RunState.RUNNING)
    _make_due()

    assert perform_proposal(proposal.pk)

    proposal.refresh_from_db()
    assert proposal.release == Release.objects.get()
