"""Hints to the workers: sent after commit, and never in the way."""

import time
from typing import Any

import pytest
from django.db import transaction
from redis import Redis
from structlog.testing import capture_logs

from config.celery import app
from shoppers.enums import NoticeKind
from shoppers.models import Notice
from shoppers.services.notices import owe
from tests import people


def queued(settings: Any) -> int:
    with Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        return int(broker.llen("celery"))


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_announced_after_commit_only(settings: Any) -> None:
    alma = people.alma()
    before = queued(settings)
    with transaction.atomic():
        owe(recipient=alma, kind=NoticeKind.PASSWORD_RESET)
        assert queued(settings) == before
    assert queued(settings) == before + 1
    with transaction.atomic():
        owe(recipient=alma, kind=NoticeKind.PASSWORD_RESET)
        transaction.set_rollback(True)
    assert queued(settings) == before + 1
    assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_no_time_and_no_notice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    alma = people.alma()
    began = time.monotonic()
    with capture_logs() as logs:
        notice = owe(recipient=alma, kind=NoticeKind.PASSWORD_RESET)
    assert time.monotonic() - began < 2
    assert logs == [
        {
            "event": "hint_lost",
            "log_level": "warning",
            "notice": str(notice.pk),
            "error": "OperationalError",
        }
    ]
    assert Notice.objects.get().sent_at is None
