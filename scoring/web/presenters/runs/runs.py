"""A run as the desk shows it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.enums import RunState, StepKind, StepState
from scoring.method.rules import Scale
from scoring.models import RankingRow, Run, RunStep
from scoring.queries.runs.runs import failure_sentence, fault_sentence
from scoring.web.presenters.results.ranking import RankedCompany, figures_of
from scoring.web.presenters.states import Chip, run_chip


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of a list."""

    run: Run
    state: Chip
    unfinished: bool
    failure: str
    under_way: str = ""


def run_row(run: Run, steps: Sequence[RunStep] = ()) -> RunRow:
    """The run with its state in words; a failure only when it ended by it.

    `steps` are those that are not done.
    """
    return RunRow(
        under_way=steps_said(steps),
        run=run,
        state=run_chip(run),
        unfinished=run.state in RunState.unfinished(),
        failure=failure_sentence(run) if run.state == RunState.FAILED else "",
    )


def step_name(step: RunStep) -> str:
    """What a step is about: its category, or what is done with all of them."""
    return str(step.category or StepKind(step.kind).label)


def steps_said(steps: Sequence[RunStep]) -> str:
    """What is under way, and what met a fault and is tried again; empty without a step."""
    if faults := [step for step in steps if step.error]:
        return _("%(step)s is tried again. %(fault)s") % {
            "step": step_name(faults[0]),
            "fault": fault_sentence(faults[0].error),
        }
    running = [step_name(step) for step in steps if step.state == StepState.RUNNING]
    if running:
        return _("Under way: %(steps)s") % {"steps": ", ".join(running)}
    return _("Waits for a worker") if steps else ""


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
            category=row.category.key,
            category_name=str(row.category),
            shared=row.rank is not None and places[row.rank] > 1,
            **figures_of(row, scale),
        )
        for row in rows
    ]
