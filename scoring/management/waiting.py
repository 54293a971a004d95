"""Staying on the command line until planned work has ended, and doing it when nobody else does."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scoring.enums import RunState
from scoring.models import ReleaseProposal, Run

POLL = 0.2  # seconds between two looks at the work
PATIENCE = 1.0  # seconds a worker has to take the work before this process does


@dataclass(frozen=True, slots=True)
class Work:
    """A planned row: whether it is due, how this process does it, and what is under way."""

    row: Run | ReleaseProposal
    is_due: Callable[[], bool]
    perform: Callable[[Callable[[], object]], object]
    said: Callable[[], str]


def add_waiting(parser: ArgumentParser, *, what: str) -> None:
    """`--wait` and `--patience`."""
    parser.add_argument(
        "--wait", action="store_true", help=f"stay until {what} is done, and see to it"
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=PATIENCE,
        metavar="SECONDS",
        help="with --wait: how long a worker may take to begin before this process does it",
    )


def wait_for(work: Work, *, patience: float) -> None:
    """Show how far the work is until it has ended; do it here when nobody else does."""
    row = work.row
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    planned = time.monotonic()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(work.said(), total=row.steps)

        def look() -> None:
            row.refresh_from_db()
            progress.update(bar, completed=row.steps_done, total=row.steps, description=work.said())

        while row.state in RunState.unfinished():
            if time.monotonic() - planned > patience and work.is_due():
                work.perform(look)
            else:
                time.sleep(POLL)
            look()
