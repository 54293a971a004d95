"""The expectation survey, as aggregates only."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluations.models import Programme
from scoring.formulas.rounding import figure_text, rounded
from scoring.formulas.weights import mean_shares
from scoring.method.reading import weight_rules
from scoring.method.weights import SurveyWeights
from scoring.models import Run
from scoring.queries.weights.expectations import (
    MINIMUM_BASE,
    answers_that_count,
    count_answers,
    fewest_answers,
)
from scoring.queries.weights.weight_estimates import estimated_shares


def survey_aggregates(programme: Programme) -> dict[str, Any] | None:
    """`{"responses", "complete", "shares": {section: "0.123456789012"}}` of the programme's survey.

    Shares are decimals of one by the method's estimator; of a method without one, mean shares of
    the 100 points. None where nobody was asked, or too few answered for a mean to hide who said
    what, or for weights to follow.
    """
    answers = answers_that_count(programme)
    if len(answers) < fewest_answers(programme):
        return None
    rules = weight_rules(programme)
    if isinstance(rules, SurveyWeights):
        shares = estimated_shares(programme, rules)
    else:
        shares = mean_shares([answer.points for answer in answers], sorted(answers[0].points))
    return _aggregates(count_answers(programme), len(answers), shares)


def survey_of(run: Run) -> dict[str, Any] | None:
    """The aggregates as they stood when the run took its weights from them; else as they stand."""
    basis = run.weight_set.basis if run.weight_set else {}
    if not basis:
        return survey_aggregates(run.programme)
    if basis["complete"] < MINIMUM_BASE:
        return None
    shares = {section: Fraction(share) for section, share in basis["shares"].items()}
    return _aggregates(basis["responses"], basis["complete"], shares)


def _aggregates(responses: int, complete: int, shares: Mapping[str, Fraction]) -> dict[str, Any]:
    return {
        "responses": responses,
        "complete": complete,
        "shares": {section: figure_text(rounded(share)) for section, share in shares.items()},
    }
