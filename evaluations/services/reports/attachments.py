"""Files beside reports and expenses: announced, received in parts, taken away again."""

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone

from evaluations.enums import AttachmentKind, AttachmentState
from evaluations.models import Attachment, Evaluation, PayExtra
from evaluations.queries.reports.attachments import announced_today
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
    TooManyFiles,
    TooMuchToday,
    WrongOffset,
    WrongPart,
)
from evaluations.services.reports.file_rules import FileRules, rules_of
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
def announce(*, beside: Evaluation | PayExtra, note: FileNote, by: User) -> tuple[Attachment, bool]:
    """The row of the file, and whether it is new; the same file announced again has its row.

    Raises NotYours, StateChanged, AttachmentRefused.
    """
    rules = rules_of(beside)
    rules.check_owner(by)
    # The shopper first: what she sends beside two things at once counts together.
    shopper = Shopper.objects.select_for_update(no_key=True).get(user=by)
    rules.lock()
    held = rules.files.filter(key=note.key).first()
    if held is not None:
        if (held.kind, held.size, held.sha256) != (note.kind, note.size, note.sha256):
            raise AnotherFile
        return held, False
    rules.check_open()
    rules.check_kind(note.kind)
    _check_limits(rules, shopper, note)
    made = Attachment.objects.create(
        evaluation=beside if isinstance(beside, Evaluation) else None,
        extra=beside if isinstance(beside, PayExtra) else None,
        key=note.key,
        kind=note.kind,
        size=note.size,
        sha256=note.sha256,
        announced_at=timezone.now(),
        delete_on=timezone.localdate() + dt.timedelta(days=UNFINISHED_DAYS),
    )
    return made, True


def take_part(*, attachment: Attachment, offset: int, part: bytes, by: User) -> Attachment:
    """Keep a part of the file; the last one makes it wait for its check.

    A part that is here already changes nothing. What turns out to be another file than announced
    is begun anew. Raises NotYours, StateChanged, AttachmentRefused, OSError.
    """
    rules, kind = rules_of(attachment.owner), AttachmentKind(attachment.kind)
    rules.check_owner(by)
    with transaction.atomic():
        rules.check_part(kind)
        held = Attachment.objects.select_for_update().get(pk=attachment.pk)
        end = offset + len(part)
        if not 0 < len(part) <= LARGEST_PART or offset < 0 or end > held.size:
            raise WrongPart
        if held.state == AttachmentState.REMOVED:
            raise StateChanged([held.pk])
        rules.check_open()
        if end <= held.received:
            return held
        if offset != held.received:
            raise WrongOffset(held.received)
        write_part(held.pk, offset, part)
        is_other = end == held.size and sent_digest(held.pk) != held.sha256
        held.received = 0 if is_other else end
        if held.received == held.size:
            held.state, held.received_at = AttachmentState.CHECKING, timezone.now()
            held.delete_on = rules.delete_on(kind)
        held.save(update_fields=["received", "state", "received_at", "delete_on"])
    if is_other:
        raise AnotherFile
    return held


def remove_attachment(*, attachment: Attachment, by: User) -> None:
    """Take a file away while it may still be changed; its bytes go at once.

    Raises NotYours, StateChanged, ExpenseDecided.
    """
    rules = rules_of(attachment.owner)
    rules.check_owner(by)
    with transaction.atomic():
        Shopper.objects.select_for_update(no_key=True).get(user=by)
        rules.lock()
        held = Attachment.objects.select_for_update().get(pk=attachment.pk)
        if held.state == AttachmentState.REMOVED:
            return
        rules.check_removable()
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


def _limits(kind: AttachmentKind) -> tuple[int, int, frozenset[AttachmentKind]]:
    """The bytes of a file, of a day, and what counts with it."""
    if kind == AttachmentKind.RECORDING:
        return LARGEST_RECORDING, LARGEST_DAY_OF_RECORDINGS, frozenset({kind})
    return LARGEST_FILE, LARGEST_DAY, AttachmentKind.pictures() | {AttachmentKind.RECEIPT}


def _check_limits(rules: FileRules, shopper: Shopper, note: FileNote) -> None:
    largest, largest_day, kinds = _limits(note.kind)
    if note.size > largest:
        raise FileTooLarge(largest)
    held = rules.files.filter(state__in=sorted(AttachmentState.held()))
    if held.count() >= MOST_FILES:
        raise TooManyFiles
    files, size = announced_today(shopper, kinds)
    if files >= MOST_A_DAY or size + note.size > largest_day:
        raise TooMuchToday
