"""Receipts beside expenses: until when they may be added, and who reads them."""

import uuid
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from evaluations.enums import AttachmentState, ExtraKind
from evaluations.models import Attachment, PayExtra, PayExtraDecision
from shoppers.models import User
from shoppers.rules import is_coordinator, is_pay_officer


def takes_receipts(extra: PayExtra) -> bool:
    """Whether it is an expense that nobody has decided; asked of the database each time."""
    if extra.kind not in ExtraKind.expenses():
        return False
    return not PayExtraDecision.objects.filter(extra=extra.pk).exists()


def own_expense(user: User, key: uuid.UUID) -> PayExtra | None:
    """An expense that this shopper has entered, by the key of the page that entered it."""
    hers = PayExtra.objects.filter(shopper__user=user, kind__in=ExtraKind.expenses())
    return hers.filter(key=key).select_related("shopper").first()


def receipts_of(extra: PayExtra) -> list[Attachment]:
    """What lies beside the expense or was not taken, in the order in which it was announced."""
    found = extra.attachments.exclude(state=AttachmentState.REMOVED)
    return list(found.order_by("announced_at", "id"))


def with_receipts(found: QuerySet[Any]) -> QuerySet[Any]:
    """Expenses with `receipts`, the keys of those to open, and whether `receipts_come`."""
    held = Attachment.objects.filter(extra=OuterRef("pk")).order_by()
    ready = held.filter(state=AttachmentState.READY).order_by("announced_at", "pk")
    coming = held.filter(state__in=sorted(AttachmentState.under_way()))
    made: QuerySet[Any] = found.annotate(
        receipts=ArraySubquery(ready.values("pk")), receipts_come=Exists(coming)
    )
    return made


def may_read_receipt(receipt: Attachment, user: User) -> bool:
    """Whether this person may open it: she whose it is, who decides expenses, who pays them."""
    if receipt.state != AttachmentState.READY or receipt.extra is None:
        return False
    is_hers = receipt.extra.shopper.user_id == user.pk
    return is_hers or is_coordinator(user) or is_pay_officer(user)
