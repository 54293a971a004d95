"""Proposed releases: planned as rows, drafted by whoever holds the lease, found by a sweep.

A draft is computed outside of any transaction, its holder telling how far it is and renewing the
lease as it goes; its rows, the release and the proposal's end are written in one. So however often
an attempt dies or is made twice, a proposal comes to one release or to none.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now

from evaluations.models import Programme
from scoring.enums import RunState
from scoring.models import Release, ReleaseProposal, Run
from scoring.queries.releases.proposals import due_proposals, made_again, unfinished_proposal
from scoring.queries.releases.releases import newest_release
from scoring.refusals import Refusal, Refused
from scoring.services.leases import Lease, Leases
from scoring.services.releases.corrections import reason_for
from scoring.services.releases.release_drafts import (
    Draft,
    Times,
    draft_release,
    draft_steps,
    refuse_unreleasable,
)
from scoring.services.releases.release_lock import lock_releases
from scoring.services.releases.release_storing import store_release
from scoring.signals import release_planned
from shoppers.models import User
from shoppers.rules import is_coordinator

_WISH = ("run_id", "proposed_by_id", "clients_from", "public_from", "reason", "seen")


def plan_proposal(  # noqa: PLR0913 - the facts of a proposal, all named
    *,
    programme: Programme,
    run: Run,
    by: User,
    clients_from: dt.datetime | None = None,
    public_from: dt.datetime | None = None,
    reason: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> ReleaseProposal:
    """Ask for a run as the programme's next release; a worker drafts it.

    `seen` is the number of the newest release when she looked at the changes, 0 for none. The same
    asked twice is one proposal. A programme has one at a time. Tells `release_planned` after
    commit. Raises Refused.
    """
    if not is_coordinator(by):
        raise Refused(Refusal.NOT_A_COORDINATOR)
    if clients_from and public_from and public_from < clients_from:
        raise Refused(Refusal.PUBLIC_BEFORE_CLIENTS)
    refuse_unreleasable(programme, run)
    wish = ReleaseProposal(
        programme=programme,
        run=run,
        proposed_by=by,
        clients_from=clients_from,
        public_from=public_from,
        reason=dict(reason or {}),
        seen=seen,
        steps=draft_steps(run),
    )
    with transaction.atomic():
        planned = _planned(wish)
        if planned.state in RunState.unfinished():
            transaction.on_commit(
                partial(release_planned.send_robust, sender=ReleaseProposal, proposal_id=planned.pk)
            )
    return planned


def _planned(wish: ReleaseProposal) -> ReleaseProposal:
    """The proposal with this wish: the one that has it already, or else a new one."""
    try:
        with transaction.atomic():
            if unfinished_proposal(wish.programme) is None:
                if again := _overtaken(wish):
                    return again
                wish.save(force_insert=True)
                return wish
    except IntegrityError:
        pass  # somebody planned one in this moment
    standing = unfinished_proposal(wish.programme)
    if standing and all(getattr(standing, name) == getattr(wish, name) for name in _WISH):
        return standing
    raise Refused(Refusal.RELEASING_NOW)


def _overtaken(wish: ReleaseProposal) -> ReleaseProposal | None:
    """What became of the same wish, where it was that which made the newest release.

    Raises Refused where somebody else's release came in between looking and asking.
    """
    newest = newest_release(wish.programme)
    if wish.seen is None or wish.seen == (newest.number if newest else 0):
        return None
    again = made_again(wish)
    if again is None or again.release != newest:
        raise Refused(Refusal.OVERTAKEN)
    return again


def cancel_proposal(*, proposal: ReleaseProposal, by: User) -> None:
    """End a proposal that is not drafted yet; what is under way writes nothing more.

    Raises Refused.
    """
    if not is_coordinator(by):
        raise Refused(Refusal.NOT_A_COORDINATOR)
    ended = ReleaseProposal.objects.filter(ReleaseProposal.going_on, pk=proposal.pk).update(
        state=RunState.CANCELLED, cancelled_by=by, finished_at=Now()
    )
    if not ended:
        raise Refused(Refusal.PROPOSAL_IS_OVER)


def perform_proposal(
    proposal_id: uuid.UUID, *, after_step: Callable[[], object] = lambda: None
) -> bool:
    """Draft the proposal and store its release, if it is due; whether it was ours to do.

    A refusal ends it with its code. Any other fault leaves it to a later attempt, a few times;
    then it is failed for a coordinator to see.
    """
    lease = PROPOSALS.claim(proposal_id)
    if lease is None:
        return False
    PROPOSALS.attempt(lease, partial(_draft_and_store, after_step=after_step))
    return True


def sweep_proposals() -> int:
    """Draft every proposal that nobody is working on; how many there were."""
    return sum(perform_proposal(pk) for pk in due_proposals())


def _draft_and_store(lease: Lease, *, after_step: Callable[[], object]) -> None:
    PROPOSALS.renew(lease, steps_done=0)

    def tell() -> None:
        PROPOSALS.renew(lease, steps_done=F("steps_done") + 1)
        after_step()

    asked = PROPOSALS.read(lease)
    draft = draft_release(
        asked.programme,
        asked.run,
        Times(asked.clients_from, asked.public_from),
        now=asked.planned_at,
        tell=tell,
    )
    with PROPOSALS.held(lease) as proposal:
        lock_releases(proposal.programme)
        release = draft.says_same_as or _store(proposal, draft)
        ReleaseProposal.objects.filter(pk=proposal.pk).update(
            state=RunState.COMPLETE,
            release=release,
            unchanged=draft.says_same_as is not None,
            steps_done=F("steps"),
            finished_at=Now(),
            leased_until=None,
        )
    after_step()


def _store(proposal: ReleaseProposal, draft: Draft) -> Release:
    """The draft as the programme's newest release. Raises Refused."""
    release = draft.release
    if proposal.seen is not None and release.number != proposal.seen + 1:
        raise Refused(Refusal.OVERTAKEN)
    release.proposed_by = proposal.proposed_by
    release.correction = reason_for(release, proposal.reason)
    release.content_hash = draft.content_hash()
    store_release(release, draft.content)
    return release


def _fail(proposal: ReleaseProposal, error: str) -> None:
    ReleaseProposal.objects.filter(ReleaseProposal.going_on, pk=proposal.pk).update(
        state=RunState.FAILED, error=error, finished_at=Now()
    )


PROPOSALS = Leases(
    ReleaseProposal,
    given_up=Refusal.DRAFT_NEVER_ENDED,
    close=_fail,
    beside=("programme__checklist_version", "run__programme", "run__weight_set", "proposed_by"),
)
