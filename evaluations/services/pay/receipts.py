"""Receipts of expenses: added until the expense is decided, and kept with the books once paid."""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from evaluations.enums import AttachmentKind, AttachmentState
from evaluations.models import Attachment, PayExtra, PayExtraDecision, PayLine, PayRun
from evaluations.queries.pay.receipts import takes_receipts
from evaluations.services.calls.calling import NotYours
from evaluations.services.reports.attachment_refusals import ExpenseDecided, NotWithAnExpense
from shoppers.models import Shopper, User


class ReceiptRules:
    """Of an expense: hers alone, and only while nobody has decided it."""

    def __init__(self, expense: PayExtra) -> None:
        self._expense = expense

    @property
    def files(self) -> QuerySet[Attachment]:
        """All that was ever announced beside it."""
        return self._expense.attachments.all()

    def check_owner(self, by: User) -> None:
        """Whether she has entered it. Raises NotYours."""
        if self._expense.shopper.user_id != by.pk:
            raise NotYours

    def lock(self) -> None:
        """Nothing more: whoever decides holds the shopper's row as well."""

    def check_open(self) -> None:
        """Whether it waits to be decided. Raises ExpenseDecided."""
        if not takes_receipts(self._expense):
            raise ExpenseDecided

    def check_removable(self) -> None:
        """What was decided upon stays. Raises ExpenseDecided."""
        self.check_open()

    def check_kind(self, kind: AttachmentKind) -> None:
        """Nothing else than receipts. Raises NotWithAnExpense."""
        if kind != AttachmentKind.RECEIPT:
            raise NotWithAnExpense

    def check_part(self, kind: AttachmentKind) -> None:
        """What was announced may come in."""

    def delete_on(self, kind: AttachmentKind) -> dt.date:
        """As if it were paid now: a decision or a payment says it anew."""
        return last_day_in_books(timezone.localdate())


def last_day_in_books(paid_on: dt.date) -> dt.date:
    """On which day the receipt of what was paid then goes: the year's own, and whole years more."""
    return dt.date(paid_on.year + int(settings.RECEIPT_YEARS) + 1, 1, 1)


def keep_for_books(run: PayRun, *, paid_on: dt.date) -> None:
    """What the run has paid is in that year's books: its receipts stay as long as they do."""
    extras = PayLine.objects.filter(run=run, freed_at=None, extra__isnull=False).values("extra")
    _held().filter(extra__in=extras, received_at__isnull=False).update(
        delete_on=last_day_in_books(paid_on)
    )


def keep_refused(decision: PayExtraDecision) -> None:
    """What is not paid is in no books: its receipts stay as long as other pictures do."""
    day = timezone.localdate() + dt.timedelta(days=int(settings.ATTACHMENT_DAYS))
    _held().filter(extra=decision.extra_id, received_at__isnull=False).update(delete_on=day)


def receipts_to_erase(shopper: Shopper) -> QuerySet[Attachment]:
    """Hers that no books need: of all but what was paid."""
    paid = PayLine.objects.filter(
        extra=OuterRef("extra"), freed_at=None, run__paid_on__isnull=False
    )
    return _held().filter(~Exists(paid), extra__shopper=shopper)


def receipts_held(expense: PayExtra) -> QuerySet[Attachment]:
    """Those of one expense that are here, whole or in part."""
    return _held().filter(extra=expense)


def _held() -> QuerySet[Attachment]:
    return Attachment.objects.filter(
        kind=AttachmentKind.RECEIPT, state__in=sorted(AttachmentState.held())
    )
