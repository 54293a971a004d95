"""The steps of a run: what each does, and which steps its end brings about.

A run counts rows to know how far it is: whoever commits the last category plans the titles, and
whoever commits those completes the run. Each step depends on the frozen inputs alone, so their
order, and how many are done at once, make no difference to a single byte.
"""

from collections.abc import Callable, Mapping, Sequence

from django.db.models.functions import Now

from evaluations.models import Category
from scoring.enums import RunState, StepKind, StepState
from scoring.models import Run, RunStep
from scoring.queries.releases.verification import result_hash
from scoring.queries.runs.inputs import categories
from scoring.services.leases import Lease
from scoring.services.runs.category_scoring import score_category
from scoring.services.runs.freezing import freeze
from scoring.services.runs.step_leases import STEPS, lock_run
from scoring.services.runs.winners import store_winners


def plan_first_step(run: Run) -> list[int]:
    """The step that every run begins with."""
    return _plan(run, StepKind.FREEZE, [None])


def do_step(lease: Lease) -> list[int]:
    """Do the step and commit it, with the steps that follow from it; their keys.

    Raises LeaseLost, and Refused for what cannot be counted; then nothing of it is written.
    """
    with STEPS.held(lease) as step:
        outcome = _WORK[StepKind(step.kind)](step)
        lock_run(step.run)
        RunStep.objects.filter(pk=step.pk).update(
            state=StepState.DONE, done_at=Now(), leased_until=None, error=""
        )
        planned = _what_follows(step)
        done = step.run.step_rows.filter(state=StepState.DONE).count()
        Run.objects.filter(pk=step.run_id).update(steps_done=done, **outcome)
        return planned


Outcome = Mapping[str, object]


def _freeze(step: RunStep) -> Outcome:
    freeze(step.run)
    return {
        "weight_set": step.run.weight_set,
        "inputs_hash": step.run.inputs_hash,
        "acts_until": step.run.acts_until,
        "steps": len(categories(step.run)) + 2,  # this one, each category, the titles
    }


def _score(step: RunStep) -> Outcome:
    score_category(step.run, category=_category(step))
    return {}


def _crown(step: RunStep) -> Outcome:
    store_winners(step.run)
    return {
        "state": RunState.COMPLETE,
        "result_hash": result_hash(step.run),
        "finished_at": Now(),
    }


_WORK: Mapping[StepKind, Callable[[RunStep], Outcome]] = {
    StepKind.FREEZE: _freeze,
    StepKind.CATEGORY: _score,
    StepKind.WINNERS: _crown,
}


def _what_follows(step: RunStep) -> list[int]:
    """Under the run's lock, so that of two last categories exactly one is the last."""
    match step.kind:
        case StepKind.FREEZE:
            return _plan(step.run, StepKind.CATEGORY, categories(step.run))
        case StepKind.CATEGORY if not step.run.step_rows.exclude(state=StepState.DONE).exists():
            return _plan(step.run, StepKind.WINNERS, [None])
        case _:
            return []


def _plan(run: Run, kind: StepKind, among: Sequence[Category | None]) -> list[int]:
    made = RunStep.objects.bulk_create(
        RunStep(run=run, kind=kind, category=category) for category in among
    )
    return [step.pk for step in made]


def _category(step: RunStep) -> Category:
    if step.category is None:
        raise ValueError("a category's step names its category")
    return step.category
