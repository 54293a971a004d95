"""Many hands at one run: the same bytes as one pair, and a cancelled run stays cancelled."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection

from scoring.enums import RunState, StepKind, StepState
from scoring.models import RankingRow, Run, Score, Winner
from scoring.refusals import Refusal, Refused
from scoring.services.runs import steps
from scoring.services.runs.category_scoring import score_category
from scoring.services.runs.runs import cancel_run, perform_step, plan_run, sweep_runs
from scoring.services.runs.step_leases import STEPS
from scoring.services.runs.steps import do_step
from tests.factories.awards import scored, scored_award

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 3


@contextmanager
def _hands() -> Iterator[Callable[..., Future[Any]]]:
    """Start a call beside this thread, on a connection of its own."""

    def work(call: Callable[..., object], *arguments: object) -> object:
        try:
            return call(*arguments)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as threads:
        yield lambda call, *arguments: threads.submit(work, call, *arguments)


def _fixed() -> tuple[Run, list[int]]:
    """A run of the scored award whose inputs are fixed, and its categories' steps."""
    run = plan_run(programme=scored_award("2025").programme, by=None)
    lease = STEPS.claim(run.step_rows.get().pk)
    assert lease is not None
    return run, do_step(lease)


def test_many_hands_give_the_bytes_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    run, categories = _fixed()
    together = Barrier(2)

    def score_beside_the_other(run: Run, **facts: Any) -> None:
        score_category(run, **facts)
        together.wait(timeout=10)  # both are written, none is committed

    monkeypatch.setattr(steps, "score_category", score_beside_the_other)
    with _hands() as start:
        done = [start(perform_step, step) for step in categories]
        done.append(start(sweep_runs))
        # The sweep may be the hand that is there first; each step is one hand's either way.
        assert sum(int(each.result(timeout=20)) for each in done) >= len(categories)

    run.refresh_from_db()
    assert (run.state, run.steps_done) == (RunState.COMPLETE, 4)
    assert run.step_rows.filter(kind=StepKind.WINNERS).count() == 1
    assert set(run.step_rows.values_list("state", "lease")) == {(StepState.DONE, 1)}
    together.reset()
    monkeypatch.undo()
    alone = plan_run(programme=run.programme, by=None)
    assert sweep_runs() == 1
    alone.refresh_from_db()
    assert alone.result_hash == run.result_hash


def test_a_run_is_cancelled_at_once_and_the_step_under_way_writes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run, (first, second) = _fixed()
    written, cancelled = Event(), Event()

    def score_and_wait(run: Run, **facts: Any) -> None:
        score_category(run, **facts)
        written.set()
        assert cancelled.wait(timeout=10)

    monkeypatch.setattr(steps, "score_category", score_and_wait)
    with _hands() as start:
        late = start(perform_step, first)
        assert written.wait(timeout=10)
        cancel_run(run=run, reason=" A report was missing. ", by=None)
        cancelled.set()
        assert late.result(timeout=20)

    assert not perform_step(second)
    assert sweep_runs() == 0
    run.refresh_from_db()
    assert (run.state, run.reason, run.result_hash) == ("cancelled", "A report was missing.", "")
    assert run.finished_at is not None
    assert not RankingRow.objects.filter(run=run).exists()
    assert not Score.objects.filter(run_input__run=run).exists()


def test_what_has_ended_is_not_cancelled_and_a_word_is_asked_for() -> None:
    run = scored(scored_award())
    planned = plan_run(programme=run.programme, by=None)

    with pytest.raises(Refused) as over:
        cancel_run(run=run, reason="Too late", by=None)
    with pytest.raises(Refused) as unsaid:
        cancel_run(run=planned, reason="  ", by=None)

    assert over.value.refusal == Refusal.RUN_IS_OVER
    assert unsaid.value.refusal == Refusal.CANCELLED_WITHOUT_REASON
    assert set(Run.objects.values_list("state", flat=True)) == {"complete", "planned"}
    assert Winner.objects.filter(run=run).exists()
