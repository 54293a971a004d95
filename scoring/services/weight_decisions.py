"""Weights: proposed by one coordinator, approved by another, and then they stay."""

from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils import timezone

from evaluations.models import Programme
from evaluations.surveys.enums import SurveyStanding
from evaluations.surveys.models import ExpectationSurvey
from scoring.method.reading import weight_rules
from scoring.method.weights import SurveyWeights
from scoring.models import WeightApproval, WeightProposal, WeightSet
from scoring.queries.weight_decisions import approval_of, newest_proposal
from scoring.refusals import Refusal, Refused
from scoring.services.weights import estimated_weight_set
from shoppers.models import User
from shoppers.rules import is_coordinator

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposal came to: a new one, or the newest because it says the same."""

    proposal: WeightProposal
    unchanged: bool


@transaction.atomic
def propose_weights(*, programme: Programme, by: User) -> Proposed:
    """Put the weights that today's answers give before a second coordinator.

    A proposal before it can no longer be approved. Nothing is made when the newest proposal is of
    these very weights. Raises Refused.
    """
    _check(programme, by)
    found = estimated_weight_set(programme=programme)
    newest = newest_proposal(programme)
    if newest is not None and newest.weight_set_id == found.pk:
        return Proposed(newest, unchanged=True)
    proposal = WeightProposal.objects.create(
        programme=programme,
        number=newest.number + 1 if newest else 1,
        weight_set=found,
        proposed_by=by,
    )
    _log.info("weights_proposed", programme=programme.slug, by=str(by.pk))
    return Proposed(proposal, unchanged=False)


@transaction.atomic
def approve_weights(*, proposal: WeightProposal, by: User) -> WeightApproval:
    """The second coordinator's word: every run from now on counts with these weights.

    A proposal that is approved already stays as it is. Raises Refused, also when the answers are
    others than those it was made from.
    """
    programme = proposal.programme
    approval = approval_of(programme)
    if approval and approval.proposal_id == proposal.pk and is_coordinator(by):
        return approval
    _check(programme, by)
    if by.pk == proposal.proposed_by_id:
        raise Refused(Refusal.PROPOSER_APPROVES)
    newest = newest_proposal(programme)
    if newest is None or newest.pk != proposal.pk:
        raise Refused(Refusal.PROPOSAL_REPLACED)
    if not _same(proposal.weight_set, estimated_weight_set(programme=programme)):
        raise Refused(Refusal.ANSWERS_CHANGED)
    approval = WeightApproval.objects.create(programme=programme, proposal=proposal, approved_by=by)
    _log.info("weights_approved", programme=programme.slug, by=str(by.pk))
    return approval


def _check(programme: Programme, by: User) -> None:
    """What both need; holds the programme and its survey, so that nothing moves meanwhile."""
    if not is_coordinator(by):
        raise Refused(Refusal.NOT_A_COORDINATOR)
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    if held.frozen_at is None:
        raise Refused(Refusal.METHOD_NOT_FROZEN)
    if not isinstance(weight_rules(held), SurveyWeights):
        raise Refused(Refusal.WEIGHTS_STATED_BY_METHOD)
    if approval_of(held) is not None:
        raise Refused(Refusal.WEIGHTS_APPROVED)
    survey = ExpectationSurvey.objects.select_for_update().filter(programme=held).first()
    if survey and survey.standing(timezone.localdate()) is not SurveyStanding.CLOSED:
        raise Refused(Refusal.SURVEY_TAKES_ANSWERS)


def _same(proposed: WeightSet, today: WeightSet) -> bool:
    """Whether the answers and the weights are the same; what they are compared with may differ."""
    return (proposed.weights, proposed.basis["answers"]) == (today.weights, today.basis["answers"])
