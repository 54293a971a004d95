"""The sound of an acted call: sent by a coordinator, made anew, heard by raters."""

import hashlib
import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any

import structlog
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from evaluations.enums import AttachmentFault, AttachmentState, CalibrationState
from evaluations.models import CalibrationCase, CaseSound
from evaluations.queries.calibration.case_sounds import due_sounds
from evaluations.reencoding.bounds import SOUND
from evaluations.services.calibrating.refusals import check_coordinator, held
from evaluations.services.reports.attachment_files import (
    drop_all,
    drop_sent,
    keep_unfinished,
    kept_bytes,
    write_part,
)
from evaluations.services.reports.attachment_refusals import LARGEST_RECORDING, FileTooLarge
from evaluations.services.reports.checking_files import LEASE, LEASES, made_anew
from evaluations.signals import case_sound_sent
from shoppers.models import User

_log = structlog.get_logger(__name__)


class SoundGone(Exception):
    """There is no such sound, or not any more."""


@transaction.atomic
def add_sound(*, case: CalibrationCase, parts: Iterable[bytes], size: int, by: User) -> CaseSound:
    """Take the sound of a case that nobody was asked about, in place of the one that it has.

    It waits for its check; tells `case_sound_sent` after commit. Raises CalibrationRefused,
    FileTooLarge, OSError.
    """
    check_coordinator(by)
    held(case.calibration, CalibrationState.DRAFT)
    if size > LARGEST_RECORDING:
        raise FileTooLarge(LARGEST_RECORDING)
    _drop(case)
    key, offset = uuid.uuid4(), 0
    try:
        for part in parts:
            write_part(key, offset, part)
            offset += len(part)
        made = CaseSound.objects.create(
            id=key, case=case, size=offset, by=by, received_at=timezone.now()
        )
    except BaseException:
        drop_all(key)
        raise
    transaction.on_commit(
        partial(case_sound_sent.send_robust, sender=CaseSound, sound_id=key), robust=True
    )
    return made


@transaction.atomic
def remove_sound(*, case: CalibrationCase, by: User) -> None:
    """Take the sound away from a case that nobody was asked about. Raises CalibrationRefused."""
    check_coordinator(by)
    held(case.calibration, CalibrationState.DRAFT)
    _drop(case)


def drop_sounds(cases: Iterable[CalibrationCase]) -> None:
    """After commit, remove the bytes of the sounds of cases that are taken away."""
    for key in CaseSound.objects.filter(case__in=list(cases)).values_list("pk", flat=True):
        transaction.on_commit(partial(drop_all, key), robust=True)


def _drop(case: CalibrationCase) -> None:
    drop_sounds([case])
    CaseSound.objects.filter(case=case).delete()


def check_sound(sound_id: uuid.UUID) -> bool:
    """Make one sound anew if it is due; whether it was. Must not run inside a transaction."""
    lease = _claim(sound_id)
    if lease is None:
        return False
    fault = (
        AttachmentFault.SOUND_TOO_COSTLY
        if lease > LEASES
        else made_anew(sound_id, SOUND, too_costly=AttachmentFault.SOUND_TOO_COSTLY)
    )
    if fault is not None:
        if _close(sound_id, lease, state=AttachmentState.REFUSED, fault=fault):
            drop_all(sound_id)
        return True
    size, digest = keep_unfinished(sound_id)
    ready = {"state": AttachmentState.READY, "kept_size": size, "kept_sha256": digest}
    if _close(sound_id, lease, **ready):
        drop_sent(sound_id)
    return True


def sweep_sounds() -> int:
    """Check every sound that waits; how many there were."""
    return sum(map(_checked, list(due_sounds().values_list("pk", flat=True))))


def _checked(sound_id: uuid.UUID) -> bool:
    try:
        return check_sound(sound_id)
    except OSError as error:
        _log.warning("case_sound_not_checked", sound=str(sound_id), error=type(error).__name__)
        return False


@transaction.atomic
def _claim(sound_id: uuid.UUID) -> int | None:
    found = due_sounds().select_for_update(skip_locked=True).filter(pk=sound_id).first()
    if found is None:
        return None
    CaseSound.objects.filter(pk=sound_id).update(lease=found.lease + 1, leased_until=Now() + LEASE)
    return found.lease + 1


def _close(sound_id: uuid.UUID, lease: int, **facts: Any) -> bool:
    ours = CaseSound.objects.filter(pk=sound_id, lease=lease, state=AttachmentState.CHECKING)
    return bool(ours.update(**facts))


def read_sound(sound: CaseSound) -> bytes:
    """The very bytes that were kept. Raises SoundGone."""
    if sound.state != AttachmentState.READY:
        raise SoundGone
    try:
        content = kept_bytes(sound.pk)
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sound.kept_sha256:
        _log.error("case_sound_lost_or_altered", sound=str(sound.pk))
        raise SoundGone
    return content
