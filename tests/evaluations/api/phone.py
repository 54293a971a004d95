"""What a phone sends to the shopper's API."""

import json
import re
from copy import deepcopy
from functools import cache
from typing import Any

from django.conf import settings
from django.test import Client as Browser
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from evaluations.api.openapi_file import SHOPPERS
from evaluations.models import TestCall
from shoppers.models import User
from tests import people
from tests.factories.tiny_method import PERFECT

KEY = "6a1d1ef4-0f2c-4f0c-8a55-7b8a3f0c9e21"
ATTEMPT = "0b7d0f7e-3a51-4b8e-8f0e-6d2f6a6c4c01"


class CheckedBrowser(Browser):
    """A browser that takes no answer which the OpenAPI document does not tell of."""

    def request(self, **request: Any) -> Any:
        """Send it, and look at what comes back."""
        answer = super().request(**request)
        said = operation_at(request["PATH_INFO"], request["REQUEST_METHOD"])
        if said is not None:
            check_answer(said, answer)
        return answer


def operation_at(path: str, method: str) -> dict[str, Any] | None:
    """What the document says of a request; None where nothing is offered at all."""
    for template, item in _document()["paths"].items():
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path):
            found: dict[str, Any] | None = item.get(method.lower())
            return found
    return None


def check_answer(said: dict[str, Any], answer: Any) -> None:
    """Status, content type and every field are as described."""
    content = said["responses"][str(answer.status_code)]["content"]
    assert list(content) == [answer.headers["Content-Type"]]
    (body,) = content.values()
    Draft202012Validator(body["schema"] | {"components": {"schemas": _strict()}}).validate(
        answer.json()
    )


@cache
def _document() -> dict[str, Any]:
    return SHOPPERS.document()


@cache
def _strict() -> dict[str, Any]:
    """The parts of the document, in which nothing untold may stand."""
    strict: dict[str, Any] = deepcopy(_document()["components"]["schemas"])
    for part in strict.values():
        part.setdefault("additionalProperties", False)
    return strict


def signed_in(user: User) -> Browser:
    browser = CheckedBrowser(headers={"accept-language": "en"})
    people.sign_in(browser, user)
    return browser


def session_of(user: User) -> str:
    """What her cookie says once she is signed in."""
    return signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value


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
