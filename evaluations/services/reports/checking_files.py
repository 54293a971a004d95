"""What came in is looked at and made anew; what is due to go goes."""

import datetime as dt
import subprocess
import uuid
from typing import Any

import structlog
from django.db import transaction
from django.db.models.functions import Now

from evaluations import reencoding
from evaluations.enums import AttachmentFault, AttachmentKind, AttachmentState
from evaluations.models import Attachment
from evaluations.queries.reports.attachments import due_checks, expired, is_listening
from evaluations.reencoding.bounds import PICTURE, REFUSED, SOUND, Bounds
from evaluations.services.reports.attachment_files import (
    drop_sent,
    keep_unfinished,
    sent_file,
    unfinished_file,
)
from evaluations.services.reports.attachments import drop_leftovers, mark_removed

_log = structlog.get_logger(__name__)

# Longer than any check by the clock on the wall: a recording may take four minutes.
LEASE = dt.timedelta(minutes=5)
# A file that took three workers with it takes no fourth.
LEASES = 3


def check_attachment(attachment_id: uuid.UUID) -> bool:
    """Check one file if it is due; whether it was.

    The lease is committed before the work begins, so two workers never do the same file. Must not
    run inside a transaction.
    """
    held = _claim(attachment_id)
    if held is None:
        return False
    # Of its last three checks none came back.
    fault = _given_up(held) if held.lease > LEASES else _fault_of(held)
    if fault is not None:
        refused = {"state": AttachmentState.REFUSED, "fault": fault, "has_leftovers": True}
        if _close(held, **refused):
            drop_leftovers(attachment_id)
        return True
    size, digest = keep_unfinished(attachment_id)
    ready = {"state": AttachmentState.READY, "kept_size": size, "kept_sha256": digest}
    if _close(held, **ready, has_leftovers=True):
        drop_sent(attachment_id)
        Attachment.objects.filter(pk=attachment_id).update(has_leftovers=False)
    return True


def sweep_attachments() -> int:
    """Check every file that waits, delete those whose day has come; how many there were."""
    done = sum(map(_checked, list(due_checks().values_list("pk", flat=True))))
    for attachment_id in expired().values_list("pk", flat=True):
        done += _expire(attachment_id)
    left = Attachment.objects.filter(has_leftovers=True)
    for attachment_id, state in left.values_list("pk", "state"):
        if state == AttachmentState.READY:
            drop_sent(attachment_id)
            Attachment.objects.filter(pk=attachment_id).update(has_leftovers=False)
        else:
            drop_leftovers(attachment_id)
    return done


def _checked(attachment_id: uuid.UUID) -> bool:
    """As check_attachment; one file that cannot be read must not hold up the others."""
    try:
        return check_attachment(attachment_id)
    except OSError as error:
        _log.warning(
            "attachment_not_checked", attachment=str(attachment_id), error=type(error).__name__
        )
        return False


@transaction.atomic
def _claim(attachment_id: uuid.UUID) -> Attachment | None:
    due = due_checks().select_for_update(skip_locked=True)
    held = due.filter(pk=attachment_id).first()
    if held is None or (held.kind == AttachmentKind.RECORDING and is_listening()):
        return None
    held.lease += 1
    Attachment.objects.filter(pk=held.pk).update(lease=held.lease, leased_until=Now() + LEASE)
    return held


def _close(held: Attachment, **facts: Any) -> bool:
    """Only who still holds the lease of a file that still waits may say how its check ended."""
    ours = Attachment.objects.filter(pk=held.pk, lease=held.lease, state=AttachmentState.CHECKING)
    return bool(ours.update(**facts))


def _fault_of(held: Attachment) -> AttachmentFault | None:
    bounds = SOUND if held.kind == AttachmentKind.RECORDING else PICTURE
    return made_anew(held.pk, bounds, too_costly=_given_up(held))


def made_anew(
    file: uuid.UUID, bounds: Bounds, *, too_costly: AttachmentFault
) -> AttachmentFault | None:
    """Make what was sent anew in a process of its own; why it is not taken, or None."""
    try:
        done = subprocess.run(
            reencoding.command(bounds, sent_file(file), unfinished_file(file)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(reencoding.ENVIRONMENT),
            timeout=bounds.wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return too_costly
    if done.returncode == 0:
        return None
    if done.returncode == REFUSED:
        return AttachmentFault(done.stdout.decode().strip())
    # Killed by one of its limits, or dead before it could say why.
    return too_costly


def _given_up(held: Attachment) -> AttachmentFault:
    if held.kind == AttachmentKind.RECORDING:
        return AttachmentFault.SOUND_TOO_COSTLY
    return AttachmentFault.TOO_COSTLY


@transaction.atomic
def _expire(attachment_id: uuid.UUID) -> bool:
    held = expired().select_for_update(skip_locked=True).filter(pk=attachment_id).first()
    if held is None:
        return False
    mark_removed(held)
    return True
