"""Files beside a report, as a phone sends them: apart from the form, in parts, once."""

import hashlib
import json
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from evaluations.enums import AttachmentState
from evaluations.models import Attachment, Evaluation, TestCall
from evaluations.services.reports.attachment_files import sent_file
from evaluations.services.reports.drafting import open_report
from shoppers.models import User
from tests import people
from tests.evaluations.api.phone import document, put, signed_in
from tests.factories.calls import shopper_user
from tests.factories.hostile import noise, picture

pytestmark = pytest.mark.django_db

FILE = "3f0e7d0a-6d0d-4c57-9d3e-0a4f4f1f7c11"
CONTENT = picture(size=(300, 200))


@pytest.fixture
def report(call: TestCall, selma: User) -> Evaluation:
    return open_report(call=call, by=selma)


def _facts(content: bytes = CONTENT, **changes: Any) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    return {"kind": "picture", "size": len(content), "sha256": digest} | changes


def _address(report: Evaluation, key: str = FILE) -> str:
    return f"/api/v1/evaluations/{report.pk}/attachments/{key}/"


def _announce(phone: Browser, report: Evaluation, key: str = FILE, **changes: Any) -> Any:
    facts = json.dumps(_facts(changes.pop("content", CONTENT), **changes))
    return phone.put(_address(report, key), facts, content_type="application/json")


def _part(phone: Browser, report: Evaluation, part: bytes, offset: object = 0) -> Any:
    return phone.put(
        _address(report),
        part,
        content_type="application/octet-stream",
        headers={"upload-offset": str(offset)},
    )


def test_a_file_comes_in_parts_and_goes_on_where_it_ended(
    report: Evaluation, phone: Browser
) -> None:
    assert _announce(phone, report).status_code == 201

    first = _part(phone, report, CONTENT[:500])
    asked = phone.get(_address(report))
    second = _part(phone, report, CONTENT[500:], asked.headers["Upload-Offset"])

    assert (first.json()["received"], asked.json()) == (500, first.json())
    assert second.status_code == 200
    assert second.json() == _facts() | {
        "key": FILE,
        "state": "checking",
        "received": len(CONTENT),
        "fault": None,
    }
    assert second.headers["Cache-Control"] == "no-store"
    assert sent_file(Attachment.objects.get().pk).read_bytes() == CONTENT


def test_everything_sent_again_changes_nothing(report: Evaluation, phone: Browser) -> None:
    announced = _announce(phone, report)
    again = _announce(phone, report)
    _part(phone, report, CONTENT[:500])
    _part(phone, report, CONTENT[:500])
    whole = _part(phone, report, CONTENT[500:], 500)
    late = [_part(phone, report, CONTENT[500:], 500), _announce(phone, report)]

    assert (again.status_code, again.json()) == (200, announced.json())
    assert [each.json() for each in late] == [whole.json()] * 2
    assert Attachment.objects.get().received == len(CONTENT)


def test_another_file_under_the_same_key_is_a_conflict(report: Evaluation, phone: Browser) -> None:
    _announce(phone, report)

    for changes in ({"kind": "evidence"}, {"content": b"x"}, {"sha256": "0" * 64}):
        answer = _announce(phone, report, **changes)
        assert (answer.status_code, answer.json()["code"]) == (409, "another_file")

    assert Attachment.objects.get().sha256 == _facts()["sha256"]


def test_other_bytes_than_announced_are_not_taken_and_begun_anew(
    report: Evaluation, phone: Browser
) -> None:
    _announce(phone, report)

    wrong = _part(phone, report, bytes(len(CONTENT)))

    assert (wrong.status_code, wrong.json()["code"]) == (409, "another_file")
    assert (Attachment.objects.get().state, Attachment.objects.get().received) == ("receiving", 0)
    assert _part(phone, report, CONTENT).json()["state"] == "checking"


@pytest.mark.parametrize("offset", [1, 499, len(CONTENT) - 1])
def test_a_gap_is_told_with_where_to_go_on(report: Evaluation, phone: Browser, offset: int) -> None:
    _announce(phone, report)

    answer = _part(phone, report, b"x", offset)

    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["received"]) == ("wrong_offset", 0)
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("part", "offset", "status"),
    [
        (b"", 0, 400),
        (b"x" * (len(CONTENT) + 1), 0, 400),
        (b"x", len(CONTENT), 400),
        (b"x", "", 400),
        (b"x", "-1", 400),
        (b"x", "1e3", 400),
        (b"x", "²", 400),
        (b"x", "9" * 5000, 400),
        (b"x" * 1_048_577, 0, 413),
        (b"x" * 20_000_000, 0, 413),
    ],
    ids=range(10),
)
def test_a_wrong_part_is_refused_and_nothing_is_written(
    report: Evaluation, phone: Browser, part: bytes, offset: object, status: int
) -> None:
    _announce(phone, report)

    answer = _part(phone, report, part, offset)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Attachment.objects.get().received == 0
    assert not sent_file(Attachment.objects.get().pk).exists()


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"size": 0}, 400, None),
        ({"size": "1"}, 400, None),
        ({"kind": "film"}, 400, None),
        ({"kind": "recording"}, 422, "recording_not_allowed"),
        ({"sha256": "A" * 64}, 400, None),
        ({"name": "../../x.jpg"}, 400, None),
        ({"size": 10 * 1024 * 1024 + 1}, 413, "file_too_large"),
        ({"size": 10**30}, 413, "file_too_large"),
    ],
)
def test_a_wrong_announcement_is_refused(
    report: Evaluation, phone: Browser, changes: dict[str, Any], status: int, code: str | None
) -> None:
    answer = _announce(phone, report, **changes)

    assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not Attachment.objects.exists()


def test_a_report_has_ten_files_and_a_day_fifty_megabytes(
    report: Evaluation, phone: Browser
) -> None:
    large = 10 * 1024 * 1024
    keys = [str(uuid.uuid4()) for _ in range(6)]
    answers = [_announce(phone, report, key, size=large) for key in keys]

    assert [answer.status_code for answer in answers] == [201] * 5 + [429]
    assert answers[-1].json()["code"] == "too_much_today"
    # Removed, a file counts on for the day, no longer for the report.
    assert phone.delete(_address(report, keys[0])).json()["state"] == "removed"
    assert _announce(phone, report, keys[5], size=1).status_code == 429

    Attachment.objects.exclude(state=AttachmentState.REMOVED).update(size=1)
    Attachment.objects.filter(state=AttachmentState.REMOVED).update(size=1)
    answers = [_announce(phone, report, str(uuid.uuid4()), size=1) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [201] * 6 + [422]
    assert answers[-1].json()["code"] == "too_many_files"


def test_files_follow_their_form_and_stay_once_it_is_sent(
    report: Evaluation, call: TestCall, phone: Browser
) -> None:
    _announce(phone, report)
    assert put(phone, document(call), str(report.pk)).status_code == 201

    arrived = _part(phone, report, CONTENT)
    removed = phone.delete(_address(report))

    assert arrived.json()["state"] == "checking"
    assert (removed.status_code, removed.json()["code"]) == (409, "state_changed")
    assert _announce(phone, report, str(uuid.uuid4())).status_code == 201
    Evaluation.objects.update(state="approved")
    assert _announce(phone, report, str(uuid.uuid4())).status_code == 409
    assert Attachment.objects.count() == 2


def test_a_removed_file_is_gone_at_once_and_stays_away(
    report: Evaluation, phone: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    _announce(phone, report)
    _part(phone, report, CONTENT[:500])
    place = sent_file(Attachment.objects.get().pk)
    assert place.exists()

    with django_capture_on_commit_callbacks(execute=True):
        removed = phone.delete(_address(report))

    assert (removed.status_code, removed.json()["state"]) == (200, "removed")
    assert not place.parent.exists()
    assert phone.delete(_address(report)).json() == removed.json()
    assert _part(phone, report, CONTENT[500:], 500).status_code == 409
    assert _announce(phone, report).json()["state"] == "removed"


def test_nobody_else_reaches_a_file(report: Evaluation, phone: Browser, alma: User) -> None:
    _announce(phone, report)
    strangers = {
        Browser(): 401,
        signed_in(shopper_user("S-902", "Nina Nes")): 404,
        signed_in(alma): 404,
        signed_in(people.kari()): 404,
    }

    for browser, status in strangers.items():
        told = [
            browser.get(_address(report)),
            browser.delete(_address(report)),
            _announce(browser, report),
            _part(browser, report, CONTENT),
        ]
        assert [answer.status_code for answer in told] == [status] * 4
    assert phone.get(_address(report, str(uuid.uuid4()))).status_code == 404
    assert phone.post(_address(report)).status_code == 405
    text = phone.put(_address(report), "x", content_type="text/plain")
    assert text.status_code == 415
    assert Attachment.objects.get().received == 0


def test_a_disk_that_is_full_is_told_and_costs_nothing(
    report: Evaluation, phone: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError

    _announce(phone, report)
    with monkeypatch.context() as broken:
        broken.setattr("evaluations.services.reports.attachments.write_part", full)
        answer = _part(phone, report, CONTENT)

    assert (answer.status_code, answer.json()["code"]) == (503, "no_room")
    assert _part(phone, report, CONTENT).json()["state"] == "checking"


def test_a_large_file_comes_in_whole(report: Evaluation, phone: Browser) -> None:
    content = noise(2_500_000)
    _announce(phone, report, content=content)

    for offset in range(0, len(content), 1_048_576):
        answer = _part(phone, report, content[offset : offset + 1_048_576], offset)

    assert answer.json()["state"] == "checking"
