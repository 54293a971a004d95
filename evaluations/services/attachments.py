"""Files beside a report: announced, received in parts, taken away again."""

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import AttachmentKind, AttachmentState
from evaluations.models import Attachment, Evaluation, TestCall
from evaluations.queries.attachments import announced_today, kinds_allowed, takes_attachments
from evaluations.services.attachment_files import drop_all, sent_digest, write_part
from evaluations.services.calling import check_owner
from evaluations.services.drafting import is_editable
from evaluations.services.lifecycle import LifecycleError, StateChanged
from shoppers.models import Shopper, User

LARGEST_FILE = 10 * 1024 * 1024
MOST_FILES = 10
LARGEST_DAY = 50 * 1024 * 1024
# A wall against a stuck phone: what was removed or refused counts here too.
MOST_A_DAY = 100
# What never came in whole goes sooner than what did.
UNFINISHED_DAYS = 14
LARGEST_PART = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
_MEGABYTE = 1024 * 1024


class AttachmentRefused(LifecycleError):
    """A file that does not lie beside this report; nothing was written."""

    code = "attachment_refused"


class FileTooLarge(AttachmentRefused):
    """More bytes than one file may have."""

    code = "file_too_large"

    def __init__(self) -> None:
        super().__init__(
            _("A file may have %(count)d MB at most.") % {"count": LARGEST_FILE // _MEGABYTE}
        )


class TooManyFiles(AttachmentRefused):
    """The report has as many files as it may have."""

    code = "too_many_files"

    def __init__(self) -> None:
        super().__init__(
            _("A report may have %(count)d files. Remove one first.") % {"count": MOST_FILES}
        )


class TooMuchToday(AttachmentRefused):
    """The shopper has announced as much as she may in a day; tomorrow she may go on."""

    code = "too_much_today"

    def __init__(self) -> None:
        super().__init__(_("You have sent as many files today as a day takes. Go on tomorrow."))


class NotWithThisReport(AttachmentRefused):
    """The privacy mode keeps this kind of file away from the report."""

    code = "not_with_this_report"

    def __init__(self) -> None:
        super().__init__(
            _("The staff of this company has not been told of the tests: no picture is kept.")
        )


class AnotherFile(AttachmentRefused):
    """Under this key stands a file with other facts, or what came in is not what was announced."""

    code = "another_file"

    def __init__(self) -> None:
        super().__init__(_("This is another file than the one that was announced."))


class WrongOffset(AttachmentRefused):
    """The part does not follow on what is here; `received` says where to go on."""

    code = "wrong_offset"

    def __init__(self, received: int) -> None:
        self.received = received
        super().__init__(_("Go on after byte %(received)d.") % {"received": received})


class WrongPart(AttachmentRefused):
    """The part is empty, too long, or reaches beyond the end of its file."""

    code = "wrong_part"

    def __init__(self) -> None:
        super().__init__(
            _("A part has 1 to %(size)d bytes and ends where its file ends.")
            % {"size": LARGEST_PART}
        )


@dataclass(frozen=True, slots=True)
class FileNote:
    """What a phone says of a file before it sends it; it never says a name."""

    key: uuid.UUID
    kind: AttachmentKind
    size: int  # bytes
    sha256: str


@transaction.atomic
def announce(*, evaluation: Evaluation, note: FileNote, by: User) -> tuple[Attachment, bool]:
    """The row of the file, and whether it is new; the same file announced again has its row.

    Raises NotYours, StateChanged, AnotherFile, NotWithThisReport, FileTooLarge, TooManyFiles,
    TooMuchToday.
    """
    check_owner(evaluation.test_call, by)
    # The shopper first: what she sends beside two reports at once counts together.
    shopper = Shopper.objects.select_for_update(no_key=True).get(user=by)
    _lock(evaluation)
    held = evaluation.attachments.filter(key=note.key).first()
    if held is not None:
        if (held.kind, held.size, held.sha256) != (note.kind, note.size, note.sha256):
            raise AnotherFile
        return held, False
    if not takes_attachments(evaluation):
        raise StateChanged([evaluation.pk], standing=evaluation.state)
    if note.kind not in kinds_allowed(evaluation):
        raise NotWithThisReport
    _check_limits(evaluation, shopper, note)
    made = Attachment.objects.create(
        evaluation=evaluation,
        key=note.key,
        kind=note.kind,
        size=note.size,
        sha256=note.sha256,
        announced_at=timezone.now(),
        delete_on=_in_days(UNFINISHED_DAYS),
    )
    return made, True


def take_part(*, attachment: Attachment, offset: int, part: bytes, by: User) -> Attachment:
    """Keep a part of the file; the last one makes it wait for its check.

    A part that is here already changes nothing. What turns out to be another file than announced
    is begun anew. Raises NotYours, StateChanged, WrongOffset, WrongPart, AnotherFile, OSError.
    """
    check_owner(attachment.evaluation.test_call, by)
    with transaction.atomic():
        held = Attachment.objects.select_for_update().get(pk=attachment.pk)
        end = offset + len(part)
        if not 0 < len(part) <= LARGEST_PART or offset < 0 or end > held.size:
            raise WrongPart
        if held.state == AttachmentState.REMOVED or not takes_attachments(attachment.evaluation):
            raise StateChanged([held.pk])
        if end <= held.received:
            return held
        if offset != held.received:
            raise WrongOffset(held.received)
        write_part(held.pk, offset, part)
        is_other = end == held.size and sent_digest(held.pk) != held.sha256
        held.received = 0 if is_other else end
        if held.received == held.size:
            held.state, held.received_at = AttachmentState.CHECKING, timezone.now()
            held.delete_on = _in_days(settings.ATTACHMENT_DAYS)
        held.save(update_fields=["received", "state", "received_at", "delete_on"])
    if is_other:
        raise AnotherFile
    return held


def remove_attachment(*, attachment: Attachment, by: User) -> None:
    """Take a file away while its report can still be filled in; its bytes go at once.

    Raises NotYours, StateChanged.
    """
    check_owner(attachment.evaluation.test_call, by)
    with transaction.atomic():
        _lock(attachment.evaluation)
        held = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if held.state == AttachmentState.REMOVED:
            return
        if not is_editable(attachment.evaluation):
            raise StateChanged([attachment.evaluation_id], standing=attachment.evaluation.state)
        mark_removed(held)


def mark_removed(attachment: Attachment) -> None:
    """The row says that its file is gone, and after commit it is; what a crash leaves is swept."""
    attachment.state, attachment.fault = AttachmentState.REMOVED, ""
    attachment.has_leftovers = True
    attachment.save(update_fields=["state", "fault", "has_leftovers"])
    transaction.on_commit(partial(drop_leftovers, attachment.pk), robust=True)


def drop_leftovers(attachment_id: uuid.UUID) -> None:
    """Remove the bytes of a file that is gone, and note that they are."""
    drop_all(attachment_id)
    Attachment.objects.filter(pk=attachment_id).update(has_leftovers=False)


def _lock(evaluation: Evaluation) -> None:
    # The call, as everywhere: handing in and taking back wait for this.
    TestCall.objects.select_for_update().get(pk=evaluation.test_call_id)
    evaluation.refresh_from_db(fields=["state"])
    evaluation.test_call.refresh_from_db(fields=["state"])


def _in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def _check_limits(evaluation: Evaluation, shopper: Shopper, note: FileNote) -> None:
    if note.size > LARGEST_FILE:
        raise FileTooLarge
    held = evaluation.attachments.filter(state__in=sorted(AttachmentState.held()))
    if held.count() >= MOST_FILES:
        raise TooManyFiles
    files, size = announced_today(shopper)
    if files >= MOST_A_DAY or size + note.size > LARGEST_DAY:
        raise TooMuchToday
