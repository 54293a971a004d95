"""The survey that a programme takes weights from: asked until they are settled."""

import datetime as dt

from evaluations.models import Programme
from evaluations.surveys.enums import Asks
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.services.opening import Plan, keep_open, open_survey, remind
from evaluations.surveys.services.refusals import MeansKnown, NotOffered, WeightsSettled
from scoring.method.reading import weight_rules
from scoring.method.weights import SurveyWeights
from scoring.queries.weights.expectations import MEAN_SHARE, means_are_known, sections_asked
from scoring.queries.weights.weight_decisions import approval_of
from shoppers.models import User

# What each estimator reads. A ranking may be stored beside the 100; alone it would give no share.
_READS = {
    MEAN_SHARE: (Asks.SHARES, Asks.BOTH),
    "plackett_luce": (Asks.RANKING,),
    "best_worst": (Asks.BEST_WORST,),
    "importance": (Asks.IMPORTANCE,),
}


def offered(programme: Programme) -> tuple[Asks, ...]:
    """The ways of asking that the method's estimator can read, the usual one first."""
    rules = weight_rules(programme)
    return _READS[rules.estimator if isinstance(rules, SurveyWeights) else MEAN_SHARE]


def open_expectation_survey(
    *, programme: Programme, asks: Asks, opens_on: dt.date, closes_on: dt.date, by: User
) -> ExpectationSurvey:
    """Ask the shoppers about the sections whose weights the method leaves to them, no other.

    Raises what surveys.services.opening.open_survey raises, NothingToAsk where there is none; and
    NotOffered for a way of asking that the method's estimator cannot read, WeightsSettled once the
    weights are approved, MeansKnown where answers from a file are enough for weights.
    """
    _check_unsettled(programme)
    _check_unknown(programme)
    if asks not in offered(programme):
        raise NotOffered
    plan = Plan(asks, sections_asked(programme), opens_on, closes_on)
    return open_survey(programme=programme, plan=plan, by=by)


def keep_survey_open(*, survey: ExpectationSurvey, closes_on: dt.date, by: User) -> None:
    """Take answers until this day; a survey that was closed with too few is opened again.

    Raises DayRefused; WeightsSettled once the weights are approved: no answer changes them; and
    MeansKnown once what the answers come to can be read.
    """
    _check_unsettled(survey.programme)
    _check_unknown(survey.programme)
    keep_open(survey=survey, closes_on=closes_on, by=by)


def remind_shoppers(*, survey: ExpectationSurvey, by: User) -> int:
    """One mail to everybody who has not answered; how many.

    Raises what surveys.services.opening.remind raises, and WeightsSettled.
    """
    _check_unsettled(survey.programme)
    return remind(survey=survey, by=by)


def _check_unsettled(programme: Programme) -> None:
    if approval_of(programme) is not None:
        raise WeightsSettled


def _check_unknown(programme: Programme) -> None:
    if means_are_known(programme):
        raise MeansKnown
