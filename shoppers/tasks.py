"""Mail in the background: ids in, nothing out. A task may come twice, late or never."""

import uuid

from celery import shared_task

from shoppers.services import notices


@shared_task(name="shoppers.send_notice")
def send_notice(notice_id: str) -> None:
    """Send one mail, if it is still due."""
    notices.send_notice(uuid.UUID(notice_id))


@shared_task(name="shoppers.sweep_notices")
def sweep_notices() -> None:
    """Send every mail that is due."""
    notices.sweep_notices()
