"""What is kept about a shopper's expenses, bonuses and payments, as she may read it."""

from typing import Any

from evaluations.models import PayExtra
from evaluations.queries.pay.pay_extras import pay_extras
from evaluations.queries.reports.own_files import own_file
from shoppers.models import Shopper


def own_pay(shopper: Shopper) -> dict[str, Any]:
    """Her expenses and bonuses, and every amount that came into a pay run."""
    return {
        "pay_extras": [
            _extra(extra)
            for extra in pay_extras()
            .filter(shopper=shopper)
            .prefetch_related("attachments__readings")
        ],
        "pay_lines": list(
            shopper.pay_lines.order_by("pk").values(
                "minor", "run__currency", "run__at", "run__paid_on", "freed_at", "freed_because"
            )
        ),
    }


def _extra(extra: PayExtra) -> dict[str, Any]:
    """An expense that she entered, or a bonus; amounts in hundredths, as they are kept."""
    decision = getattr(extra, "decision", None)
    return {
        "kind": extra.kind,
        "programme": extra.programme.slug,
        "minor": extra.minor,
        "currency": extra.currency,
        "spent_on": extra.spent_on,
        "words": extra.words,
        "promised_on": extra.promised_on,
        "at": extra.at,
        "decision": decision
        and {
            "approved": decision.approved,
            "taken_back_by_you": decision.taken_back,
            "reason": decision.reason,
            "at": decision.at,
        },
        "receipts": [
            own_file(file, opened="opened_by_somebody_else_at") for file in extra.attachments.all()
        ],
        "state": extra.state,  # type: ignore[attr-defined]  # annotated by the query
        "paid_on": extra.paid_on,  # type: ignore[attr-defined]  # as above
    }
