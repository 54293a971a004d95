"""Fees in words: amounts, where each stands and why, and what it comes to."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Channel, EvaluationState, FeeCause, FeeGround, FeeState
from evaluations.models import Fee
from evaluations.queries.pay.fees import FeeSum
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.presenters.review.review_history import reason_words
from evaluations.web.tables import Table

_CHIPS = {
    FeeState.PENDING: ("info", "clock"),
    FeeState.APPROVED: ("good", "check"),
    FeeState.PAID: ("neutral", "check"),
    FeeState.REFUSED: ("bad", "cross"),
    FeeState.TAKEN_BACK: ("neutral", "cross"),
}
COLUMNS = (
    "programme",
    "company",
    "channel",
    "shopper",
    "amount",
    "currency",
    "state",
    "owed_on",
    "promised_on",
    "paid_on",
    "why",
    "call",
)


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One fee in a list; `late` says that its promised day is over and it is not paid."""

    url: str
    company: str
    channel: str
    shopper: str
    amount: str
    chip: Chip
    why: str
    owed_on: dt.date
    promised_on: dt.date
    paid_on: dt.date | None
    late: bool
    approve_url: str


def amount_words(amount: Decimal, currency: str) -> str:
    """An amount in its currency, in the reader's notation."""
    whole = f"{amount:.2f}".removesuffix(".00")
    return f"{number_format(whole, force_grouping=True)} {currency}"


def state_of(fee: Any) -> FeeState:
    """Where the fee stands; it comes from queries.fees."""
    return FeeState(fee.state)


def fee_row(fee: Fee, *, on_desk: bool = False) -> FeeRow:
    """A fee as its shopper reads it, or as the desk does."""
    call, state = fee.test_call, state_of(fee)
    is_open = state in FeeState.unsettled()
    may_approve = on_desk and state in {FeeState.PENDING, FeeState.REFUSED}
    return FeeRow(
        url=reverse("desk_call" if on_desk else "my_call", args=[call.pk]),
        company=call.participation.name,
        channel=str(Channel(call.channel).label),
        shopper=call.shopper.code if call.shopper else "",
        amount=amount_words(fee.amount, fee.currency),
        chip=fee_chip(state),
        why=fee_reason(fee),
        owed_on=timezone.localdate(fee.owed_at),
        promised_on=fee.promised_on,
        paid_on=fee.paid_on,  # type: ignore[attr-defined]  # annotated by queries.fees
        late=is_open and fee.promised_on < timezone.localdate(),
        approve_url=reverse("approve_fee", args=[call.pk]) if may_approve else "",
    )


def fee_chip(state: FeeState) -> Chip:
    """The state as a chip."""
    return Chip(str(state.label), *_CHIPS[state])


def fee_reason(fee: Fee) -> str:
    """Why the fee stands where it stands; empty where its state says it all."""
    if getattr(fee, "approval", None) is not None:
        return _approved_because(fee)
    report = getattr(fee.test_call, "evaluation", None)
    if report is not None and report.state == EvaluationState.REJECTED:
        return _rejected(fee, getattr(report, "appeal", None))
    if report is not None and report.state == EvaluationState.RETURNED:
        return _("The report came back and waits to be mended.")
    return _("Waits for the review.")


def _rejected(fee: Fee, filed: Any) -> str:
    if state_of(fee) is FeeState.REFUSED:
        because = filed.decision.reason if filed is not None else _rejected_because(fee)
        return _("The report was rejected: %(reason)s") % {"reason": because}
    if filed is not None:
        return _("Waits for the appeal.")
    return _("Waits for the end of the time for an appeal.")


def _approved_because(fee: Fee) -> str:
    if state_of(fee) is FeeState.APPROVED and fee.in_pay_run:  # type: ignore[attr-defined]  # as above
        return _("On its way: it stands in a pay run.")
    if fee.approval.cause == FeeCause.BY_HAND:
        return str(fee.approval.reason)
    if state_of(fee) is FeeState.PAID:
        return ground_words(fee.ground)
    return str(FeeCause(fee.approval.cause).label)


def ground_words(ground: str) -> str:
    """What a fee is owed for, where it is not for a report as usual."""
    return "" if ground == FeeGround.REPORT else str(FeeGround(ground).label)


def _rejected_because(fee: Any) -> str:
    return reason_words(fee.rejected_because)


def sum_figures(sums: Iterable[FeeSum]) -> list[Mapping[str, object]]:
    """What fees come to, by state and currency, as large figures."""
    return [
        {
            "label": str(each.state.label),
            "value": amount_words(each.amount, "").strip(),
            "unit": each.currency,
            "note": _counted(each),
        }
        for each in sums
    ]


def _counted(each: FeeSum) -> str:
    calls = ngettext("%(count)d call", "%(count)d calls", each.count) % {"count": each.count}
    extras = ngettext(
        "%(count)d expense or bonus", "%(count)d expenses and bonuses", each.extras
    ) % {"count": each.extras}
    if not each.extras:
        return calls
    return f"{calls}, {extras}" if each.count else extras


def fee_table(fees: Iterable[Fee], *, on_desk: bool = False) -> Table:
    """The fees as a file."""
    return Table("fees", COLUMNS, (_line(fee, on_desk=on_desk) for fee in fees))


def _line(fee: Fee, *, on_desk: bool) -> dict[str, Any]:
    row, call = fee_row(fee, on_desk=on_desk), fee.test_call
    return {
        "programme": call.participation.programme.slug,
        "company": row.company,
        "channel": call.channel,
        "shopper": row.shopper,
        "amount": fee.amount,
        "currency": fee.currency,
        "state": str(state_of(fee)),
        "owed_on": row.owed_on,
        "promised_on": row.promised_on,
        "paid_on": row.paid_on,
        "why": row.why,
        "call": str(call.pk),
    }
