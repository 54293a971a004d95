"""What workers do: an id in, a service called."""

import uuid

import structlog
from celery import shared_task

from scoring.services import broken_seals
from scoring.services.releases import corrections, proposals
from scoring.services.runs import runs
from scoring.services.weights import weight_drafts

_log = structlog.get_logger(__name__)


@shared_task(name="scoring.perform_step")
def perform_step(step_id: int) -> None:
    """Do a step of a run, unless somebody else is at it or it is done."""
    if not runs.perform_step(step_id):
        _log.info("step_not_due", step=step_id)


@shared_task(name="scoring.sweep_runs")
def sweep_runs() -> None:
    """Do what a lost hint left lying."""
    if found := runs.sweep_runs():
        _log.info("runs_swept", count=found)


@shared_task(name="scoring.draft_release")
def draft_release(proposal_id: str) -> None:
    """Draft a proposed release, unless somebody else is at it or it has ended."""
    if not proposals.perform_proposal(uuid.UUID(proposal_id)):
        _log.info("proposal_not_due", proposal=proposal_id)


@shared_task(name="scoring.sweep_proposals")
def sweep_proposals() -> None:
    """Draft the releases that a lost hint left lying."""
    if found := proposals.sweep_proposals():
        _log.info("proposals_swept", count=found)


@shared_task(name="scoring.work_out_weights")
def work_out_weights(draft_id: str) -> None:
    """Work out and propose weights, unless somebody else is at it or it has ended."""
    if not weight_drafts.perform_weights(uuid.UUID(draft_id)):
        _log.info("weights_not_due", draft=draft_id)


@shared_task(name="scoring.sweep_weights")
def sweep_weights() -> None:
    """Work out the weights that a lost hint left lying."""
    if found := weight_drafts.sweep_weights():
        _log.info("weights_swept", count=found)


@shared_task(name="scoring.tell_corrections")
def tell_corrections() -> None:
    """Tell client members of corrections that they can read by now."""
    if found := corrections.tell_corrections():
        _log.info("corrections_told", count=found)


@shared_task(name="scoring.check_releases")
def check_releases() -> None:
    """Tell coordinators of releases that are no longer what was sealed."""
    if found := broken_seals.check_releases():
        _log.error("releases_differ", count=found)
