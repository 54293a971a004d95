"""A recording comes in while recordings are stopped: nothing is left behind the stop."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from evaluations.enums import AttachmentKind
from evaluations.models import Attachment, Participation
from evaluations.queries.reports import attachments as queries
from evaluations.services.companies.recordings import RecordingsChanged, stop_recordings
from evaluations.services.reports.attachment_refusals import RecordingNotAllowed
from evaluations.services.reports.attachments import announce
from tests import people
from tests.factories.attachments import note_of
from tests.factories.awards import tiny_award
from tests.factories.recordings import allowed
from tests.factories.reports import filled_report

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_comes_in_during_a_stop_is_refused_or_seen_by_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    selma, alma = people.selma(), people.alma()
    report = filled_report(tiny_award(), selma, alma)
    part = allowed(report.test_call.participation, alma)
    together = Barrier(2)

    def slowly(*arguments: Any) -> Any:
        """Between looking and writing there is time for the other to look, too."""
        time.sleep(0.3)
        return queries.announced_today(*arguments)

    monkeypatch.setattr("evaluations.services.reports.attachments.announced_today", slowly)

    def take(step: Callable[[], object]) -> str:
        try:
            together.wait(timeout=10)
            step()
        except (RecordingNotAllowed, RecordingsChanged) as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    note = note_of(b"x", AttachmentKind.RECORDING)
    with ThreadPoolExecutor(2) as pool:
        told = list(
            pool.map(
                take,
                [
                    lambda: announce(beside=report, note=note, by=selma),
                    lambda: stop_recordings(participation=part, seen=0, by=alma),
                ],
            )
        )

    is_allowed = Participation.objects.get(pk=part.pk).allows_recordings
    assert (told, is_allowed, Attachment.objects.count()) in [
        (["done", "recordings_changed"], True, 1),
        (["recording_not_allowed", "done"], False, 0),
    ]
