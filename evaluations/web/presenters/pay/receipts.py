"""Receipts of an expense in words, as hers and as those who decide and pay read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from evaluations.enums import AttachmentState
from evaluations.models import Attachment, PayExtra
from evaluations.queries.pay.receipts import receipts_of, takes_receipts
from evaluations.services.reports.attachment_refusals import LARGEST_FILE
from evaluations.web.presenters.reports.attachments import AttachmentRow, attachment_url, file_row


@dataclass(frozen=True, slots=True)
class ReceiptBlock:
    """The receipts of an expense as its shopper sees them.

    Of one that is being typed there are only a key and what her phone holds: no addresses then.
    """

    key: str
    files_url: str = ""
    list_url: str = ""
    rows: tuple[AttachmentRow, ...] = ()
    may_change: bool = True
    waits: bool = False
    largest: int = LARGEST_FILE


def receipt_block(expense: PayExtra) -> ReceiptBlock:
    """What her page shows her."""
    held, key = receipts_of(expense), str(expense.key)
    return ReceiptBlock(
        key=key,
        files_url=reverse("api-receipt", args=[key, key]).removesuffix(f"{key}/"),
        list_url=reverse("my_receipts", args=[expense.pk]),
        rows=tuple(_rows(held)),
        may_change=takes_receipts(expense),
        waits=any(each.state in AttachmentState.under_way() for each in held),
    )


def receipt_rows(expense: PayExtra) -> list[AttachmentRow]:
    """For who decides: those that came in, and those that are still on their way."""
    return [row for row in _rows(receipts_of(expense)) if not row.fault]


def _rows(held: Iterable[Attachment]) -> list[AttachmentRow]:
    return [
        file_row(each, url=attachment_url(each) if each.state == AttachmentState.READY else "")
        for each in held
    ]
