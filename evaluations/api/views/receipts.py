"""The receipt of a shopper's expense: sent, asked after and taken away like any other file."""

import uuid

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from evaluations.api.base import by_of, posted
from evaluations.api.description import described
from evaluations.api.documents import ReceiptDocument
from evaluations.api.operations import READ_RECEIPT, REMOVE_RECEIPT, SEND_RECEIPT
from evaluations.api.views.attachments import FileView
from evaluations.models import PayExtra
from evaluations.queries.pay.receipts import own_expense
from evaluations.services.reports.attachments import FileNote


class ReceiptView(FileView):
    """One receipt of an expense."""

    @described(READ_RECEIPT)
    def get(self, request: Request, expense: uuid.UUID, attachment_key: uuid.UUID) -> HttpResponse:
        """How far it has come."""
        return self.read(_own(request, expense), attachment_key)

    @described(SEND_RECEIPT)
    def put(self, request: Request, expense: uuid.UUID, attachment_key: uuid.UUID) -> HttpResponse:
        """Announce it as JSON, then send its bytes in parts, each with its `Upload-Offset`.

        Either of them sent again changes nothing.
        """
        return self.take(request, _own(request, expense), attachment_key)

    @described(REMOVE_RECEIPT)
    def delete(
        self, request: Request, expense: uuid.UUID, attachment_key: uuid.UUID
    ) -> HttpResponse:
        """Take it away."""
        return self.remove(request, _own(request, expense), attachment_key)

    def note(self, request: Request, key: uuid.UUID) -> FileNote:
        """What the phone says of the receipt."""
        return posted(request, ReceiptDocument).note(key)


def _own(request: Request, expense: uuid.UUID) -> PayExtra:
    found = own_expense(by_of(request), expense)
    if found is None:
        raise Http404
    return found
