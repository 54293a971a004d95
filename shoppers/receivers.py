"""What is owed is announced to the workers."""

import uuid
from typing import Any

import structlog
from celery import current_app
from django.dispatch import receiver

from shoppers.signals import notice_owed
from shoppers.tasks import send_notice

logger = structlog.get_logger(__name__)


@receiver(notice_owed, dispatch_uid="shoppers.announce_notice")
def announce_notice(*, notice_id: uuid.UUID, **_signal: Any) -> None:
    """Hint at a mail.

    A lost hint costs seconds, since the sweep finds the row; a slow one costs the reader's
    patience. So there is one try, on a connection of its own that does not insist: with
    `retry=False` alone, a broker that is away holds the page up for six seconds.
    """
    try:
        with current_app.connection_for_write(transport_options={"max_retries": 0}) as connection:
            current_app.send_task(
                send_notice.name, args=[str(notice_id)], connection=connection, retry=False
            )
    except Exception as error:  # noqa: BLE001 - clients raise more than their documented errors
        logger.warning("hint_lost", notice=str(notice_id), error=type(error).__name__)
