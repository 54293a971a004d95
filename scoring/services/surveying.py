"""Opening the survey that a programme takes weights from."""

import datetime as dt

from evaluations.models import Programme
from evaluations.surveys.enums import Asks
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.services.opening import Plan, open_survey
from scoring.queries.expectations import sections_asked
from shoppers.models import User

# What the one estimator reads, the mean share, is in both; a ranking alone would give no weight.
OFFERED = (Asks.SHARES, Asks.BOTH)


def open_expectation_survey(
    *, programme: Programme, asks: Asks, opens_on: dt.date, closes_on: dt.date, by: User
) -> ExpectationSurvey:
    """Ask the shoppers about the sections whose weights the method leaves to them, no other.

    Raises what surveys.services.opening.open_survey raises: NothingToAsk where there is none.
    """
    plan = Plan(asks, sections_asked(programme), opens_on, closes_on)
    return open_survey(programme=programme, plan=plan, by=by)
