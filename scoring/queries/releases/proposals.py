"""Reading proposed releases: what is owed, and what became of it."""

import datetime as dt
import uuid

from django.db.models import F, Q, QuerySet

from evaluations.models import Programme
from scoring.enums import RunState
from scoring.models import ReleaseProposal
from scoring.queries.leased import due, longest_due
from scoring.queries.runs.runs import fault_sentence


def oldest_due() -> dt.datetime | None:
    """Since when the longest-waiting proposal has been owed its draft; None when none is."""
    return longest_due(ReleaseProposal)


def due_proposals() -> list[uuid.UUID]:
    """Proposals that somebody should draft, those first that were planned first."""
    rows = ReleaseProposal.objects.filter(due(ReleaseProposal)).order_by("planned_at")
    return list(rows.values_list("pk", flat=True))


def is_due(proposal: uuid.UUID) -> bool:
    """Whether the proposal waits for somebody to draft it."""
    return ReleaseProposal.objects.filter(due(ReleaseProposal), pk=proposal).exists()


def unfinished_proposal(programme: Programme) -> ReleaseProposal | None:
    """The programme's proposal that is not drafted yet; there is one at most."""
    return ReleaseProposal.objects.filter(ReleaseProposal.going_on, programme=programme).first()


def proposals_on_desk() -> QuerySet[ReleaseProposal]:
    """Every proposal with what its page names."""
    return ReleaseProposal.objects.select_related(
        "programme", "proposed_by", "cancelled_by", "release"
    )


def proposals_without_release() -> QuerySet[ReleaseProposal]:
    """What is being drafted, and what failed and was the last that its programme was asked for."""
    newest = ReleaseProposal.objects.order_by("programme_id", "-planned_at").distinct(
        "programme_id"
    )
    return proposals_on_desk().filter(
        ReleaseProposal.going_on | Q(state=RunState.FAILED, pk__in=newest.values("pk"))
    )


def failure_sentence(proposal: ReleaseProposal) -> str:
    """What stopped the draft the last time, for a coordinator; empty when nothing did."""
    return fault_sentence(proposal.error)


def made_again(wish: ReleaseProposal) -> ReleaseProposal | None:
    """The same wish by the same person, made before and fulfilled since: a button pressed twice.

    Only where its release is still the programme's newest.
    """
    rows = ReleaseProposal.objects.filter(
        programme=wish.programme,
        run=wish.run,
        clients_from=wish.clients_from,
        public_from=wish.public_from,
        reason=wish.reason,
        seen=wish.seen,
        proposed_by=wish.proposed_by,
        state=RunState.COMPLETE,
        unchanged=False,
        release__number=F("seen") + 1,
    )
    return rows.first()
