"""Who may write a row of work: one holder at a time, fenced by the lease's number.

A holder that was presumed dead and comes back finds another number on the row and writes nothing;
neither does one whose work was ended meanwhile.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import structlog
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from scoring.models.leased import Leased
from scoring.queries.leased import due
from scoring.refusals import Refusal, Refused

# Until a worker that took a row and died is given up. One that lives holds the row's lock for as
# long as its work takes, and nobody takes a locked row; or it renews its lease as it goes.
LEASE = dt.timedelta(seconds=30)
MOST_LEASES = 5
# How long a row rests after a fault, times the attempts it has had.
REST = dt.timedelta(seconds=2)

_log = structlog.get_logger(__name__)
Row = TypeVar("Row", bound=Leased)
Done = TypeVar("Done")


class LeaseLost(Exception):
    """The row is somebody else's now, or its work was ended; what was not committed is void."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write one row."""

    row: int | uuid.UUID
    number: int


@dataclass(frozen=True, slots=True)
class Leases(Generic[Row]):
    """The leases of one kind of work.

    `beside` is read with a row that is held. `begun` is told of each row that is taken, `close`
    ends the work of one without a result; `given_up` is why, for one that was taken too often.
    """

    model: type[Row]
    given_up: Refusal
    close: Callable[[Row, str], object]
    begun: Callable[[Row], object] = lambda _row: None
    beside: tuple[str, ...] = ()

    @transaction.atomic
    def claim(self, row: int | uuid.UUID) -> Lease | None:
        """Take the row if it is due; None if it is not.

        The work of a row that was taken too often is ended instead: something in it stops whoever
        works on it.
        """
        rows = self._rows.select_for_update(skip_locked=True, of=("self",), no_key=True)
        found = rows.filter(due(self.model), pk=row).first()
        if found is None:
            return None
        if found.lease >= MOST_LEASES:
            self.close(found, found.error or self.given_up.value)
            return None
        self._rows.filter(pk=row).update(
            state=self.model.under_way, lease=F("lease") + 1, leased_until=Now() + LEASE, error=""
        )
        self.begun(found)
        return Lease(row, found.lease + 1)

    def read(self, lease: Lease) -> Row:
        """The row with what is beside it; it may be somebody else's in the next moment.

        Raises LeaseLost.
        """
        found = self._ours(lease).select_related(*self.beside).first()
        if found is None:
            raise LeaseLost
        return found

    @contextmanager
    def held(self, lease: Lease) -> Iterator[Row]:
        """A transaction in which the row is locked and ours; other rows go on beside it.

        Raises LeaseLost before anything is done when the lease is no longer the row's.
        """
        with transaction.atomic():
            locked = self._ours(lease).select_for_update(of=("self",), no_key=True)
            found = locked.select_related(*self.beside).first()
            if found is None:
                raise LeaseLost
            yield found

    def renew(self, lease: Lease, **facts: Any) -> None:
        """Keep the row for another while, and write how far it is; seen by all at once.

        Raises LeaseLost.
        """
        if not self._ours(lease).update(leased_until=Now() + LEASE, **facts):
            raise LeaseLost

    def attempt(self, lease: Lease, work: Callable[[Lease], Done]) -> Done | None:
        """What the work gave; None where it could not be done.

        A refusal ends it with its code. Any other fault leaves it to a later attempt.
        """
        try:
            return work(lease)
        except LeaseLost:
            _log.warning("lease_lost", kind=self.model.__name__, row=lease.row)
        except Refused as refused:
            _log.warning("refused", kind=self.model.__name__, row=lease.row, code=refused.code)
            self._fail(lease, error=refused.code)
        except Exception as fault:  # noqa: BLE001 - the next attempt may do better; the row counts
            _log.exception("fault", kind=self.model.__name__, row=lease.row)
            self.rest(lease, error=type(fault).__name__)
        return None

    def rest(self, lease: Lease, *, error: str) -> None:
        """Let go of the row after a fault, to be tried again in a while."""
        self._ours(lease).update(error=error, leased_until=Now() + REST * lease.number)

    def _fail(self, lease: Lease, *, error: str) -> None:
        found = self._ours(lease).first()
        if found is not None:
            self.close(found, error)

    def _ours(self, lease: Lease) -> QuerySet[Row]:
        return self._rows.filter(self.model.going_on, pk=lease.row, lease=lease.number)

    @property
    def _rows(self) -> QuerySet[Row]:
        return self.model.objects.all()
