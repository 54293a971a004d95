"""What decides about the files of a report or of an expense: one set of questions for both."""

import datetime as dt
from typing import Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from evaluations.enums import AttachmentKind
from evaluations.models import Attachment, Evaluation, Participation, PayExtra, TestCall
from evaluations.queries.companies.recordings import recording_terms
from evaluations.queries.reports.attachments import (
    kinds_allowed,
    may_be_recorded,
    takes_attachments,
)
from evaluations.services.calls.calling import check_owner
from evaluations.services.lifecycle import StateChanged
from evaluations.services.pay.receipts import ReceiptRules
from evaluations.services.reports.attachment_refusals import (
    NobodyToRecord,
    NotWithThisReport,
    RecordingNotAllowed,
)
from evaluations.services.reports.drafting import is_editable
from shoppers.models import User


class FileRules(Protocol):
    """Who may add and remove files beside one thing, which, until when, and how long they stay."""

    @property
    def files(self) -> QuerySet[Attachment]:
        """All that was ever announced beside it."""

    def check_owner(self, by: User) -> None:
        """Whether it is this person's. Raises NotYours."""

    def lock(self) -> None:
        """Let whoever decides about it wait; her shopper's row is locked already."""

    def check_open(self) -> None:
        """Whether files may come in now. Raises StateChanged, ExpenseDecided."""

    def check_removable(self) -> None:
        """Whether files may be taken away now. Raises StateChanged, ExpenseDecided."""

    def check_kind(self, kind: AttachmentKind) -> None:
        """Whether such a file belongs here. Raises AttachmentRefused."""

    def check_part(self, kind: AttachmentKind) -> None:
        """Whether such a file may go on coming in. Raises AttachmentRefused."""

    def delete_on(self, kind: AttachmentKind) -> dt.date:
        """On which day a file that came in now goes."""


class ReportRules:
    """Of a report: until it is decided about, what its company's privacy mode allows."""

    def __init__(self, report: Evaluation) -> None:
        self._report = report

    @property
    def files(self) -> QuerySet[Attachment]:
        """All that was ever announced beside it."""
        return self._report.attachments.all()

    def check_owner(self, by: User) -> None:
        """Whether its call is this person's. Raises NotYours."""
        check_owner(self._report.test_call, by)

    def lock(self) -> None:
        """The call, as everywhere: handing in and taking back wait for this."""
        report = self._report
        TestCall.objects.select_for_update().get(pk=report.test_call_id)
        report.refresh_from_db(fields=["state"])
        report.test_call.refresh_from_db(fields=["state"])

    def check_open(self) -> None:
        """Whether files may come in. Raises StateChanged."""
        if not takes_attachments(self._report):
            raise StateChanged([self._report.pk], standing=self._report.state)

    def check_removable(self) -> None:
        """Only while it can be filled in. Raises StateChanged."""
        if not is_editable(self._report):
            raise StateChanged([self._report.pk], standing=self._report.state)

    def check_kind(self, kind: AttachmentKind) -> None:
        """Raises NotWithThisReport, RecordingNotAllowed, NobodyToRecord."""
        if kind == AttachmentKind.RECORDING:
            self._check_recording()
        elif kind not in kinds_allowed(self._report):
            raise NotWithThisReport

    def check_part(self, kind: AttachmentKind) -> None:
        """A recording may have been forbidden meanwhile. Raises as check_kind."""
        if kind == AttachmentKind.RECORDING:
            self._check_recording()

    def delete_on(self, kind: AttachmentKind) -> dt.date:
        """A recording goes when its company was told that it would."""
        terms = recording_terms(self._report.test_call.participation)
        is_promised = kind == AttachmentKind.RECORDING and terms is not None
        days = terms.days_kept if is_promised and terms else int(settings.ATTACHMENT_DAYS)
        return timezone.localdate() + dt.timedelta(days=days)

    def _check_recording(self) -> None:
        call = self._report.test_call
        # As it stands by now: whoever stops recordings waits for this, or this for her. Always
        # after the call and before the file.
        call.participation = Participation.objects.select_for_update(no_key=True).get(
            pk=call.participation_id
        )
        if not may_be_recorded(call):
            raise RecordingNotAllowed
        if AttachmentKind.RECORDING not in kinds_allowed(self._report):
            raise NobodyToRecord


def rules_of(owner: Evaluation | PayExtra) -> FileRules:
    """What decides about its files."""
    return ReceiptRules(owner) if isinstance(owner, PayExtra) else ReportRules(owner)
