"""What a shopper was paid in a year, by the days the bank says."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from evaluations.models import PayLine
from shoppers.models import Shopper


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One amount that was paid; `kind` is empty for a fee, else a word of ExtraKind."""

    paid_on: dt.date
    what: str
    kind: str
    programme: str
    minor: int
    currency: str


def years_paid(shopper: Shopper) -> list[int]:
    """The years in which she was paid anything, the newest first."""
    days = _paid(shopper).order_by().values_list("run__paid_on", flat=True).distinct()
    return sorted({day.year for day in days if day is not None}, reverse=True)


def paid_in(shopper: Shopper, year: int) -> list[PaidLine]:
    """Every amount of that year, by day."""
    lines = (
        _paid(shopper)
        .filter(run__paid_on__year=year)
        .select_related("run", "extra__programme", "fee__test_call__participation__programme")
        .defer("extra__programme__method", "fee__test_call__participation__programme__method")
        .order_by("run__paid_on", "pk")
    )
    return [_line(line) for line in lines]


def _paid(shopper: Shopper) -> QuerySet[PayLine]:
    return PayLine.objects.filter(shopper=shopper, freed_at=None, run__paid_on__isnull=False)


def _line(line: PayLine) -> PaidLine:
    day = line.run.paid_on
    assert day is not None  # noqa: S101 - the filter above
    if line.fee is not None:
        part = line.fee.test_call.participation
        return PaidLine(day, part.name, "", part.programme.slug, line.minor, line.fee.currency)
    extra = line.extra
    assert extra is not None  # noqa: S101 - a line is for one thing
    slug = extra.programme.slug
    return PaidLine(day, extra.words, extra.kind, slug, line.minor, extra.currency)
