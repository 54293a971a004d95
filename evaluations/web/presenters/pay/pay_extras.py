"""Expenses, bonuses and what was paid in a year, in words and as files."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from evaluations.enums import ExtraKind, FeeState
from evaluations.queries.pay.pay_years import PaidLine, PaidYear
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.pay.fees import fee_chip, ground_words
from evaluations.web.presenters.pay.pay_runs import minor_words, whole
from evaluations.web.tables import Table

COLUMNS = (
    "shopper",
    "programme",
    "kind",
    "amount",
    "currency",
    "state",
    "spent_on",
    "entered_on",
    "promised_on",
    "paid_on",
    "words",
    "reason",
    "receipts",
)
YEAR_COLUMNS = ("paid_on", "what", "kind", "why", "programme", "amount", "currency")
EVERYBODY_COLUMNS = ("year", "shopper", "name", "fees", "extras", "paid", "currency")


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """One expense or bonus; `late` says that its promised day is over and it is not paid."""

    shopper: str
    kind: str
    words: str
    amount: str
    chip: Chip
    reason: str
    spent_on: dt.date
    promised_on: dt.date
    paid_on: dt.date | None
    late: bool
    decide_url: str
    take_back_url: str
    # Her own page of it; a bonus has none. Then each receipt to open, whether more are
    # coming, and whether she may add one.
    url: str
    key: str
    receipts: Sequence[str]
    receipts_come: bool
    may_add: bool


def extra_row(extra: Any) -> ExtraRow:
    """One of queries.pay_extras; its receipts where the query has asked for them."""
    state = FeeState(extra.state)
    decision = getattr(extra, "decision", None)
    is_open = state in FeeState.unsettled()
    return ExtraRow(
        shopper=extra.shopper.code,
        kind=str(ExtraKind(extra.kind).label),
        words=extra.words,
        amount=minor_words(extra.minor, extra.currency),
        chip=fee_chip(state),
        reason=decision.reason if decision is not None else "",
        spent_on=extra.spent_on,
        promised_on=extra.promised_on,
        paid_on=extra.paid_on,
        late=is_open and extra.promised_on < timezone.localdate(),
        decide_url=reverse("decide_pay_extra", args=[extra.pk]) if decision is None else "",
        take_back_url=reverse("take_back_expense", args=[extra.pk]) if decision is None else "",
        url=reverse("my_expense", args=[extra.pk]) if extra.kind in ExtraKind.expenses() else "",
        key=str(extra.key),
        receipts=[reverse("attachment", args=[each]) for each in getattr(extra, "receipts", ())],
        receipts_come=getattr(extra, "receipts_come", False),
        may_add=extra.kind in ExtraKind.expenses() and decision is None,
    )


def extra_table(found: Iterable[Any]) -> Table:
    """Expenses and bonuses as a file; with their receipts."""
    lines = (
        {
            "shopper": extra.shopper.code,
            "programme": extra.programme.slug,
            "kind": extra.kind,
            "amount": whole(extra.minor),
            "currency": extra.currency,
            "state": extra.state,
            "spent_on": extra.spent_on,
            "entered_on": timezone.localdate(extra.at),
            "promised_on": extra.promised_on,
            "paid_on": extra.paid_on,
            "words": extra.words,
            "reason": extra_row(extra).reason,
            "receipts": len(extra.receipts),
        }
        for extra in found
    )
    return Table("extras", COLUMNS, lines)


def year_sums(lines: Sequence[PaidLine]) -> list[tuple[str, str, str, str]]:
    """Currency, then fees, expenses with bonuses, and both together, in words."""
    made = []
    for currency in sorted({line.currency for line in lines}):
        fees = sum(line.minor for line in lines if line.currency == currency and not line.kind)
        extras = sum(line.minor for line in lines if line.currency == currency and line.kind)
        words = [minor_words(each, currency) for each in (fees, extras, fees + extras)]
        made.append((currency, words[0], words[1], words[2]))
    return made


def paid_rows(lines: Iterable[PaidLine]) -> list[tuple[PaidLine, str, str]]:
    """Each amount of a year with why a fee without a report was owed, and in words."""
    return [
        (
            line,
            ground_words(line.ground) if line.ground else "",
            minor_words(line.minor, line.currency),
        )
        for line in lines
    ]


def everybody_rows(found: Iterable[PaidYear]) -> list[tuple[PaidYear, str, str, str]]:
    """Each shopper of a year, with fees, expenses and bonuses, and both together in words."""
    return [
        (
            each,
            minor_words(each.fees, each.currency),
            minor_words(each.extras, each.currency),
            minor_words(each.minor, each.currency),
        )
        for each in found
    ]


def everybody_table(year: int, found: Iterable[PaidYear]) -> Table:
    """A year of every shopper as a file."""
    rows = (
        {
            "year": year,
            "shopper": each.code,
            "name": each.name,
            "fees": whole(each.fees),
            "extras": whole(each.extras),
            "paid": whole(each.minor),
            "currency": each.currency,
        }
        for each in found
    )
    return Table("paid", EVERYBODY_COLUMNS, rows)


def year_table(lines: Iterable[PaidLine]) -> Table:
    """A year as a file."""
    rows = (
        {
            "paid_on": line.paid_on,
            "what": line.what,
            "kind": line.kind or "fee",
            "why": ground_words(line.ground) if line.ground else "",
            "programme": line.programme,
            "amount": whole(line.minor),
            "currency": line.currency,
        }
        for line in lines
    )
    return Table("year", YEAR_COLUMNS, rows)
