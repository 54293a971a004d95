"""Files beside a report: announced, received in parts, taken away again."""

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from evaluations.enums import AttachmentKind, AttachmentState
from evaluations.models import Attachment, Evaluation, Participation, TestCall
from evaluations.queries.companies.recordings import recording_terms
from evaluations.queries.reports.attachments import (
    announced_today,
    kinds_allowed,
    may_be_recorded,
    takes_attachments,
)
from evaluations.services.calls.calling import check_owner
from evaluations.services.lifecycle import StateChanged
from evaluations.services.reports.attachment_files import drop_all, sent_digest, write_part
from evaluations.services.reports.attachment_refusals import (
    LARGEST_DAY,
    LARGEST_DAY_OF_RECORDINGS,
    LARGEST_FILE,
    LARGEST_PART,
    LARGEST_RECORDING,
    MOST_A_DAY,
    MOST_FILES,
    AnotherFile,
    FileTooLarge,
    NobodyToRecord,
    NotWithThisReport,
    RecordingNotAllowed,
    TooManyFiles,
    TooMuchToday,
    WrongOffset,
    WrongPart,
)
from evaluations.services.reports.drafting import is_editable
from shoppers.models import Shopper, User

# What never came in whole goes sooner than what did.
UNFINISHED_DAYS = 14


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

    Raises NotYours, StateChanged, AnotherFile, NotWithThisReport, RecordingNotAllowed,
    NobodyToRecord, FileTooLarge, TooManyFiles, TooMuchToday.
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
    _check_kind(evaluation, note.kind)
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
    is begun anew. Raises NotYours, StateChanged, RecordingNotAllowed, NobodyToRecord, WrongOffset,
    WrongPart, AnotherFile, OSError.
    """
    check_owner(attachment.evaluation.test_call, by)
    with transaction.atomic():
        if attachment.kind == AttachmentKind.RECORDING:
            _check_recording(attachment.evaluation)
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
            held.delete_on = _in_days(_days_kept(attachment))
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


def _days_kept(attachment: Attachment) -> int:
    terms = recording_terms(attachment.evaluation.test_call.participation)
    if attachment.kind == AttachmentKind.RECORDING and terms is not None:
        return terms.days_kept
    return int(settings.ATTACHMENT_DAYS)


def _check_kind(evaluation: Evaluation, kind: AttachmentKind) -> None:
    if kind == AttachmentKind.RECORDING:
        _check_recording(evaluation)
    elif kind not in kinds_allowed(evaluation):
        raise NotWithThisReport


def _check_recording(evaluation: Evaluation) -> None:
    call = evaluation.test_call
    # As it stands by now: whoever stops recordings waits for this, or this for her. Always after
    # the call and before the file.
    call.participation = Participation.objects.select_for_update(no_key=True).get(
        pk=call.participation_id
    )
    if not may_be_recorded(call):
        raise RecordingNotAllowed
    if AttachmentKind.RECORDING not in kinds_allowed(evaluation):
        raise NobodyToRecord


def _limits(kind: AttachmentKind) -> tuple[int, int, frozenset[AttachmentKind]]:
    """The bytes of a file, of a day, and what counts with it."""
    if kind == AttachmentKind.RECORDING:
        return LARGEST_RECORDING, LARGEST_DAY_OF_RECORDINGS, frozenset({kind})
    return LARGEST_FILE, LARGEST_DAY, AttachmentKind.pictures()


def _check_limits(evaluation: Evaluation, shopper: Shopper, note: FileNote) -> None:
    largest, largest_day, kinds = _limits(note.kind)
    if note.size > largest:
        raise FileTooLarge(largest)
    held = evaluation.attachments.filter(state__in=sorted(AttachmentState.held()))
    if held.count() >= MOST_FILES:
        raise TooManyFiles
    files, size = announced_today(shopper, kinds)
    if files >= MOST_A_DAY or size + note.size > largest_day:
        raise TooMuchToday
