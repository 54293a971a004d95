"""Weights: proposed by one coordinator, approved by another, and then they stay."""

import time
from dataclasses import dataclass

import structlog
from django.db import transaction

from evaluations.models import Programme
from scoring.enums import RunState
from scoring.models import WeightApproval, WeightProposal, WeightSet
from scoring.queries.weights.weight_decisions import approval_of, newest_proposal
from scoring.refusals import Refusal, Refused
from scoring.services.weights.weight_drafts import perform_weights, plan_weights
from scoring.services.weights.weight_rules import settling
from scoring.services.weights.weights import estimated_weight_set
from shoppers.models import User
from shoppers.rules import is_coordinator

POLL = 0.2  # seconds between two looks at what somebody else works out

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a proposal came to: a new one, or the newest because it says the same."""

    proposal: WeightProposal
    unchanged: bool


def propose_weights(*, programme: Programme, by: User) -> Proposed:
    """Put the weights that today's answers give before a second coordinator, here and now.

    Whether or not a worker is there. A proposal before it can no longer be approved. Nothing is
    made when the newest proposal is of these very weights. Raises Refused.
    """
    draft = plan_weights(programme=programme, by=by)
    while draft.state in RunState.unfinished():
        # A worker may be at it already; that is as good.
        if not perform_weights(draft.pk):
            time.sleep(POLL)
        draft.refresh_from_db()
    if draft.proposal is not None:
        return Proposed(draft.proposal, unchanged=draft.unchanged)
    if draft.state == RunState.CANCELLED:
        raise Refused(Refusal.WEIGHTS_CANCELLED)
    known = draft.error in Refusal.values
    raise Refused(Refusal(draft.error) if known else Refusal.WEIGHTS_NEVER_ENDED)


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
    settling(programme, by)
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


def _same(proposed: WeightSet, today: WeightSet) -> bool:
    """Whether the answers and the weights are the same; what they are compared with may differ."""
    return (proposed.weights, proposed.basis["answers"]) == (today.weights, today.basis["answers"])
