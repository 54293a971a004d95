"""Reading fees: their state is what the rows about them and the report's review say."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
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
from evaluations.models import EvaluationEvent, Fee, PayLine
from evaluations.queries.review.appeals import earliest_open_rejection
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
    """How many fees of one state and currency there are, and what they come to.

    Of all that a shopper is paid, `extras` are expenses and bonuses among it, which `amount` holds.
    """

    state: FeeState
    currency: str
    count: int
    amount: Decimal
    extras: int = 0


def fees(choice: FeeChoice | None = None, *, sort: str = "-owed") -> QuerySet[Any]:
    """The chosen fees with `state` and all that a row names; an unknown `sort`: newest first."""
    choice = choice or FeeChoice()
    return _chosen(with_state(Fee.objects.all()), choice).order_by(*SORTS.get(sort, SORTS["-owed"]))


def fees_of(user: User, choice: FeeChoice | None = None, *, sort: str = "-owed") -> QuerySet[Any]:
    """The same of one shopper's own."""
    return fees(choice, sort=sort).filter(test_call__shopper__user=user)


def with_state(found: QuerySet[Fee]) -> QuerySet[Any]:
    """Fees with their `state` (FeeState), and when and why their report was last rejected.

    These are `rejected_at` and `rejected_because`. `paid_on` is the bank's day, and `in_pay_run`
    says whether a pay run holds the fee.

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
        When(paid_on__isnull=False, then=Value(FeeState.PAID)),
        When(approval__isnull=False, then=Value(FeeState.APPROVED)),
        When(stands, then=Value(FeeState.REFUSED)),
        default=Value(FeeState.PENDING),
        output_field=CharField(),
    )
    because = Coalesce(Subquery(last.values("reason")[:1]), Value(""), output_field=TextField())
    lines = PayLine.objects.filter(fee=OuterRef("pk"), freed_at=None)
    paid_on = Subquery(lines.values("run__paid_on")[:1], output_field=DateField())
    return found.annotate(
        rejected_at=rejected_at,
        rejected_because=because,
        paid_on=paid_on,
        in_pay_run=Exists(lines),
    ).annotate(state=state)


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


def fee_on_desk(call_id: uuid.UUID) -> Fee | None:
    """The fee of a call, with its state and all that its page names."""
    return fees().filter(test_call=call_id).first()


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
        "test_call__shopper__user",
        "test_call__evaluation__appeal__decision",
        "test_call__participation__programme",
    ).defer("test_call__participation__programme__method")
