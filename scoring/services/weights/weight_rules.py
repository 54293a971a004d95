"""What has to be so for weights to be settled by two coordinators."""

from django.utils import timezone

from evaluations.models import Programme
from evaluations.surveys.enums import SurveyStanding
from evaluations.surveys.models import ExpectationSurvey
from scoring.method.reading import weight_rules
from scoring.method.weights import SurveyWeights
from scoring.queries.weights.weight_decisions import approval_of
from scoring.refusals import Refusal, Refused
from shoppers.models import User
from shoppers.rules import is_coordinator


def settling(programme: Programme, by: User) -> Programme:
    """The programme, held with its survey until the transaction ends, so that nothing moves.

    Raises Refused where its weights are not for two coordinators to settle, or not now.
    """
    if not is_coordinator(by):
        raise Refused(Refusal.NOT_A_COORDINATOR)
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    if held.frozen_at is None:
        raise Refused(Refusal.METHOD_NOT_FROZEN)
    survey_rules(held)
    if approval_of(held) is not None:
        raise Refused(Refusal.WEIGHTS_APPROVED)
    survey = ExpectationSurvey.objects.select_for_update().filter(programme=held).first()
    if survey and survey.standing(timezone.localdate()) is not SurveyStanding.CLOSED:
        raise Refused(Refusal.SURVEY_TAKES_ANSWERS)
    return held


def survey_rules(programme: Programme) -> SurveyWeights:
    """How the survey's answers become weights. Raises Refused where the method states them."""
    rules = weight_rules(programme)
    if not isinstance(rules, SurveyWeights):
        raise Refused(Refusal.WEIGHTS_STATED_BY_METHOD)
    return rules
