"""Faults, killed workers and late ones: each step of a run is done once, whoever does it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pgtrigger
import pytest
from django.utils import timezone

from evaluations.models import Evaluation, Points
from scoring.enums import RunState, StepKind, StepState
from scoring.models import RankingRow, Run, RunInput, RunStep, Score
from scoring.queries.runs.runs import failure_sentence, next_due_step, oldest_due
from scoring.refusals import Refusal
from scoring.services.leases import MOST_LEASES, LeaseLost
from scoring.services.runs import runs
from scoring.services.runs.runs import perform, perform_step, plan_run, sweep_runs
from scoring.services.runs.step_leases import STEPS
from scoring.services.runs.steps import do_step
from scoring.signals import steps_planned
from tests.factories.awards import Award, scored, scored_award

pytestmark = pytest.mark.django_db
ALL_STEPS = 4  # of the scored award: what counts, its two categories, the titles


def _stopped_after(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """From the step after these on, every step meets a fault."""
    done = 0

    def step(lease: Any) -> list[int]:
        nonlocal done
        if done == steps:
            raise ConnectionError
        done += 1
        return do_step(lease)

    monkeypatch.setattr(runs, "do_step", step)


def _make_due() -> None:
    """Let every lease that runs be over."""
    RunStep.objects.exclude(leased_until=None).update(
        leased_until=timezone.now() - dt.timedelta(seconds=1)
    )


def _first_step(award: Award) -> tuple[Run, int]:
    run = plan_run(programme=award.programme, by=None)
    return run, run.step_rows.get().pk


def _frozen(award: Award) -> tuple[Run, dict[str, int]]:
    """A run of which only the first step is done; its categories' steps by key."""
    run, first = _first_step(award)
    lease = STEPS.claim(first)
    assert lease is not None
    do_step(lease)
    run.refresh_from_db()
    steps = run.step_rows.filter(kind=StepKind.CATEGORY)
    return run, dict(steps.values_list("category__key", "pk"))


def test_points_lost_between_two_steps_are_derived_again() -> None:
    award = scored_award()
    whole = scored(award)
    run, _steps = _frozen(award)
    Points.objects.all().delete()

    perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.result_hash) == (RunState.COMPLETE, whole.result_hash)


def test_content_changed_between_two_steps_ends_the_run() -> None:
    award = scored_award()
    run, _steps = _frozen(award)
    with pgtrigger.ignore():
        Evaluation.objects.filter(test_call__participation=award.participations["beta"]).update(
            content_hash="0" * 64
        )

    perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, Refusal.INPUTS_CHANGED)
    assert not RankingRow.objects.filter(run=run).exists()
    assert sweep_runs() == 0  # nobody goes on with the other category


@pytest.mark.parametrize("steps", range(ALL_STEPS))
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
    assert (run.state, run.error, run.steps_done) == (RunState.RUNNING, "", steps)
    left = run.step_rows.exclude(state=StepState.DONE)
    assert set(left.values_list("error", "lease")) == {("ConnectionError", 1)}
    assert not perform(run.pk)  # they rest a while

    _make_due()
    assert sweep_runs() == 1

    run.refresh_from_db()
    assert (run.state, run.steps_done) == (RunState.COMPLETE, ALL_STEPS)
    assert run.result_hash == whole.result_hash


@pytest.mark.parametrize("order", [("bank", "power"), ("power", "bank")])
def test_categories_give_the_same_bytes_in_any_order_and_the_last_one_plans_the_titles(
    order: tuple[str, str],
) -> None:
    award = scored_award()
    whole = scored(award)
    run, steps = _frozen(award)
    first, last = (STEPS.claim(steps[key]) for key in order)
    assert first is not None
    assert last is not None  # both are under way at once

    assert do_step(first) == []
    (titles,) = do_step(last)

    assert run.step_rows.get(pk=titles).kind == StepKind.WINNERS
    assert perform_step(titles)
    run.refresh_from_db()
    assert (run.state, run.result_hash) == (RunState.COMPLETE, whole.result_hash)


def test_hints_tell_of_the_steps_that_other_hands_could_do(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    run, first = _first_step(scored_award())
    told: list[list[int]] = []
    monkeypatch.setattr(
        steps_planned, "send_robust", lambda **facts: told.append(facts["step_ids"])
    )

    with django_capture_on_commit_callbacks(execute=True):
        assert perform_step(first)

    # Who fixed what counts does the first category herself; the other one is left.
    left = run.step_rows.get(state=StepState.PLANNED)
    assert (left.kind, told) == (StepKind.CATEGORY, [[left.pk]])
    with django_capture_on_commit_callbacks(execute=True):
        assert perform_step(left.pk)
    run.refresh_from_db()
    assert (run.state, len(told)) == (RunState.COMPLETE, 1)


def test_a_run_that_always_fails_is_parked(monkeypatch: pytest.MonkeyPatch) -> None:
    run = plan_run(programme=scored_award().programme, by=None)
    _stopped_after(monkeypatch, 0)
    for _ in range(MOST_LEASES):
        _make_due()
        assert perform(run.pk)

    _make_due()
    assert not perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.step_rows.get().lease) == (RunState.FAILED, MOST_LEASES)
    assert "ConnectionError" in failure_sentence(run)
    assert sweep_runs() == 0


def test_a_run_whose_workers_were_always_killed_is_parked() -> None:
    run, step = _first_step(scored_award())
    for _ in range(MOST_LEASES):
        _make_due()
        assert STEPS.claim(step) is not None

    _make_due()
    assert STEPS.claim(step) is None

    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.FAILED, Refusal.TOO_MANY_ATTEMPTS)
    assert failure_sentence(run) == str(Refusal.TOO_MANY_ATTEMPTS.label)


def test_performing_twice_gives_one_result() -> None:
    run = scored(scored_award())

    assert not perform(run.pk)
    assert not any(perform_step(pk) for pk in run.step_rows.values_list("pk", flat=True))

    assert RankingRow.objects.filter(run=run).count() == 4
    assert Score.objects.filter(run_input__run=run).count() == 10
    assert run.step_rows.count() == ALL_STEPS


def test_a_step_that_is_taken_is_not_taken_again() -> None:
    run, step = _first_step(scored_award())
    assert STEPS.claim(step) is not None

    assert STEPS.claim(step) is None
    assert not perform(run.pk)
    assert not perform_step(step)
    assert sweep_runs() == 0


def test_a_worker_that_lost_its_lease_writes_nothing() -> None:
    run, step = _first_step(scored_award())
    late = STEPS.claim(step)
    assert late is not None
    _make_due()
    assert STEPS.claim(step) is not None

    with pytest.raises(LeaseLost), STEPS.held(late):
        pytest.fail("the step is somebody else's")

    assert not RunInput.objects.filter(run=run).exists()


def test_a_worker_that_comes_back_after_its_step_was_done_changes_nothing() -> None:
    award = scored_award()
    run, steps = _frozen(award)
    late = STEPS.claim(steps["bank"])
    assert late is not None
    _make_due()
    assert perform(run.pk)
    rows = list(RankingRow.objects.values())

    with pytest.raises(LeaseLost):
        do_step(late)

    assert list(RankingRow.objects.values()) == rows


def test_oldest_due_says_since_when_work_is_owed() -> None:
    assert oldest_due() is None
    run, step = _first_step(scored_award())
    assert oldest_due() == run.step_rows.get().planned_at
    assert next_due_step(run.pk) == step

    STEPS.claim(step)

    assert oldest_due() is None
    assert next_due_step(run.pk) is None
