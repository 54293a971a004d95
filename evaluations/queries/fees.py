"""Reading fees: their state is what the rows about them and the report's review say."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from evaluations.enums import AppealOutcome, EvaluationState, FeeState
from evaluations.models import EvaluationEvent, Fee
from evaluations.queries.appeals import earliest_open_rejection
from evaluations.transitions import Event
from shoppers.models import User

_CALL, _REPORT = "test_call", "test_call__evaluation"
_COMPANY, _SHOPPER = f"{_CALL}__participation__name", f"{_CALL}__shopper__code"
SORTS: dict[str, tuple[Any, ...]] = {
    "-owed": ("-owed_at", "-pk"),
    "owed": ("owed_at", "pk"),
    "promised": ("promised_on", "pk"),
    "-promised": ("-promised_on", "-pk"),
    "company": (_COMPANY, "pk"),
    "-company": (f"-{_COMPANY}", "pk"),
    "shopper": (_SHOPPER, "owed_at", "pk"),
    "-shopper": (f"-{_SHOPPER}", "owed_at", "pk"),
    "amount": ("amount", "pk"),
    "-amount": ("-amount", "-pk"),
}


@dataclass(frozen=True, slots=True)
class FeeChoice:
    """Which fees to list; an empty word means all. `shopper` is a part of a code or a name."""

    state: str = ""
    programme: str = ""
    shopper: str = ""


@dataclass(frozen=True, slots=True)
class FeeSum:
    """How many fees of one state and currency there are, and what they come to."""

    state: FeeState
    currency: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Payable:
    """What one shopper is to be paid in one currency, and since when the oldest is owed."""

    shopper: str
    name: str
    currency: str
    count: int
    amount: Decimal
    promised_on: dt.date


def fees(choice: FeeChoice | None = None, *, sort: str = "-owed") -> QuerySet[Any]:
    """The chosen fees with `state` and all that a row names; an unknown `sort`: newest first."""
    choice = choice or FeeChoice()
    return _chosen(with_state(Fee.objects.all()), choice).order_by(*SORTS.get(sort, SORTS["-owed"]))


def fees_of(user: User, choice: FeeChoice | None = None, *, sort: str = "-owed") -> QuerySet[Any]:
    """The same of one shopper's own."""
    return fees(choice, sort=sort).filter(test_call__shopper__user=user)


def with_state(found: QuerySet[Fee]) -> QuerySet[Any]:
    """Fees with their `state` (FeeState), and when and why their report was last rejected.

    These are `rejected_at` and `rejected_because`.

    The fee of a rejected report is refused only when she can appeal no more: when the time is
    over, or her appeal was refused.
    """
    last = EvaluationEvent.objects.filter(
        subject=OuterRef(_REPORT), event=Event.REJECT.value
    ).order_by("-at", "-pk")
    rejected_at = Subquery(last.values("at")[:1], output_field=DateTimeField())
    stands = Q(**{f"{_REPORT}__state": EvaluationState.REJECTED}) & (
        Q(**{f"{_REPORT}__appeal__decision__outcome": AppealOutcome.REFUSED})
        | Q(**{f"{_REPORT}__appeal": None, "rejected_at__lt": earliest_open_rejection()})
    )
    state = Case(
        When(payment__isnull=False, then=Value(FeeState.PAID)),
        When(approval__isnull=False, then=Value(FeeState.APPROVED)),
        When(stands, then=Value(FeeState.REFUSED)),
        default=Value(FeeState.PENDING),
        output_field=CharField(),
    )
    because = Coalesce(Subquery(last.values("reason")[:1]), Value(""), output_field=TextField())
    return found.annotate(rejected_at=rejected_at, rejected_because=because).annotate(state=state)


def sums(found: QuerySet[Any]) -> list[FeeSum]:
    """The fees by state and currency, in the order in which a fee goes through its states."""
    rows = (
        found.order_by()
        .values("state", "currency")
        .annotate(count=Count("pk"), total=Sum("amount"))
        .order_by("currency")
    )
    made = [
        FeeSum(FeeState(row["state"]), row["currency"], row["count"], row["total"]) for row in rows
    ]
    order = list(FeeState)
    return sorted(made, key=lambda each: (each.currency, order.index(each.state)))


def payable(choice: FeeChoice) -> QuerySet[Fee]:
    """Approved fees that nobody has paid, the longest owed first."""
    wanted = FeeChoice(FeeState.APPROVED, choice.programme, choice.shopper)
    return fees(wanted, sort="owed")


def by_shopper(found: Iterable[Fee]) -> list[Payable]:
    """Fees together for each shopper and currency, by her code."""
    groups: dict[tuple[str, str, str], list[Fee]] = {}
    for fee in found:
        groups.setdefault((*_who(fee), fee.currency), []).append(fee)
    return [
        Payable(
            code,
            name,
            currency,
            len(each),
            sum((fee.amount for fee in each), Decimal(0)),
            min(fee.promised_on for fee in each),
        )
        for (code, name, currency), each in sorted(groups.items())
    ]


def fee_on_desk(call_id: uuid.UUID) -> Fee | None:
    """The fee of a call, with its state and all that its page names."""
    return fees().filter(test_call=call_id).first()


def oldest_payable() -> tuple[int, dt.date | None]:
    """How many approved fees wait to be paid, and the earliest day that was promised for one."""
    found = Fee.objects.filter(approval__isnull=False, payment=None).aggregate(
        count=Count("pk"), first=Min("promised_on")
    )
    return found["count"], found["first"]


def _who(fee: Fee) -> tuple[str, str]:
    shopper = fee.test_call.shopper
    if shopper is None:
        return "", ""
    return shopper.code, shopper.user.name if shopper.user is not None else ""


def _chosen(found: QuerySet[Any], choice: FeeChoice) -> QuerySet[Any]:
    if choice.state in FeeState.values:
        found = found.filter(state=choice.state)
    if choice.programme:
        found = found.filter(test_call__participation__programme__slug=choice.programme)
    if choice.shopper:
        found = found.filter(
            Q(test_call__shopper__code__icontains=choice.shopper)
            | Q(test_call__shopper__user__name__icontains=choice.shopper)
        )
    return found.select_related(
        "approval",
        "payment__run",
        "test_call__shopper__user",
        "test_call__evaluation__appeal__decision",
        "test_call__participation__programme",
    ).defer("test_call__participation__programme__method")
