"""A proposed release while there is no draft of it to look at."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.enums import RunState
from scoring.models import ReleaseProposal
from scoring.queries.releases.proposals import failure_sentence


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposal: whether it still goes on, what is under way, and why it failed."""

    proposal: ReleaseProposal
    unfinished: bool
    under_way: str
    failure: str


def proposal_row(proposal: ReleaseProposal) -> ProposalRow:
    """The proposal in words; a failure only when it ended by it."""
    failed = proposal.state == RunState.FAILED
    return ProposalRow(
        proposal=proposal,
        unfinished=proposal.state in RunState.unfinished(),
        under_way=_said(proposal),
        failure=failure_sentence(proposal) if failed else "",
    )


def _said(proposal: ReleaseProposal) -> str:
    if proposal.error:
        return _("The draft is tried again. %(fault)s") % {"fault": failure_sentence(proposal)}
    if proposal.state == RunState.RUNNING:
        return _("The release is being drafted")
    return _("Waits for a worker")
