"""Faults, killed workers and late ones: a run is done once, whoever does it."""

import datetime as dt
from typing import Any

import pgtrigger
import pytest
from django.utils import timezone

from evaluations.models import Evaluation, Points
from scoring.enums import RunState
from scoring.models import RankingRow, Run, RunInput, Score
from scoring.queries.runs import failure_sentence, oldest_due
from scoring.refusals import Refusal
from scoring.services import runs
from scoring.services.leases import MOST_LEASES, LeaseLost, claim, held
from scoring.services.runs import perform, plan_run, sweep_runs
from tests.factories.awards import scored, scored_award

pytestmark = pytest.mark.django_db


def _stopped_after(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """From the step after these on, every step meets a fault."""
    done = 0
    real = runs._do_one_step

    def step(lease: Any) -> bool:
        nonlocal done
        if done == steps:
            raise ConnectionError
        done += 1
        return real(lease)

    monkeypatch.setattr(runs, "_do_one_step", step)


def _make_due(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(leased_until=timezone.now() - dt.timedelta(seconds=1))


def test_points_lost_between_two_steps_are_derived_again(monkeypatch: pytest.MonkeyPatch) -> None:
    award = scored_award()
    whole = scored(award)
    run = plan_run(programme=award.programme, by=None)
    with monkeypatch.context() as broken:
        _stopped_after(broken, 1)
        perform(run.pk)
    Points.objects.all().delete()
    _make_due(run)

    perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.result_hash) == (RunState.COMPLETE, whole.result_hash)


def test_content_changed_between_two_steps_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    award = scored_award()
    run = plan_run(programme=award.programme, by=None)
    with monkeypatch.context() as broken:
        _stopped_after(broken, 1)
        perform(run.pk)
    with pgtrigger.ignore():
        Evaluation.objects.filter(test_call__participation=award.participations["beta"]).update(
            content_hash="0" * 64
        )
    _make_due(run)

    perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, Refusal.INPUTS_CHANGED)
    assert not RankingRow.objects.filter(run=run).exists()


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_a_fault_between_any_two_steps_leaves_the_rest_to_the_next_attempt(
    steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    award = scored_award()
    whole = scored(award)
    run = plan_run(programme=award.programme, by=None)
    with monkeypatch.context() as broken:
        _stopped_after(broken, steps)
        assert perform(run.pk)
    run.refresh_from_db()
    assert (run.state, run.error, run.steps_done) == (RunState.RUNNING, "ConnectionError", steps)
    assert not perform(run.pk)  # it rests a while

    _make_due(run)
    assert sweep_runs() == 1

    run.refresh_from_db()
    assert (run.state, run.error, run.lease) == (RunState.COMPLETE, "", 2)
    assert run.result_hash == whole.result_hash


def test_a_run_that_always_fails_is_parked(monkeypatch: pytest.MonkeyPatch) -> None:
    run = plan_run(programme=scored_award().programme, by=None)
    _stopped_after(monkeypatch, 0)
    for _ in range(MOST_LEASES):
        _make_due(run)
        assert perform(run.pk)

    _make_due(run)
    assert not perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.lease) == (RunState.FAILED, MOST_LEASES)
    assert "ConnectionError" in failure_sentence(run)
    assert sweep_runs() == 0


def test_a_run_whose_workers_were_always_killed_is_parked() -> None:
    run = plan_run(programme=scored_award().programme, by=None)
    for _ in range(MOST_LEASES):
        _make_due(run)
        assert claim(run.pk) is not None

    _make_due(run)
    assert claim(run.pk) is None

    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, Refusal.TOO_MANY_ATTEMPTS)
    assert failure_sentence(run) == str(Refusal.TOO_MANY_ATTEMPTS.label)


def test_performing_twice_gives_one_result() -> None:
    run = scored(scored_award())

    assert not perform(run.pk)

    assert RankingRow.objects.filter(run=run).count() == 4
    assert Score.objects.filter(run_input__run=run).count() == 10


def test_a_run_that_is_taken_is_not_taken_again() -> None:
    run = plan_run(programme=scored_award().programme, by=None)
    assert claim(run.pk) is not None

    assert claim(run.pk) is None
    assert not perform(run.pk)
    assert sweep_runs() == 0


def test_a_worker_that_lost_its_lease_writes_nothing() -> None:
    run = plan_run(programme=scored_award().programme, by=None)
    late = claim(run.pk)
    assert late is not None
    _make_due(run)
    assert claim(run.pk) is not None

    with pytest.raises(LeaseLost), held(late):
        pytest.fail("the run is somebody else's")

    assert not RunInput.objects.filter(run=run).exists()


def test_the_lease_is_renewed_with_every_step() -> None:
    run = plan_run(programme=scored_award().programme, by=None)
    lease = claim(run.pk)
    assert lease is not None
    _make_due(run)

    with held(lease):
        pass

    run.refresh_from_db()
    assert run.leased_until is not None
    assert run.leased_until > timezone.now() + dt.timedelta(seconds=50)


def test_oldest_due_says_since_when_work_is_owed() -> None:
    assert oldest_due() is None
    run = plan_run(programme=scored_award().programme, by=None)
    assert oldest_due() == run.requested_at

    claim(run.pk)

    assert oldest_due() is None


def test_a_worker_that_loses_the_run_between_two_steps_leaves_it_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = plan_run(programme=scored_award().programme, by=None)
    real = runs._do_one_step

    def step_and_be_presumed_dead(lease: Any) -> bool:
        more = real(lease)
        _make_due(run)
        assert claim(run.pk) is not None
        return more

    monkeypatch.setattr(runs, "_do_one_step", step_and_be_presumed_dead)

    assert perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.lease, run.steps_done, run.error) == (RunState.RUNNING, 2, 1, "")
