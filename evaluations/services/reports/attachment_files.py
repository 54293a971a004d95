"""The folder of what shoppers send: a directory for each file, named by its id and nothing else."""

import hashlib
import os
import shutil
import uuid
from pathlib import Path

from django.conf import settings

# What the phone sends, until it was checked; and what was made of it.
SENT, KEPT = "sent", "kept"
# A name for what is being made: only what is whole gets the other one.
_UNFINISHED = "unfinished"


def folder_of(attachment_id: uuid.UUID) -> Path:
    """Where the bytes of one attachment lie."""
    return Path(settings.ATTACHMENTS_DIR) / attachment_id.hex[:2] / attachment_id.hex


def sent_file(attachment_id: uuid.UUID) -> Path:
    """What came in so far; nobody but the check reads it."""
    return folder_of(attachment_id) / SENT


def unfinished_file(attachment_id: uuid.UUID) -> Path:
    """Where the check writes to."""
    return folder_of(attachment_id) / _UNFINISHED


def write_part(attachment_id: uuid.UUID, offset: int, part: bytes) -> None:
    """Write a part where it belongs; once this returns it outlives a power cut. Raises OSError."""
    folder = folder_of(attachment_id)
    for each in (folder.parent.parent, folder.parent, folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / SENT, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        file.seek(offset)
        file.write(part)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def sent_digest(attachment_id: uuid.UUID) -> str:
    """The sha256 of what came in."""
    with sent_file(attachment_id).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep_unfinished(attachment_id: uuid.UUID) -> tuple[int, str]:
    """Let what the check has made be what is kept; its size and sha256. Raises OSError."""
    made = unfinished_file(attachment_id)
    made.chmod(0o600)
    with made.open("rb+") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    size = made.stat().st_size
    made.replace(folder_of(attachment_id) / KEPT)
    return size, digest


def kept_bytes(attachment_id: uuid.UUID) -> bytes:
    """What is kept. Raises OSError."""
    return (folder_of(attachment_id) / KEPT).read_bytes()


def drop_sent(attachment_id: uuid.UUID) -> None:
    """Remove what came in; what is kept stays."""
    for path in (sent_file(attachment_id), unfinished_file(attachment_id)):
        path.unlink(missing_ok=True)


def drop_all(attachment_id: uuid.UUID) -> None:
    """Remove every byte of it; nothing to remove is as good. Raises OSError."""
    if (folder := folder_of(attachment_id)).exists():
        shutil.rmtree(folder)
