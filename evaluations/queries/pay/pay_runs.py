"""Reading what is to be paid, and pay runs: sums in hundredths of a currency."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from evaluations.models import Fee, PayExtra, PayLine, PayRun
from shoppers.models import BankAccount, Shopper
from shoppers.queries.bank_accounts import accounts_now

_LIVE = PayLine.objects.filter(freed_at=None)


@dataclass(slots=True)
class Due:
    """One approved fee or extra that stands in no pay run."""

    shopper: Shopper
    minor: int
    currency: str
    owed_on: dt.date
    promised_on: dt.date
    fee: int | None = None
    extra: int | None = None


@dataclass(slots=True)
class Payee:
    """What one shopper is to be paid, or is paid by a run, in its currency."""

    shopper: Shopper
    minor: int = 0
    count: int = 0
    promised_on: dt.date = dt.date.max
    account: BankAccount | None = None
    freed: list[PayLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to be paid in one currency, and the earliest day that was promised for it."""

    currency: str
    count: int
    minor: int
    promised_on: dt.date


@dataclass(frozen=True, slots=True)
class PayNeeds:
    """What of the pay needs a hand: to be paid, runs to approve, expenses to decide."""

    payable: int
    promised_on: dt.date | None
    drafts: int
    expenses: int


def minor_of(fee: Fee) -> int:
    """The fee in hundredths of its currency."""
    return int(fee.amount * 100)


def due(*, currency: str = "", until: dt.date | None = None) -> list[Due]:
    """What was approved and stands in no pay run, in one currency or all, owed up to a day."""
    fees = payable_fees().select_related("test_call__shopper__user")
    extras = payable_extras().select_related("shopper__user")
    if currency:
        fees, extras = fees.filter(currency=currency), extras.filter(currency=currency)
    found = [
        Due(
            fee.test_call.shopper,
            minor_of(fee),
            fee.currency,
            timezone.localdate(fee.owed_at),
            fee.promised_on,
            fee=fee.pk,
        )
        for fee in fees
        if fee.test_call.shopper is not None
    ]
    found += [
        Due(
            extra.shopper,
            extra.minor,
            extra.currency,
            timezone.localdate(extra.at),
            extra.promised_on,
            extra=extra.pk,
        )
        for extra in extras
    ]
    return [each for each in found if until is None or each.owed_on <= until]


def payable_fees() -> QuerySet[Fee]:
    """Approved fees that stand in no live pay run."""
    taken = Exists(_LIVE.filter(fee=OuterRef("pk")))
    return Fee.objects.filter(~taken, approval__isnull=False).order_by("pk")


def payable_extras() -> QuerySet[PayExtra]:
    """The same of expenses and bonuses."""
    taken = Exists(_LIVE.filter(extra=OuterRef("pk")))
    return PayExtra.objects.filter(~taken, decision__approved=True).order_by("pk")


def payees(found: Iterable[Due]) -> tuple[list[Payee], list[Payee]]:
    """Those who can be paid, and those who have given no account; the longest promised first."""
    groups: dict[int, Payee] = {}
    for each in found:
        payee = groups.setdefault(each.shopper.pk, Payee(each.shopper))
        payee.minor, payee.count = payee.minor + each.minor, payee.count + 1
        payee.promised_on = min(payee.promised_on, each.promised_on)
    for key, account in accounts_now(groups).items():
        groups[key].account = account
    order = sorted(groups.values(), key=lambda each: (each.promised_on, each.shopper.code))
    return [each for each in order if each.account], [each for each in order if not each.account]


def waiting() -> list[Waiting]:
    """What waits to be paid, by currency; the earliest promise first."""
    groups: dict[str, list[Due]] = defaultdict(list)
    for each in due():
        groups[each.currency].append(each)
    made = [
        Waiting(
            currency,
            len(group),
            sum(each.minor for each in group),
            min(each.promised_on for each in group),
        )
        for currency, group in groups.items()
    ]
    return sorted(made, key=lambda each: (each.promised_on, each.currency))


def pay_runs() -> QuerySet[PayRun]:
    """Every pay run with `total` and `shoppers` of its live lines, the newest first."""
    live = Q(lines__freed_at=None)
    return (
        PayRun.objects.annotate(
            total=Sum("lines__minor", filter=live, default=0),
            shoppers=Count("lines__shopper", filter=live, distinct=True),
        )
        .select_related("by", "approved_by", "filed_by", "paid_by", "cancelled_by")
        .order_by("-at", "-pk")
    )


def pay_run(key: uuid.UUID) -> PayRun | None:
    """One of them."""
    return pay_runs().filter(pk=key).first()


def payees_of(run: PayRun) -> list[Payee]:
    """Whom the run pays, or would have paid, by code: with the account of its file or of now.

    What was freed of a run that was not cancelled is beside what is left.
    """
    lines = run.lines.select_related("shopper__user", "account").order_by("shopper__code", "pk")
    groups: dict[int, Payee] = {}
    for line in lines:
        payee = groups.setdefault(line.shopper_id, Payee(line.shopper))
        if line.freed_at is not None and run.cancelled_at is None:
            payee.freed.append(line)
            continue
        payee.minor, payee.count = payee.minor + line.minor, payee.count + 1
        payee.account = line.account
    if run.filed_at is None and run.cancelled_at is None:
        for key, account in accounts_now(groups).items():
            groups[key].account = account
    return list(groups.values())


def pay_needs() -> PayNeeds:
    """What the desk is told of."""
    about = {"count": Count("pk"), "first": Min("promised_on")}
    fees = payable_fees().order_by().aggregate(**about)
    extras = payable_extras().order_by().aggregate(**about)
    return PayNeeds(
        payable=fees["count"] + extras["count"],
        promised_on=min(
            (day for day in (fees["first"], extras["first"]) if day is not None), default=None
        ),
        drafts=PayRun.objects.filter(approved_at=None, cancelled_at=None, currency__gt="").count(),
        expenses=PayExtra.objects.filter(decision=None).count(),
    )
