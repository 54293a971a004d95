"""What a phone sends to the shopper's API."""

import json
from typing import Any

from django.test import Client as Browser

from evaluations.models import TestCall
from shoppers.models import User
from tests import people
from tests.factories.tiny_method import PERFECT

KEY = "6a1d1ef4-0f2c-4f0c-8a55-7b8a3f0c9e21"
ATTEMPT = "0b7d0f7e-3a51-4b8e-8f0e-6d2f6a6c4c01"


def signed_in(user: User) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def document(call: TestCall, **changes: Any) -> dict[str, Any]:
    return {
        "test_call": str(call.pk),
        "answered": True,
        "answers": PERFECT,
        "comments": {"c_words": "Kind."},
        "attempts": [
            {
                "key": ATTEMPT,
                "started_at": "2026-02-02T10:00:00+01:00",
                "answered_at": "2026-02-02T10:00:30+01:00",
                "ended_at": "2026-02-02T10:04:30+01:00",
                "ending": "answered",
            }
        ],
    } | changes


def put(browser: Browser, body: Any, key: str = KEY, **headers: str) -> Any:
    return browser.put(
        f"/api/v1/evaluations/{key}/",
        body if isinstance(body, bytes) else json.dumps(body),
        content_type="application/json",
        headers=headers,
    )


def patch(browser: Browser, body: Any, key: object) -> Any:
    return browser.patch(
        f"/api/v1/evaluations/{key}/draft/", json.dumps(body), content_type="application/json"
    )


def put_attempt(browser: Browser, call: TestCall, body: Any, key: str = ATTEMPT) -> Any:
    return browser.put(
        f"/api/v1/test-calls/{call.pk}/attempts/{key}/",
        json.dumps(body),
        content_type="application/json",
    )
