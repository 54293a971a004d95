"""What a shopper is paid in all: her fees with her expenses and bonuses."""

from decimal import Decimal

from django.db.models import Count, Sum

from evaluations.enums import FeeState
from evaluations.queries.pay.fees import FeeSum, fees_of, sums
from evaluations.queries.pay.pay_extras import extras_of
from shoppers.models import User


def own_sums(user: User) -> list[FeeSum]:
    """By currency and state, in the order in which pay goes on; what she took back is left out."""
    made = {(each.currency, each.state): each for each in sums(fees_of(user))}
    rows = (
        extras_of(user)
        .exclude(state=FeeState.TAKEN_BACK)
        .order_by()
        .values("state", "currency")
        .annotate(count=Count("pk"), total=Sum("minor"))
    )
    for row in rows:
        key = (row["currency"], FeeState(row["state"]))
        fees = made.get(key)
        made[key] = FeeSum(
            state=key[1],
            currency=key[0],
            count=fees.count if fees else 0,
            amount=(fees.amount if fees else Decimal(0)) + Decimal(row["total"]) / 100,
            extras=row["count"],
        )
    order = list(FeeState)
    return sorted(made.values(), key=lambda each: (each.currency, order.index(each.state)))
