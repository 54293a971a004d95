"""Mail that is owed: written with its cause, sent after commit, once."""

import datetime as dt
import uuid
from collections.abc import Collection
from functools import partial

import structlog
from django.db import transaction
from django.db.models.functions import Now

from shoppers.authentication import may_sign_in
from shoppers.models import Notice, User
from shoppers.queries.notices import due_notices
from shoppers.services.mail import compose, is_registered
from shoppers.signals import notice_owed

logger = structlog.get_logger(__name__)

# Long enough for any mail server, short enough that a killed worker's mail is not late.
LEASE = dt.timedelta(minutes=5)
# How long to wait after each failure; the next one after these is the last.
RETRY_AFTER = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=10),
    dt.timedelta(hours=1),
    dt.timedelta(hours=3),
)
LEASES = len(RETRY_AFTER) + 1


def owe(
    *,
    recipient: User | None,
    kind: str,
    about: uuid.UUID | None = None,
    cause: str | None = None,
    notice_id: uuid.UUID | None = None,
) -> Notice:
    """Owe somebody a mail; to be called in the transaction of its cause.

    `kind` names a letter (shoppers.services.mail), `about` what it tells of; to somebody without an
    account the recipient is None, and the letter finds the address there. A `cause` that has owed a
    mail before owes no second one: the first is returned.
    """
    if not is_registered(kind):
        message = f"There is no letter for notices of the kind '{kind}'."
        raise ValueError(message)
    facts = {"recipient": recipient, "kind": kind, "about": about}
    if cause is None:
        notice, new = Notice.objects.create(id=notice_id or uuid.uuid4(), **facts), True
    else:
        notice, new = Notice.objects.get_or_create(cause=cause, defaults=facts)
    if new:
        hint(notice.pk)
    return notice


def hint(notice_id: uuid.UUID) -> None:
    """Tell whoever listens, after commit, that this notice may be due."""
    transaction.on_commit(partial(notice_owed.send, sender=Notice, notice_id=notice_id))


def hold_back(causes: Collection[str], *, time: dt.timedelta) -> None:
    """Send these mails no sooner than after so long: until then they can be withdrawn."""
    Notice.objects.filter(cause__in=causes, lease=0).update(leased_until=Now() + time)


@transaction.atomic
def withdraw(causes: Collection[str]) -> bool:
    """Owe these mails no more; False, and nothing has changed, when one of them is on its way."""
    held = list(Notice.objects.select_for_update().filter(cause__in=causes).order_by("pk"))
    if any(notice.lease or notice.failed_at for notice in held):
        return False
    Notice.objects.filter(pk__in=[notice.pk for notice in held]).delete()
    return True


@transaction.atomic
def claim(notice_id: uuid.UUID) -> Notice | None:
    """The notice, leased to the caller; None when it is not due or another has it."""
    notice = due_notices().select_for_update(skip_locked=True).filter(pk=notice_id).first()
    if notice is None:
        return None
    if notice.lease >= LEASES:
        # Its last sender never came back.
        _close(notice, failed="LeaseExpired")
        return None
    notice.lease += 1
    Notice.objects.filter(pk=notice.pk).update(lease=notice.lease, leased_until=Now() + LEASE)
    return notice


def send_notice(notice_id: uuid.UUID) -> bool:
    """Send one mail if it is due; whether it was sent.

    The lease is committed before the mail goes out, so two workers never send the same one.
    Must not run inside a transaction.
    """
    notice = claim(notice_id)
    if notice is None:
        return False
    if notice.recipient is not None and not may_sign_in(notice.recipient):
        _close(notice, failed="NotWanted")
        return False
    try:
        message = compose(notice)
        if message is None:
            _close(notice, failed="NotWanted")
            return False
        message.send()
    except Exception as error:  # noqa: BLE001 - one bad mail must not hold up the others
        _put_off(notice, error)
        return False
    _close(notice)
    return True


def sweep_notices() -> int:
    """Send every mail that is due, also those whose hint was lost; how many were sent."""
    return sum(send_notice(notice_id) for notice_id in due_notices().values_list("pk", flat=True))


def _close(notice: Notice, *, failed: str = "") -> None:
    """Nothing more is owed; only who still holds the lease may say so."""
    outcome = {"failed_at": Now(), "error": failed} if failed else {"sent_at": Now(), "error": ""}
    Notice.objects.filter(pk=notice.pk, lease=notice.lease).update(**outcome)


def _put_off(notice: Notice, error: Exception) -> None:
    """Try again later, or give up; the kind of error is kept, its text may name people."""
    kind = type(error).__name__
    logger.warning("notice_not_sent", notice=str(notice.pk), lease=notice.lease, error=kind)
    if notice.lease >= LEASES:
        _close(notice, failed=kind)
        return
    Notice.objects.filter(pk=notice.pk, lease=notice.lease).update(
        leased_until=Now() + RETRY_AFTER[notice.lease - 1], error=kind
    )
