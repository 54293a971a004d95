"""Releases: proposed by one coordinator, confirmed by another, frozen from the first word on."""

import datetime as dt
import time
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from evaluations.models import Programme
from evaluations.services.objections.objection_moments import alone
from scoring.enums import RunState
from scoring.models import Release, ReleaseConfirmation, ReleaseProposal, Run
from scoring.queries.releases.disputed import open_objections_of
from scoring.queries.releases.releases import is_superseded
from scoring.queries.releases.verification import recomputed_hash
from scoring.queries.runs.inputs import overtaken
from scoring.queries.runs.run_companies import companies_changed
from scoring.refusals import Refusal, Refused
from scoring.services.releases.proposals import perform_proposal, plan_proposal
from scoring.services.releases.release_drafts import Times, draft_release
from scoring.services.releases.release_lock import try_lock_releases
from scoring.signals import release_confirmed
from shoppers.models import User
from shoppers.rules import is_coordinator

POLL = 0.2  # seconds between two looks at what somebody else is drafting


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a proposal came to: a new release, or the last one because nothing has changed."""

    release: Release
    unchanged: bool


def propose_release(  # noqa: PLR0913 - the facts of a proposal, all named
    *,
    programme: Programme,
    run: Run,
    by: User,
    clients_from: dt.datetime | None = None,
    public_from: dt.datetime | None = None,
    reason: Mapping[str, str] | None = None,
) -> Proposal:
    """Freeze a run as the programme's next release, here and now, whether or not a worker is there.

    It is readable once a second coordinator confirms it.
    Without times it may be read as soon as it is confirmed, also when its year is long past; with
    one of them, the public never reads before the clients. A time that has passed is refused. The
    release before it, if it was only proposed, can no longer be confirmed once this one is.
    Nothing is made when the last release says the same from the same times on. After a confirmed
    release it is a correction, and `reason` is the sentence for everybody, by language. Raises
    Refused.
    """
    proposal = plan_proposal(
        programme=programme,
        run=run,
        by=by,
        clients_from=clients_from,
        public_from=public_from,
        reason=reason,
    )
    while proposal.state in RunState.unfinished():
        # A worker may be at it already; that is as good.
        if not perform_proposal(proposal.pk):
            time.sleep(POLL)
        proposal.refresh_from_db()
    return outcome_of(proposal)


def outcome_of(proposal: ReleaseProposal) -> Proposal:
    """What a proposal came to that has ended. Raises Refused where it came to nothing."""
    if proposal.release is not None:
        return Proposal(proposal.release, unchanged=proposal.unchanged)
    if proposal.state == RunState.CANCELLED:
        raise Refused(Refusal.PROPOSAL_CANCELLED)
    known = proposal.error in Refusal.values
    raise Refused(Refusal(proposal.error) if known else Refusal.DRAFT_NEVER_ENDED)


def same_release(
    *,
    programme: Programme,
    run: Run,
    clients_from: dt.datetime | None = None,
    public_from: dt.datetime | None = None,
) -> Release | None:
    """The programme's last release when proposing this run would only repeat it."""
    return draft_release(programme, run, Times(clients_from, public_from)).says_same_as


@transaction.atomic
def confirm_release(
    *, release: Release, by: User, accepting: Collection[uuid.UUID] = ()
) -> ReleaseConfirmation:
    """The second coordinator's word: from now on the release's times count.

    While objections wait for an arbiter the release waits too, unless she is `accepting` each of
    them, having seen what rests on it. A release that is confirmed already stays as it is. Tells
    `release_confirmed` after commit. Raises Refused.
    """
    if not is_coordinator(by):
        raise Refused(Refusal.NOT_A_COORDINATOR)
    try_lock_releases(release.programme)
    if confirmed := ReleaseConfirmation.objects.filter(release=release).first():
        return confirmed
    if by.pk == release.proposed_by_id:
        raise Refused(Refusal.SAME_PERSON)
    if is_superseded(release):
        raise Refused(Refusal.SUPERSEDED)
    if recomputed_hash(release) != release.content_hash:
        raise Refused(Refusal.RELEASE_DOES_NOT_VERIFY)
    waiting = _accepted_objections(release, accepting)
    confirmation = ReleaseConfirmation.objects.create(
        release=release, confirmed_by=by, open_objections=waiting
    )
    transaction.on_commit(
        partial(release_confirmed.send_robust, sender=Release, release_id=release.pk)
    )
    return confirmation


def _accepted_objections(release: Release, accepting: Collection[uuid.UUID]) -> list[str]:
    """The keys of what waits for an arbiter, all of it accepted; nothing joins it any more."""
    alone(release.programme)
    if overtaken(release.run):
        raise Refused(Refusal.INPUTS_CHANGED)
    if companies_changed(release.run):
        raise Refused(Refusal.COMPANIES_CHANGED)
    waiting = {each.pk for each in open_objections_of(release.run)}
    if not waiting <= set(accepting):
        raise Refused(Refusal.OBJECTIONS_WAIT)
    return sorted(map(str, waiting))
