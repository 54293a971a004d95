"""How a stored programme counts points."""

from collections.abc import Mapping
from fractions import Fraction

from evaluations.models import Programme
from scoring.formulas.counting import Counting
from scoring.method.counting import counting_by
from scoring.method.reading import scoring_rules
from scoring.models import Run
from scoring.queries.runs.sections import scored_sections
from scoring.queries.weights.weights import weights_of
from scoring.refusals import Refusal, Refused


def counting_under(programme: Programme, weights: Mapping[str, Fraction]) -> Counting:
    """How the programme's method counts points under these weights, by section."""
    return counting_by(scoring_rules(programme), weights, sections=scored_sections(programme))


def counting_of_run(run: Run) -> Counting:
    """The counting of a run whose inputs are frozen. Raises Refused where they are not."""
    if run.weight_set is None:
        raise Refused(Refusal.WEIGHTS_DO_NOT_FIT)
    return counting_under(run.programme, weights_of(run.weight_set))
