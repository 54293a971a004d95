"""What is not a report is refused as a problem that names the field, and nothing is written."""

from typing import Any

import pytest
from django.test import Client as Browser

from evaluations.models import Evaluation, TestCall
from tests.evaluations.api.phone import ATTEMPT, document, put

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"answered": "yes"}, "answered"),
        ({"test_call": "no id"}, "test_call"),
        ({"score": 100}, "score"),
        ({"state": "approved"}, "state"),
        ({"answers": {"wait": [1]}}, "answers.wait"),
        ({"answers": {"a b": "x"}}, "answers.a b.[key]"),
        ({"attempts": [{"started_at": "2026-02-02T10:00:00+01:00"}]}, "attempts.0.key"),
        ({"attempts": [{"key": ATTEMPT, "started_at": "2026-02-02"}]}, "attempts.0.started_at"),
        ({"comments": {"c_words": "x" * 10_001}}, "comments.c_words"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(
    call: TestCall, phone: Browser, changes: dict[str, Any], name: str
) -> None:
    answer = put(phone, document(call, **changes))

    assert answer.status_code == 400
    names = [error["name"] for error in answer.json()["errors"]]
    assert any(each.startswith(name) for each in names), names
    assert not Evaluation.objects.exists()


HOSTILE = [
    (b"", 400),
    (b"{", 400),
    (b"[]", 400),
    (b"null", 400),
    (b'"\xff"', 400),
    (b'{"answers": {"\\u0000": "x"}}', 400),
    (b'{"comments": {"c_words": "a\\u0000b"}}', 400),
    (b'{"comments": {"c_words": "\\ud800"}}', 400),
    (b'{"answered": true, "answered": false}', 400),
    (b'{"revision": NaN}', 400),
    (b'{"revision": 1e999}', 400),
    (b'{"revision": ' + b"9" * 5000 + b"}", 400),
    (b"[" * 100_000, 400),
    (b"[" * 21 + b"]" * 21, 400),
    (b'{"a":' * 400 + b"1" + b"}" * 400, 400),
    (b'{"comments": {"c_words": "' + b"x" * 20_000_000 + b'"}}', 413),
]


@pytest.mark.parametrize(("body", "status"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_json_is_refused_as_a_problem(
    call: TestCall, phone: Browser, body: bytes, status: int
) -> None:
    answer = put(phone, body)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert not Evaluation.objects.exists()
