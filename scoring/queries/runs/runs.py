"""Reading runs and their steps."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.utils.translation import gettext as _

from evaluations.models import Programme
from scoring.enums import RunState, StepState
from scoring.models import Run, RunStep
from scoring.queries.leased import due, longest_due
from scoring.refusals import Refusal


def oldest_due() -> dt.datetime | None:
    """Since when the longest-waiting step has been owed; None when none is."""
    return longest_due(RunStep)


def runs_with_due_steps() -> list[uuid.UUID]:
    """Runs that somebody should work on, those first that were planned first."""
    waiting = RunStep.objects.filter(due(RunStep)).values("run")
    rows = Run.objects.filter(pk__in=waiting).order_by("requested_at")
    return list(rows.values_list("pk", flat=True))


def next_due_step(run: uuid.UUID, *, besides: Collection[int] = ()) -> int | None:
    """The first step of the run that is due, those aside that were tried already."""
    rows = RunStep.objects.filter(due(RunStep), run=run).exclude(pk__in=besides)
    return rows.values_list("pk", flat=True).first()


def is_due(run: Run) -> bool:
    """Whether a step of the run waits for somebody to work on it."""
    return next_due_step(run.pk) is not None


def newest_complete_run(programme: Programme) -> Run | None:
    """The programme's run that finished last."""
    return (
        Run.objects.filter(programme=programme, state=RunState.COMPLETE)
        .order_by("-finished_at", "-requested_at")
        .first()
    )


def failure_sentence(run: Run) -> str:
    """Why a run failed, for a coordinator; empty when it did not."""
    return fault_sentence(run.error)


def fault_sentence(error: str) -> str:
    """What stopped a run or a step, for a coordinator: a refusal's sentence, or a fault's name."""
    if not error:
        return ""
    if error in Refusal.values:
        return str(Refusal(error).label)
    return _("The computation met a fault (%(fault)s). The log says more, under the run's id.") % {
        "fault": error
    }


def open_steps(runs: Collection[uuid.UUID]) -> dict[uuid.UUID, list[RunStep]]:
    """The planned steps of each of the runs that are not done, in the order of their planning."""
    found: dict[uuid.UUID, list[RunStep]] = {run: [] for run in runs}
    if found:
        rows = RunStep.objects.filter(run__in=found).exclude(state=StepState.DONE)
        for step in rows.select_related("category").order_by("pk"):
            found[step.run_id].append(step)
    return found
