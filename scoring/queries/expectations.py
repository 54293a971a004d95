"""The expectation survey, as aggregates only."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from evaluations.models import Programme
from evaluations.surveys.models import ExpectationResponse
from scoring.formulas.rounding import figure_text, rounded
from scoring.formulas.weights import mean_shares
from scoring.method.reading import weight_rules
from scoring.method.weights import SurveyWeights
from scoring.models import Run
from scoring.queries.sections import scored_sections

# Below so many complete answers a mean would show what single persons said.
MINIMUM_BASE = 5


def sections_asked(programme: Programme) -> tuple[str, ...]:
    """The sections whose weights the programme's survey decides; empty when it decides none."""
    rules = weight_rules(programme)
    if not isinstance(rules, SurveyWeights):
        return ()
    return tuple(key for key in scored_sections(programme) if key not in rules.fixed)


def complete_answers(programme: Programme) -> list[dict[str, int]]:
    """The points of every answer that counts."""
    return list(
        ExpectationResponse.objects.filter(programme=programme, complete=True)
        .order_by("pk")
        .values_list("points", flat=True)
    )


def count_answers(programme: Programme) -> int:
    """All answers, those that do not count included."""
    return ExpectationResponse.objects.filter(programme=programme).count()


def survey_aggregates(programme: Programme) -> dict[str, Any] | None:
    """`{"responses", "complete", "shares": {section: "0.123456789012"}}` of the programme's survey.

    Shares are mean shares of the 100 points as decimals of one. None where nobody was asked, or
    too few answered for a mean to hide who said what.
    """
    answers = complete_answers(programme)
    if len(answers) < MINIMUM_BASE:
        return None
    shares = mean_shares(answers, sorted(answers[0]))
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
