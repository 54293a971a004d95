"""What shoppers were paid in a year, by the days the bank says."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from evaluations.models import PayLine
from shoppers.models import Shopper


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One amount that was paid; `kind` is empty for a fee, else a word of ExtraKind.

    `ground` says what a fee was owed for, a word of FeeGround.
    """

    paid_on: dt.date
    what: str
    kind: str
    programme: str
    minor: int
    currency: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class PaidYear:
    """What one shopper was paid in a year, in hundredths of one currency."""

    code: str
    name: str
    currency: str
    fees: int
    extras: int

    @property
    def minor(self) -> int:
        """Both together."""
        return self.fees + self.extras


def years_paid(shopper: Shopper | None = None) -> list[int]:
    """The years in which she, or anybody, was paid anything, the newest first."""
    found = _paid() if shopper is None else _paid().filter(shopper=shopper)
    days = found.order_by().values_list("run__paid_on", flat=True).distinct()
    return sorted({day.year for day in days if day is not None}, reverse=True)


def everybody_paid_in(year: int, *, sort: str = "shopper") -> list[PaidYear]:
    """Each shopper with what she was paid in the year; one row for each currency.

    By `shopper` (her code) or by what she was `paid`, with a minus the other way round.
    """
    rows = (
        _paid()
        .filter(run__paid_on__year=year)
        .annotate(currency=Coalesce("fee__currency", "extra__currency"))
        .order_by("shopper__code", "currency")
        .values("shopper__code", "shopper__user__name", "currency")
        .annotate(
            fees=Sum("minor", filter=Q(extra=None), default=0),
            extras=Sum("minor", filter=Q(fee=None), default=0),
        )
    )
    made = [
        PaidYear(
            row["shopper__code"],
            row["shopper__user__name"] or "",
            row["currency"],
            row["fees"],
            row["extras"],
        )
        for row in rows
    ]
    if sort.removeprefix("-") == "paid":
        made.sort(key=lambda each: each.minor)
    return made[::-1] if sort.startswith("-") else made


def paid_in(shopper: Shopper, year: int) -> list[PaidLine]:
    """Every amount of that year, by day."""
    lines = (
        _paid()
        .filter(shopper=shopper, run__paid_on__year=year)
        .select_related("run", "extra__programme", "fee__test_call__participation__programme")
        .defer("extra__programme__method", "fee__test_call__participation__programme__method")
        .order_by("run__paid_on", "pk")
    )
    return [_line(line) for line in lines]


def _paid() -> QuerySet[PayLine]:
    return PayLine.objects.filter(freed_at=None, run__paid_on__isnull=False)


def _line(line: PayLine) -> PaidLine:
    day = line.run.paid_on
    assert day is not None  # noqa: S101 - the filter above
    if line.fee is not None:
        part = line.fee.test_call.participation
        return PaidLine(
            day,
            part.name,
            "",
            part.programme.slug,
            line.minor,
            line.fee.currency,
            line.fee.ground,
        )
    extra = line.extra
    assert extra is not None  # noqa: S101 - a line is for one thing
    slug = extra.programme.slug
    return PaidLine(day, extra.words, extra.kind, slug, line.minor, extra.currency)
