"""How much single contacts of the last year scattered: what the next one's precision rests on."""

from dataclasses import dataclass

from evaluations.models import Programme
from scoring.models import Run
from scoring.queries.analysis.group_changes import standing_run
from scoring.queries.analysis.severity import connected_parts, fitted_part, spread_of_contacts
from scoring.queries.runs.run_scores import RunScores, scores_of_run


@dataclass(frozen=True, slots=True)
class Spread:
    """What is known of single contacts from a complete run.

    `deviation` is their standard deviation within a company, in percentage points. `correlation` is
    that of two companies' contacts by one shopper, 0 to 1; None where severity cannot be told.
    """

    run: Run
    deviation: float
    correlation: float | None


def spread_before(programme: Programme) -> Spread | None:
    """The spread in the programme's own standing run, else in the newest earlier one's.

    None where there is no run, or its contacts do not scatter.
    """
    same_or_earlier = Programme.objects.filter(year__lte=programme.year).order_by("-year", "slug")
    candidates = [programme, *(each for each in same_or_earlier if each.pk != programme.pk)]
    for candidate in candidates:
        run = standing_run(candidate)
        if run is not None and (found := _spread(run)):
            return found
    return None


def _spread(run: Run) -> Spread | None:
    scores = scores_of_run(run.pk)
    deviation = spread_of_contacts(scores)
    if deviation is None:
        return None
    return Spread(run, deviation, _correlation(run, scores, deviation))


def _correlation(run: Run, scores: RunScores, deviation: float) -> float | None:
    """Severity moves answered contacts only, so as much of it is shared as were answered."""
    if len(connected_parts(run.pk)) != 1 or (fitted := fitted_part(run.pk, 0)) is None:
        return None
    answered = float(scores.answered.mean())
    shared = fitted.model.variances.shopper * answered**2
    return min(shared / deviation**2, 0.99)
