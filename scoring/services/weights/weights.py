"""Weight sets: from the method itself or from the year's expectation survey."""

from fractions import Fraction
from typing import Any

from django.utils import timezone

from evaluations.canonical import digest
from evaluations.models import Programme
from evaluations.surveys.enums import SurveyStanding
from evaluations.surveys.queries.surveys import survey_of
from scoring.enums import WeightSource
from scoring.formulas.weights import equal_weights, fixed_weights
from scoring.method.reading import fraction_text, weight_rules
from scoring.method.weights import EqualWeights, FixedWeights, SurveyWeights
from scoring.models import WeightSet
from scoring.queries.runs.sections import scored_sections
from scoring.queries.weights.expectations import fewest_answers
from scoring.queries.weights.weight_decisions import approved_weights
from scoring.queries.weights.weight_estimates import estimate
from scoring.refusals import Refusal, Refused


def weight_set_of(*, programme: Programme) -> WeightSet:
    """The weights that a run of the programme counts with.

    Those that two coordinators approved, whatever was answered since; without an approval those
    that the method gives today. Raises Refused as `estimated_weight_set` does.
    """
    return approved_weights(programme) or estimated_weight_set(programme=programme)


def estimated_weight_set(*, programme: Programme) -> WeightSet:
    """The weights that the programme's method gives today, as a set that is stored once.

    A survey with other answers gives another set; an earlier one stays as it was. Raises Refused
    as `weights_of_today` does.
    """
    return stored_once(weights_of_today(programme))


def stored_once(today: WeightSet) -> WeightSet:
    """The weights of today as they are stored: as before, where they were stored before."""
    found, _created = WeightSet.objects.get_or_create(
        programme=today.programme,
        content_hash=today.content_hash,
        defaults={"source": today.source, "weights": today.weights, "basis": today.basis},
    )
    return found


def weights_of_today(programme: Programme) -> WeightSet:
    """The weights that the programme's method gives today; nothing is stored.

    Raises Refused when the weights do not fit the checklist, or the survey has no complete answer,
    too few of them, or takes more: of two looks, the difference would be what one shopper said.
    """
    basis: dict[str, Any] = {}
    try:
        rules = weight_rules(programme)
        if isinstance(rules, FixedWeights):
            weights = fixed_weights(rules.weights)
        elif isinstance(rules, EqualWeights):
            weights = equal_weights(rules.sections)
        else:
            weights, basis = _from_survey(programme, rules)
    except ValueError as error:
        raise Refused(Refusal.WEIGHTS_DO_NOT_FIT) from error
    if set(weights) != set(scored_sections(programme)):
        raise Refused(Refusal.WEIGHTS_DO_NOT_FIT)
    texts = {section: fraction_text(value) for section, value in weights.items()}
    source = WeightSource(rules.source)
    content = {"source": source.value, "weights": texts, "basis": basis}
    return WeightSet(
        programme=programme,
        source=source,
        weights=texts,
        basis=basis,
        content_hash=digest(content),
    )


def _from_survey(
    programme: Programme, rules: SurveyWeights
) -> tuple[dict[str, Fraction], dict[str, Any]]:
    survey = survey_of(programme)
    if survey and survey.standing(timezone.localdate()) is not SurveyStanding.CLOSED:
        raise Refused(Refusal.SURVEY_TAKES_ANSWERS)
    found = estimate(programme, rules)
    if found is None:
        raise Refused(Refusal.NO_COMPLETE_ANSWER)
    if found.basis["complete"] < fewest_answers(programme):
        raise Refused(Refusal.TOO_FEW_ANSWERS)
    return found.weights, found.basis
