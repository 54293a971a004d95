"""Pay runs in words: amounts, how far each has come and by whom, and the files."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.enums.fees import PayRunState
from evaluations.exports import csv_text
from evaluations.models import PayRun
from evaluations.queries.pay.pay_runs import Payee, Waiting
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.pay.fees import amount_words
from evaluations.web.tables import Table
from shoppers.models import Shopper, User

_CHIPS = {
    PayRunState.DRAFT: ("info", "clock"),
    PayRunState.APPROVED: ("good", "check"),
    PayRunState.FILED: ("warn", "clock"),
    PayRunState.PAID: ("neutral", "check"),
    PayRunState.CANCELLED: ("neutral", "cross"),
}
RUN_COLUMNS = ("run", "state", "currency", "amount", "shoppers", "made_on", "until", "paid_on")
PAYEE_COLUMNS = ("shopper", "name", "amount", "currency", "lines", "taken_out")
# What a bank needs for one transfer; README.md describes them.
BANK_COLUMNS = ("payment", "name", "iban", "amount", "currency", "message")


@dataclass(frozen=True, slots=True)
class RunRow:
    """One pay run in a list and at the head of its page."""

    url: str
    key: str
    name: str
    chip: Chip
    state: str
    amount: str
    shoppers: int
    made_by: str
    made_on: dt.date
    until: dt.date | None
    paid_on: dt.date | None


@dataclass(frozen=True, slots=True)
class PayeeRow:
    """One shopper in a pay run, or in what it would be."""

    code: str
    name: str
    count: int
    amount: str
    account: str
    account_since: dt.date | None
    promised_on: dt.date | None
    late: bool
    freed: Sequence[str]


def minor_words(minor: int, currency: str) -> str:
    """An amount in hundredths, in the reader's notation."""
    return amount_words(whole(minor), currency)


def whole(minor: int) -> Decimal:
    """An amount in hundredths as an exact decimal."""
    return Decimal(minor).scaleb(-2)


def run_row(run: Any) -> RunRow:
    """A run as queries.pay_runs gives it."""
    state = run.state
    day = timezone.localdate(run.at)
    return RunRow(
        url=reverse("pay_run", args=[run.pk]),
        key=str(run.pk),
        name=_("Pay run of %(day)s") % {"day": date_format(day)},
        chip=Chip(str(state.label), *_CHIPS[state]),
        state=state.value,
        amount=minor_words(run.total, run.currency).strip(),
        shoppers=run.shoppers,
        made_by=run.by.name,
        made_on=day,
        until=run.until,
        paid_on=run.paid_on,
    )


def run_steps(run: PayRun) -> list[tuple[str, str, dt.datetime]]:
    """What was done with the run, by whom and when."""
    steps: list[tuple[str, User | None, dt.datetime | None]] = [
        (_("Made"), run.by, run.at),
        (_("Approved"), run.approved_by, run.approved_at),
        (_("File made"), run.filed_by, run.filed_at),
        (_("Noted as paid"), run.paid_by, run.paid_at),
        (_("Cancelled"), run.cancelled_by, run.cancelled_at),
    ]
    return [(what, by.name, at) for what, by, at in steps if by is not None and at is not None]


def waiting_rows(found: Iterable[Waiting]) -> list[tuple[Waiting, str, bool]]:
    """What waits, with its amount in words and whether its first promise is over."""
    today = timezone.localdate()
    return [
        (each, minor_words(each.minor, each.currency), each.promised_on < today) for each in found
    ]


def payee_rows(found: Iterable[Payee], currency: str) -> list[PayeeRow]:
    """Shoppers of a run, or of what it would be."""
    today = timezone.localdate()
    return [
        PayeeRow(
            code=payee.shopper.code,
            name=payee.shopper.user.name if payee.shopper.user else "",
            count=payee.count,
            amount=minor_words(payee.minor, currency),
            account=str(payee.account) if payee.account else "",
            account_since=timezone.localdate(payee.account.noted_at) if payee.account else None,
            promised_on=None if payee.promised_on == dt.date.max else payee.promised_on,
            late=payee.promised_on < today,
            freed=[
                f"{minor_words(line.minor, currency)}: {line.freed_because}" for line in payee.freed
            ],
        )
        for payee in found
    ]


def run_table(found: Iterable[Any]) -> Table:
    """Pay runs as a file."""
    lines = (
        {
            "run": str(run.pk),
            "state": str(run.state),
            "currency": run.currency,
            "amount": whole(run.total),
            "shoppers": run.shoppers,
            "made_on": timezone.localdate(run.at),
            "until": run.until,
            "paid_on": run.paid_on,
        }
        for run in found
    )
    return Table("pay-runs", RUN_COLUMNS, lines)


def payee_table(found: Iterable[Payee], run: PayRun) -> Table:
    """Whom a run pays as a file, without accounts."""
    lines: Iterable[Mapping[str, Any]] = (
        {
            "shopper": payee.shopper.code,
            "name": payee.shopper.user.name if payee.shopper.user else "",
            "amount": whole(payee.minor),
            "currency": run.currency,
            "lines": payee.count,
            "taken_out": whole(sum(line.minor for line in payee.freed)),
        }
        for payee in found
    )
    return Table("shoppers", PAYEE_COLUMNS, lines)


def bank_file(run: PayRun, found: Iterable[tuple[Shopper, int, str]]) -> HttpResponse:
    """One transfer a line. The payment's name is the same each time, so a bank knows a repeat."""
    head = run.pk.hex[:8]
    lines = (
        {
            "payment": f"{head}-{shopper.code}",
            "name": shopper.user.name if shopper.user else shopper.code,
            "iban": iban,
            "amount": whole(minor),
            "currency": run.currency,
            "message": f"Best in Test {head}",
        }
        for shopper, minor, iban in found
    )
    return HttpResponse(
        csv_text(BANK_COLUMNS, lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="payments-{head}.csv"'},
    )
