"""An expectation survey over the tiny award's sections that the method leaves to it."""

import datetime as dt

from django.utils import timezone

from evaluations.surveys.answers import Answer
from evaluations.surveys.enums import Asks
from evaluations.surveys.models import ExpectationSurvey
from evaluations.surveys.services.opening import Plan, open_survey
from shoppers.models import User
from tests.factories.awards import Award

SECTIONS = ("needs", "solution")


def opened_survey(
    award: Award, by: User, *, asks: Asks = Asks.SHARES, starts_in: int = 0, days: int = 9
) -> ExpectationSurvey:
    """A survey that opens today, or in so many days, and is open for `days` more."""
    opens_on = timezone.localdate() + dt.timedelta(days=starts_in)
    plan = Plan(asks, SECTIONS, opens_on, opens_on + dt.timedelta(days=days))
    return open_survey(programme=award.programme, plan=plan, by=by)


def over(survey: ExpectationSurvey) -> ExpectationSurvey:
    """The survey as if its last day had been yesterday; no service opens one in the past."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    survey.opens_on = survey.closes_on = yesterday
    survey.save(update_fields=["opens_on", "closes_on"])
    return survey


def given(needs: int, solution: int, *, first: str = "needs") -> Answer:
    """What a shopper gives to the two sections, and which of them she puts first."""
    order = SECTIONS if first == "needs" else SECTIONS[::-1]
    return Answer({"needs": needs, "solution": solution}, order)
