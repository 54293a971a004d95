"""A recording as a phone sends it: in parts like a picture, larger, and only where it may."""

import hashlib
import json
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from evaluations.models import Attachment, Evaluation, TestCall
from evaluations.services.reports.checking_files import sweep_attachments
from evaluations.services.reports.drafting import Changes, open_report, save_draft
from shoppers.models import User
from tests.factories.recordings import allowed, recording

pytestmark = pytest.mark.django_db

MB = 1024 * 1024


@pytest.fixture
def report(call: TestCall, selma: User, alma: User) -> Evaluation:
    allowed(call.participation, alma)
    return open_report(call=call, by=selma)


def _address(report: Evaluation, key: object = "3f0e7d0a-6d0d-4c57-9d3e-0a4f4f1f7c11") -> str:
    return f"/api/v1/evaluations/{report.pk}/attachments/{key}/"


def _announce(phone: Browser, address: str, content: bytes = b"x", size: int = 0) -> Any:
    digest = hashlib.sha256(content).hexdigest()
    facts = {"kind": "recording", "size": size or len(content), "sha256": digest}
    return phone.put(address, json.dumps(facts), content_type="application/json")


def _send(phone: Browser, address: str, content: bytes, part: int) -> Any:
    answer = None
    for offset in range(0, len(content), part):
        answer = phone.put(
            address,
            content[offset : offset + part],
            content_type="application/octet-stream",
            headers={"upload-offset": str(offset)},
        )
        assert answer.status_code == 200
    return answer


def test_a_recording_comes_in_parts_and_is_checked(report: Evaluation, phone: Browser) -> None:
    content, address = recording("WAV"), _address(report)
    assert _announce(phone, address, content).status_code == 201

    arrived = _send(phone, address, content, 100_000)
    sweep_attachments()

    assert arrived.json()["state"] == "checking"
    assert phone.get(address).json() == {
        "key": "3f0e7d0a-6d0d-4c57-9d3e-0a4f4f1f7c11",
        "kind": "recording",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "state": "ready",
        "received": len(content),
        "fault": None,
    }


def test_a_recording_of_another_kind_is_told_what_to_send_instead(
    report: Evaluation, phone: Browser
) -> None:
    content, address = b"\x00\x00\x00\x1cftypM4A " + bytes(100), _address(report)
    _announce(phone, address, content)
    _send(phone, address, content, 1000)
    sweep_attachments()

    assert phone.get(address, headers={"accept-language": "en"}).json()["fault"] == {
        "code": "other_sound",
        "message": "Recordings as M4A, AAC or AMR are not taken. Save it as MP3, WAV, Ogg or FLAC.",
    }


def test_a_recording_has_thirty_megabytes_and_a_day_two_hundred(
    report: Evaluation, phone: Browser
) -> None:
    assert _announce(phone, _address(report), size=30 * MB + 1).json()["code"] == "file_too_large"

    answers = [_announce(phone, _address(report, uuid.uuid4()), size=30 * MB) for _ in range(7)]

    assert [answer.status_code for answer in answers] == [201] * 6 + [429]
    # Pictures have a day of their own.
    facts = {"kind": "picture", "size": 10 * MB, "sha256": "0" * 64}
    picture = phone.put(
        _address(report, uuid.uuid4()), json.dumps(facts), content_type="application/json"
    )
    assert picture.status_code == 201


def test_where_nobody_answered_nothing_is_taken(
    report: Evaluation, phone: Browser, selma: User
) -> None:
    save_draft(evaluation=report, changes=Changes(answered=False), by=selma)

    answer = _announce(phone, _address(report))

    assert (answer.status_code, answer.json()["code"]) == (422, "nobody_to_record")
    assert not Attachment.objects.exists()
