"""Releases of the tiny award, made by the services themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from evaluations.models import Programme
from scoring.models import Release, Run
from scoring.queries.releases.releases import last_confirmed_release
from scoring.services.releases.release_lock import LOCK
from scoring.services.releases.releasing import confirm_release, propose_release
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, scored, scored_award
from tests.factories.clients import TwoClients, buy_competitors, two_clients

WHY = "A contact was missing."


@dataclass(frozen=True, slots=True)
class ReadyAward:
    """The scored award with its run, and the two who may release it."""

    award: Award
    run: Run
    alma: User
    clara: User


@dataclass(frozen=True, slots=True)
class Released:
    """An award with a confirmed release.

    Kari's client owns alfa and has gamma in its package; Oda's owns beta.
    """

    award: Award
    run: Run
    release: Release
    clients: TwoClients
    alma: User
    clara: User


def why(programme: Programme) -> dict[str, str]:
    """The public sentence, where the next release of the programme is a correction."""
    return {"en": WHY} if last_confirmed_release(programme) else {}


def proposed(award: Award, run: Run, *, by: User) -> Release:
    """The next release of the award from this run, at once; with its reason if it corrects one."""
    programme = award.programme
    return propose_release(programme=programme, run=run, by=by, reason=why(programme)).release


def ready_award() -> ReadyAward:
    """Nothing proposed yet."""
    alma, clara, award = people.alma(), people.clara(), scored_award()
    return ReadyAward(award, scored(award), alma, clara)


def released(ready: ReadyAward) -> Released:
    """Proposed by Alma and confirmed by Clara."""
    award, alma = ready.award, ready.alma
    clients = two_clients(own=[award.company("alfa")], others=[award.company("beta")], by=alma)
    buy_competitors(clients.client, award.programme, [award.company("gamma")], by=alma)
    release = proposed(award, ready.run, by=alma)
    confirm_release(release=release, by=ready.clara)
    return Released(award, ready.run, release, clients, alma, ready.clara)


def released_award() -> Released:
    """The scored award, proposed by Alma and confirmed by Clara."""
    return released(ready_award())


@contextmanager
def releasing_elsewhere(programme: Programme) -> Iterator[None]:
    """Somebody is in the middle of proposing or confirming a release of the programme."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, programme.pk])
            yield
            # A server lets go of a closed connection's locks only when it comes to it.
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, programme.pk])
    finally:
        other.close()
