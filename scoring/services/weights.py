"""Weight sets: from the method itself or from the year's expectation survey."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluations.canonical import digest
from evaluations.models import Programme
from scoring.enums import WeightSource
from scoring.formulas.weights import equal_weights, fixed_weights, mean_shares, survey_weights
from scoring.method.reading import fraction_text, weight_rules
from scoring.method.weights import EqualWeights, FixedWeights, SurveyWeights
from scoring.models import WeightSet
from scoring.queries.expectations import complete_answers, count_answers, sections_asked
from scoring.queries.sections import scored_sections
from scoring.refusals import Refusal, Refused


def weight_set_of(*, programme: Programme) -> WeightSet:
    """The weights that the programme's method gives today, as a set that is stored once.

    A survey with other answers gives another set; an earlier one stays as it was. Raises Refused
    when the weights do not fit the checklist or the survey has no complete answer.
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
    return _stored(programme, WeightSource(rules.source), weights, basis)


def _from_survey(
    programme: Programme, rules: SurveyWeights
) -> tuple[dict[str, Fraction], dict[str, Any]]:
    asked = sections_asked(programme)
    answers = complete_answers(programme)
    if not answers:
        raise Refused(Refusal.NO_COMPLETE_ANSWER)
    shares = mean_shares(answers, asked)
    basis = {
        "responses": count_answers(programme),
        "complete": len(answers),
        "shares": _texts(shares),
    }
    return survey_weights(shares, fixed=rules.fixed, shrink=rules.shrink), basis


def _stored(
    programme: Programme,
    source: WeightSource,
    weights: Mapping[str, Fraction],
    basis: dict[str, Any],
) -> WeightSet:
    content = {"source": source.value, "weights": _texts(weights), "basis": basis}
    found, _created = WeightSet.objects.get_or_create(
        programme=programme,
        content_hash=digest(content),
        defaults={"source": source, "weights": content["weights"], "basis": basis},
    )
    return found


def _texts(fractions: Mapping[str, Fraction]) -> dict[str, str]:
    return {section: fraction_text(value) for section, value in fractions.items()}
