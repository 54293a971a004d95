"""The points of an evaluation, which follow from what was answered."""

from evaluations.models import Evaluation
from evaluations.points import ContactPoints, points_of
from evaluations.queries.years.checklists import checklist_of


def points_of_evaluation(evaluation: Evaluation) -> ContactPoints:
    """The points an evaluation has, made anew from what the shopper answered.

    Reads the evaluation's test call with its scenario, and its checklist version.
    """
    call = evaluation.test_call
    return points_of(
        checklist_of(evaluation.checklist_version),
        channel=call.channel,
        scenario_reason=call.scenario.reason,
        answered=evaluation.answered,
        answers=evaluation.answers,
    )
