"""Proposed weights: asked for as rows, worked out by whoever holds the lease, found by a sweep.

Weights and intervals are computed outside of any transaction; the set, the proposal and the draft's
end are written in one, after a look whether the answers are still the same. So however often an
attempt dies or is made twice, a draft comes to one proposal or to none.
"""

import uuid
from collections.abc import Callable
from functools import partial

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now

from evaluations.models import Programme
from scoring.enums import RunState
from scoring.models import WeightDraft, WeightProposal, WeightSet
from scoring.queries.weights.weight_decisions import newest_proposal
from scoring.queries.weights.weight_drafts import due_weight_drafts, unfinished_weight_draft
from scoring.queries.weights.weight_estimates import answers_of_today
from scoring.refusals import Refusal, Refused
from scoring.services.leases import Lease, Leases
from scoring.services.weights.weight_rules import settling, survey_rules
from scoring.services.weights.weights import stored_once, weights_of_today
from scoring.signals import weights_asked
from shoppers.models import User
from shoppers.rules import is_coordinator

STEPS = 2  # worked out, and stored

_log = structlog.get_logger(__name__)


def plan_weights(*, programme: Programme, by: User) -> WeightDraft:
    """Ask for the weights that today's answers give to be proposed; a worker works them out.

    Asked twice by the same person it is one draft; a programme has one at a time. Tells
    `weights_asked` after commit. Raises Refused.
    """
    with transaction.atomic():
        settling(programme, by)
        planned = _planned(WeightDraft(programme=programme, asked_by=by, steps=STEPS))
        transaction.on_commit(
            partial(weights_asked.send_robust, sender=WeightDraft, draft_id=planned.pk)
        )
    return planned


def _planned(wish: WeightDraft) -> WeightDraft:
    try:
        with transaction.atomic():
            if unfinished_weight_draft(wish.programme) is None:
                wish.save(force_insert=True)
                return wish
    except IntegrityError:
        pass  # somebody asked in this moment
    standing = unfinished_weight_draft(wish.programme)
    if standing is None or standing.asked_by_id != wish.asked_by_id:
        raise Refused(Refusal.WEIGHTS_UNDER_WAY)
    return standing


def cancel_weights(*, draft: WeightDraft, by: User) -> None:
    """End a draft that is not proposed yet; what is under way writes nothing more.

    Raises Refused.
    """
    if not is_coordinator(by):
        raise Refused(Refusal.NOT_A_COORDINATOR)
    ended = WeightDraft.objects.filter(WeightDraft.going_on, pk=draft.pk).update(
        state=RunState.CANCELLED, cancelled_by=by, finished_at=Now()
    )
    if not ended:
        raise Refused(Refusal.WEIGHTS_NOT_UNDER_WAY)


def perform_weights(
    draft_id: uuid.UUID, *, after_step: Callable[[], object] = lambda: None
) -> bool:
    """Work the weights out and propose them, if that is due; whether it was ours to do.

    A refusal ends it with its code. Any other fault leaves it to a later attempt, a few times;
    then it is failed for a coordinator to see.
    """
    lease = WEIGHT_DRAFTS.claim(draft_id)
    if lease is None:
        return False
    WEIGHT_DRAFTS.attempt(lease, partial(_work_out, after_step=after_step))
    return True


def sweep_weights() -> int:
    """Work out whatever nobody is working on; how much there was."""
    return sum(perform_weights(pk) for pk in due_weight_drafts())


def _work_out(lease: Lease, *, after_step: Callable[[], object]) -> None:
    WEIGHT_DRAFTS.renew(lease, steps_done=0)
    asked = WEIGHT_DRAFTS.read(lease)
    today = weights_of_today(asked.programme)
    WEIGHT_DRAFTS.renew(lease, steps_done=1)
    after_step()
    with WEIGHT_DRAFTS.held(lease) as draft:
        programme = settling(draft.programme, draft.asked_by)
        if answers_of_today(programme, survey_rules(programme)) != today.basis["answers"]:
            raise Refused(Refusal.ANSWERS_CHANGED)
        proposal, unchanged = _proposed(draft, stored_once(today))
        WeightDraft.objects.filter(pk=draft.pk).update(
            state=RunState.COMPLETE,
            proposal=proposal,
            unchanged=unchanged,
            steps_done=F("steps"),
            finished_at=Now(),
            leased_until=None,
        )
    after_step()


def _proposed(draft: WeightDraft, found: WeightSet) -> tuple[WeightProposal, bool]:
    """The proposal of these weights, and whether it is the newest as it was."""
    newest = newest_proposal(draft.programme)
    if newest is not None and newest.weight_set_id == found.pk:
        return newest, True
    proposal = WeightProposal.objects.create(
        programme=draft.programme,
        number=newest.number + 1 if newest else 1,
        weight_set=found,
        proposed_by=draft.asked_by,
    )
    _log.info("weights_proposed", programme=draft.programme.slug, by=str(draft.asked_by_id))
    return proposal, False


def _fail(draft: WeightDraft, error: str) -> None:
    WeightDraft.objects.filter(WeightDraft.going_on, pk=draft.pk).update(
        state=RunState.FAILED, error=error, finished_at=Now()
    )


WEIGHT_DRAFTS = Leases(
    WeightDraft,
    given_up=Refusal.WEIGHTS_NEVER_ENDED,
    close=_fail,
    beside=("programme__checklist_version", "asked_by"),
)
