"""Files beside reports and expenses, sent as a phone sends them."""

import hashlib
import uuid

from evaluations.enums import AttachmentKind
from evaluations.models import Attachment, Evaluation, PayExtra
from evaluations.services.reports.attachment_refusals import LARGEST_PART
from evaluations.services.reports.attachments import FileNote, announce, take_part
from evaluations.services.reports.checking_files import check_attachment
from shoppers.models import User
from tests.factories.hostile import picture


def note_of(
    content: bytes,
    kind: AttachmentKind = AttachmentKind.PICTURE,
    key: uuid.UUID | None = None,
) -> FileNote:
    """What is said of a file before it is sent."""
    digest = hashlib.sha256(content).hexdigest()
    return FileNote(key=key or uuid.uuid4(), kind=kind, size=len(content), sha256=digest)


def sent(
    beside: Evaluation | PayExtra,
    by: User,
    content: bytes = b"",
    kind: AttachmentKind = AttachmentKind.PICTURE,
) -> Attachment:
    """A file that came in whole and waits for its check."""
    content = content or picture()
    held, _new = announce(beside=beside, note=note_of(content, kind), by=by)
    for offset in range(0, len(content), LARGEST_PART):
        part = content[offset : offset + LARGEST_PART]
        held = take_part(attachment=held, offset=offset, part=part, by=by)
    return held


def kept(
    beside: Evaluation | PayExtra,
    by: User,
    content: bytes = b"",
    kind: AttachmentKind = AttachmentKind.PICTURE,
) -> Attachment:
    """A file that was checked and is kept."""
    held = sent(beside, by, content, kind)
    check_attachment(held.pk)
    held.refresh_from_db()
    return held
