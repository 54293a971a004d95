"""The demo's weights from a survey, settled by its two coordinators before anything counts."""

from collections.abc import Mapping

from evaluations.models import Programme
from scoring.queries.weights.expectations import sections_asked
from scoring.queries.weights.weight_decisions import approval_of
from scoring.services.weights.weight_decisions import approve_weights, propose_weights
from shoppers.models import User


def settle_weights(*, programme: Programme, people: Mapping[str, User]) -> None:
    """Propose and approve what the method leaves to a survey, unless that has been done already."""
    if not sections_asked(programme) or approval_of(programme) is not None:
        return
    first, second = people["coordinator"], people["second_coordinator"]
    proposal = propose_weights(programme=programme, by=first).proposal
    # Of hands at the desk, the proposal may be either one's.
    approve_weights(proposal=proposal, by=second if proposal.proposed_by_id == first.pk else first)
