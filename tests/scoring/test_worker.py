"""A real worker on the real broker: it does what was planned, and its death loses nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.utils import timezone
from redis import Redis

from scoring.enums import RunState, StepKind, StepState
from scoring.models import RankingRow, Release, ReleaseProposal, Run, RunStep, Score
from scoring.queries.releases.verification import recomputed_hash
from scoring.receivers import announce_steps
from scoring.services.releases.proposals import plan_proposal, sweep_proposals
from scoring.services.runs.runs import plan_run, sweep_runs
from scoring.tasks import draft_release as release_task
from scoring.tasks import perform_step
from scoring.tasks import sweep_runs as sweep_task
from tests import people
from tests.factories.awards import scored, scored_award

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds; a worker starts in two or three
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_broker() -> Iterator[None]:
    with Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.flushdb()
        yield
        broker.flushdb()


@contextmanager
def _worker(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    words = ["worker", "--without-mingle", "--without-gossip", "--without-heartbeat", "-c", "3"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", *words],
            cwd=ROOT,
            env=os.environ,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _kill(process)


def _kill(worker: subprocess.Popen[bytes]) -> None:
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def _until(holds: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


def _in_state(run: Run, state: RunState) -> bool:
    run.refresh_from_db()
    return run.state == state


def _under_way(run: Run) -> int:
    """How many of its categories are being done."""
    return run.step_rows.filter(state=StepState.RUNNING, kind=StepKind.CATEGORY).count()


def _drafted(proposal: ReleaseProposal) -> bool:
    """Whether all but its last step is done: it is being stored."""
    proposal.refresh_from_db()
    return proposal.steps_done == proposal.steps - 1


def test_a_worker_does_a_planned_run_and_one_it_dies_in_is_finished_by_a_sweep(
    tmp_path: Path,
) -> None:
    award, log = scored_award(), tmp_path / "worker.log"
    first = plan_run(programme=award.programme, by=None)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner, _worker(log) as worker:
        _until(lambda: _in_state(first, RunState.COMPLETE), log)
        # The worker's three children get as far as the next rankings, and as the rows of a release,
        # and wait there to be killed.
        owner.execute("LOCK TABLE scoring_rankingrow, scoring_releasedcontact IN EXCLUSIVE MODE")
        proposal = plan_proposal(programme=award.programme, run=first, by=people.alma())
        run = plan_run(programme=award.programme, by=None)
        _until(lambda: _under_way(run) == 2 and _drafted(proposal), log)
        _kill(worker)
    assert first.step_rows.filter(lease=1, state=StepState.DONE).count() == 4
    assert sweep_runs() == sweep_proposals() == 0  # their leases still run
    assert not Release.objects.exists()

    RunStep.objects.filter(state=StepState.RUNNING).update(leased_until=timezone.now())
    ReleaseProposal.objects.update(leased_until=timezone.now())
    # A step that was killed while it was written holds its row until the database notices.
    _until(lambda: sweep_runs() >= 0 and _in_state(run, RunState.COMPLETE), log)
    _until(lambda: sweep_proposals() >= 0 and Release.objects.exists(), log)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.lease) == (RunState.COMPLETE, 2)
    release = Release.objects.get()
    assert (proposal.release, recomputed_hash(release)) == (release, release.content_hash)
    release_task(str(proposal.pk))  # the hint, once more
    assert Release.objects.count() == 1
    steps = run.step_rows.order_by("kind", "pk").values_list("kind", "lease")
    assert list(steps) == [("category", 2), ("category", 2), ("freeze", 1), ("winners", 1)]
    assert run.steps_done == 4
    assert RankingRow.objects.filter(run=run).count() == 4
    assert Score.objects.filter(run_input__run=run).count() == 10
    assert run.result_hash == first.result_hash == scored(award).result_hash


def test_a_hint_that_comes_twice_and_late_does_nothing_more() -> None:
    run = scored(scored_award())

    for _ in range(2):
        for step in run.step_rows.all():
            perform_step(step.pk)
    sweep_task()

    assert RankingRow.objects.filter(run=run).count() == 4


def test_a_sweep_by_beat_does_a_run_whose_hint_was_lost() -> None:
    run = plan_run(programme=scored_award().programme, by=None)

    sweep_task()

    assert _in_state(run, RunState.COMPLETE)


@contextmanager
def _refusing() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextmanager
def _silent() -> Iterator[int]:
    """A port on which somebody listens and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@pytest.mark.parametrize("broker", [_refusing, _silent])
def test_a_hint_without_a_broker_neither_fails_nor_waits(
    broker: Callable[[], AbstractContextManager[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = scored_award().programme
    with broker() as port:
        monkeypatch.setenv("CELERY_BROKER_WRITE_URL", f"redis://127.0.0.1:{port}/0")
        run = plan_run(programme=programme, by=None)
        for _ in range(2):  # the second try is the one that used to block
            began = time.monotonic()
            announce_steps(step_ids=[run.step_rows.get().pk])
            assert time.monotonic() - began < 2

    assert _in_state(run, RunState.PLANNED)
    assert sweep_runs() == 1
