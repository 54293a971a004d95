"""Reading who asked to be erased."""

import datetime as dt
import uuid

from django.db.models import QuerySet

from shoppers.models import ErasureRequest, Shopper

# The law leaves a month for the answer; a week leaves time to settle what is open.
ANSWER_WITHIN = dt.timedelta(days=7)


def open_requests() -> QuerySet[ErasureRequest]:
    """Wishes that wait for a coordinator, the longest first, with the shopper at hand."""
    found = ErasureRequest.objects.filter(closed_at=None)
    return found.select_related("shopper__user").order_by("asked_at", "pk")


def open_request(shopper: Shopper) -> ErasureRequest | None:
    """Her wish that waits; None when she has not asked, or took it back."""
    return ErasureRequest.objects.filter(shopper=shopper, closed_at=None).first()


def shopper_of(user_id: uuid.UUID) -> Shopper | None:
    """The profile behind a log-in; None where there is none."""
    return Shopper.objects.select_related("user").filter(user=user_id).first()
