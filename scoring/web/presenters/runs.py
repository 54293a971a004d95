"""A run as the desk shows it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.enums import RunState
from scoring.method.rules import Scale
from scoring.models import RankingRow, Run
from scoring.queries.runs import failure_sentence
from scoring.web.presenters.ranking import RankedCompany, figures_of
from scoring.web.presenters.states import Chip, run_chip


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of a list."""

    run: Run
    state: Chip
    unfinished: bool
    failure: str


def run_row(run: Run) -> RunRow:
    """The run with its state in words; a failure only when it ended by it."""
    return RunRow(
        run=run,
        state=run_chip(run),
        unfinished=run.state in RunState.unfinished(),
        failure=failure_sentence(run) if run.state == RunState.FAILED else "",
    )


def hashes(run: Run) -> list[tuple[str, str]]:
    """What the run was computed from and what it gave, as fingerprints."""
    named = [
        (_("Method (SHA-256)"), run.method_hash),
        (_("Contacts (SHA-256)"), run.inputs_hash),
        (_("Result (SHA-256)"), run.result_hash),
    ]
    return [(label, value) for label, value in named if value]


def standing_rows(rows: Iterable[RankingRow], scale: Scale) -> list[RankedCompany]:
    """A category's rows of a run, as a ranking shows them."""
    rows = list(rows)
    places = Counter(row.rank for row in rows)
    return [
        RankedCompany(
            key=row.participation.company.key,
            name=row.participation.name,
            category=row.participation.category.key,
            category_name=str(row.participation.category),
            shared=row.rank is not None and places[row.rank] > 1,
            **figures_of(row, scale),
        )
        for row in rows
    ]
