"""The expectation survey, as aggregates only."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from evaluations.models import Programme
from evaluations.surveys.answers import are_choices, is_complete, is_ranking, is_rated
from evaluations.surveys.models import ExpectationResponse
from scoring.formulas.rounding import figure_text, rounded
from scoring.formulas.weights import mean_shares
from scoring.method.reading import weight_rules
from scoring.method.weights import SurveyWeights
from scoring.models import Run
from scoring.queries.sections import scored_sections

# Below so many complete answers a mean would show what single persons said.
MINIMUM_BASE = 5

MEAN_SHARE = "mean_share_of_complete_answers"


def sections_asked(programme: Programme) -> tuple[str, ...]:
    """The sections whose weights the programme's survey decides; empty when it decides none."""
    rules = weight_rules(programme)
    if not isinstance(rules, SurveyWeights):
        return ()
    return tuple(key for key in scored_sections(programme) if key not in rules.fixed)


def ranked_of(answer: ExpectationResponse, sections: Sequence[str]) -> list[str]:
    """The ranking of what was asked about; a file may rank more than that."""
    return [section for section in answer.ranking if section in sections]


# Which answers each estimator can read whole.
COUNTS: Mapping[str, Callable[[ExpectationResponse, Sequence[str]], bool]] = {
    MEAN_SHARE: lambda answer, asked: answer.complete and is_complete(answer.points, asked),
    "plackett_luce": lambda answer, asked: is_ranking(ranked_of(answer, asked), asked),
    "best_worst": lambda answer, asked: are_choices(answer.choices, asked),
    "importance": lambda answer, asked: is_rated(answer.ratings, asked),
}


def answers_that_count(programme: Programme) -> list[ExpectationResponse]:
    """The answers that the method's estimator reads, in the order in which they were stored.

    Where the method states the weights itself, the complete ones: 100 points given out.
    """
    stored = ExpectationResponse.objects.filter(programme=programme).order_by("pk")
    rules = weight_rules(programme)
    if not isinstance(rules, SurveyWeights):
        return list(stored.filter(complete=True))
    counts, asked = COUNTS[rules.estimator], sections_asked(programme)
    return [answer for answer in stored if counts(answer, asked)]


def count_answers(programme: Programme) -> int:
    """All answers, those that do not count included."""
    return ExpectationResponse.objects.filter(programme=programme).count()


def survey_aggregates(programme: Programme) -> dict[str, Any] | None:
    """`{"responses", "complete", "shares": {section: "0.123456789012"}}` of the programme's survey.

    Shares are decimals of one by the method's estimator; of a method without one, mean shares of
    the 100 points. None where nobody was asked, or too few answered for a mean to hide who said
    what.
    """
    answers = answers_that_count(programme)
    if len(answers) < MINIMUM_BASE:
        return None
    rules = weight_rules(programme)
    if isinstance(rules, SurveyWeights):
        from scoring.queries.weight_estimates import (  # noqa: PLC0415 - scipy takes a second
            estimated_shares,
        )

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
