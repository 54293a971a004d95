"""Reading expenses and bonuses: their state is what the rows about them say."""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)

from evaluations.enums import FeeState
from evaluations.models import PayExtra, PayLine, PayRun, Programme, TestCall
from evaluations.queries.pay.receipts import with_receipts
from shoppers.models import Shopper, User


def pay_extras() -> QuerySet[Any]:
    """Every one with `state` (FeeState), `paid_on` and `in_run`, the newest first."""
    lines = PayLine.objects.filter(extra=OuterRef("pk"), freed_at=None)
    state = Case(
        When(paid_on__isnull=False, then=Value(FeeState.PAID)),
        When(decision__approved=True, then=Value(FeeState.APPROVED)),
        When(decision__taken_back=True, then=Value(FeeState.TAKEN_BACK)),
        When(decision__approved=False, then=Value(FeeState.REFUSED)),
        default=Value(FeeState.PENDING),
        output_field=CharField(),
    )
    return (
        PayExtra.objects.annotate(
            paid_on=Subquery(lines.values("run__paid_on")[:1], output_field=DateField()),
            in_run=Exists(lines),
        )
        .annotate(state=state)
        .select_related("decision", "programme", "shopper__user")
        .defer("programme__method")
        .order_by("-at", "-pk")
    )


def extras_of(user: User) -> QuerySet[Any]:
    """One shopper's own."""
    return pay_extras().filter(shopper__user=user)


def extras_paid_by(run: PayRun) -> QuerySet[Any]:
    """Expenses and bonuses that the run holds, with their receipts; by shopper."""
    live = PayLine.objects.filter(run=run, freed_at=None, extra__isnull=False)
    found = pay_extras().filter(pk__in=live.values("extra"))
    return with_receipts(found).order_by("shopper__code", "at", "pk")


def programmes_of(shopper: Shopper) -> list[Programme]:
    """The programmes in which she has had a call, the newest first."""
    calls = TestCall.objects.filter(shopper=shopper).values("participation__programme")
    return list(Programme.objects.filter(pk__in=calls).defer("method").order_by("-pk"))
