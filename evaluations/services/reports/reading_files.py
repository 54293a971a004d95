"""Opening a file beside a report or an expense: who of the desk did so is written down."""

import hashlib

import structlog

from evaluations.models import Attachment, AttachmentReading
from evaluations.queries.reports.attachments import is_of, may_read
from evaluations.services.reports.attachment_files import kept_bytes
from shoppers.models import User

_log = structlog.get_logger(__name__)


class NotReadable(Exception):
    """There is nothing that this person may open."""


def read_attachment(*, attachment: Attachment, by: User) -> bytes:
    """The bytes of the file, the very ones that were kept. Raises NotReadable.

    Every reading is noted, except the shopper's own of her own file.
    """
    if not may_read(attachment, by):
        raise NotReadable
    try:
        content = kept_bytes(attachment.pk)
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != attachment.kept_sha256:
        _log.error("attachment_lost_or_altered", attachment=str(attachment.pk))
        raise NotReadable
    if not is_of(attachment, by):
        AttachmentReading.objects.create(attachment=attachment, by=by)
    return content
