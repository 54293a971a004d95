"""Phones that hand whole forms in and retry until they hold a receipt."""

import http.client
import json
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

LAST_WORD = 120.0  # seconds in which a phone must have its receipt
_SERVER_FAULT = 500
_ONCE_MORE = {408, 425, 429}


@dataclass
class Tally:
    """What the phones were told, by report: the sha256 of what each has sent."""

    acknowledged: dict[uuid.UUID, str] = field(default_factory=dict)
    retries: int = 0
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def _form(call: uuid.UUID, luck: random.Random) -> dict[str, Any]:
    words = "".join(luck.choices("abcdefghijklmnopqrstuvwxyzæøåäö .", k=luck.randint(20, 4_000)))
    return {
        "test_call": str(call),
        "answered": True,
        "answers": {
            "wait": luck.choice(["fast", "fair"]),
            "correct": luck.choice(["yes", "no"]),
            "fits": luck.choice(["well", "fair"]),
        },
        "comments": {"c_words": f"{call} {words}"},
        "attempts": [
            {
                "key": str(uuid.UUID(int=luck.getrandbits(128), version=4)),
                "started_at": "2026-02-02T10:00:00+00:00",
                "answered_at": "2026-02-02T10:00:30+00:00",
                "ended_at": "2026-02-02T10:04:30+00:00",
                "ending": "answered",
            }
        ],
    }


def hand_all_in(
    port: int,
    headers: dict[str, str],
    calls: list[uuid.UUID],
    tally: Tally,
    until: Callable[[], bool],
    seed: int,
) -> None:
    """Hand one call in after the other; a form that was begun is retried until it is received."""
    luck = random.Random(seed)
    while not until():
        with tally.lock:
            if not calls:
                return
            call = calls.pop()
        key, form = uuid.UUID(int=luck.getrandbits(128), version=4), _form(call, luck)
        _until_received(port, headers, key, form, tally)


def _until_received(
    port: int, headers: dict[str, str], key: uuid.UUID, form: dict[str, Any], tally: Tally
) -> None:
    body, pause = json.dumps(form).encode(), 0.05
    deadline = time.monotonic() + LAST_WORD
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("PUT", f"/api/v1/evaluations/{key}/", body, headers)
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException):
            answer = None
        finally:
            connection.close()
        if answer is not None and answer.status in {200, 201}:
            with tally.lock:
                tally.acknowledged[uuid.UUID(json.loads(told)["evaluation"])] = form_digest(form)
            return
        if answer is not None and answer.status < 500 and answer.status not in {408, 425, 429}:
            with tally.lock:
                tally.refused.append(f"{answer.status} {told[:200]!r}")
            return
        tally.retries += 1
        time.sleep(pause)
        pause = min(pause * 2, 2.0)
    with tally.lock:
        tally.refused.append(f"no receipt for {key} in {LAST_WORD:.0f} s")


def _is_final(status: int) -> bool:
    """Whether sending the same again would be answered the same."""
    return status < _SERVER_FAULT and status not in _ONCE_MORE


def form_digest(form: dict[str, Any]) -> str:
    from evaluations.canonical import digest  # noqa: PLC0415 - once Django is set up

    return digest(
        {
            "answers": form["answers"],
            "comments": form["comments"],
            "attempts": [each["started_at"] for each in form["attempts"]],
        }
    )
