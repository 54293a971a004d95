"""Reports of 14 kB handed in, beside a bare view storing the same JSON: `make bench-submit`.

Both go through the whole WSGI application in this process, with every middleware and a real
PostgreSQL that syncs to its disk, in turns, so that a busy machine slows both. The last line is
JSON: submissions a second of ours and of the bare view, their ratio, and our 99th percentile in
milliseconds.
"""

import argparse
import io
import json
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application

from config.env import ROOT
from tests.load.service import service

GOAL = 0.70
KILOBYTES = 14
WORDS = 9_800  # characters of them; a comment has room for 10,000
IN_A_ROUND = 20
Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


def _prepare(count: int) -> tuple[dict[str, str], list[uuid.UUID]]:
    """A signed-in shopper's headers, and so many calls that she has accepted."""
    # Models can be imported once Django is set up.
    from django.db import connections  # noqa: PLC0415
    from django.middleware.csrf import get_token  # noqa: PLC0415
    from django.test import Client as Browser  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    from tests import people  # noqa: PLC0415
    from tests.factories.awards import tiny_award  # noqa: PLC0415
    from tests.factories.calls import many_accepted  # noqa: PLC0415
    from tests.load.bare_store import TABLE  # noqa: PLC0415

    award, selma = tiny_award(), people.selma()
    calls = many_accepted(award, selma, count)
    with connections["owner"].cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute("GRANT INSERT ON bench_store TO bench_app")
    browser = Browser()
    people.sign_in(browser, selma, second_factor=False)  # as shoppers are
    browser.get("/my-calls/")
    request = RequestFactory().get("/")
    token = get_token(request)
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    cookies["csrftoken"] = request.META["CSRF_COOKIE"]
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return {"HTTP_COOKIE": header, "HTTP_X_CSRFTOKEN": token}, [call.pk for call in calls]


def _body(call: uuid.UUID, number: int) -> bytes:
    from tests.factories.tiny_method import PERFECT  # noqa: PLC0415

    document = {
        "test_call": str(call),
        "answered": True,
        "answers": PERFECT,
        "comments": {"c_words": ""},
        "attempts": [
            {
                "key": str(uuid.uuid4()),
                "started_at": "2026-02-02T10:00:00+01:00",
                "answered_at": "2026-02-02T10:00:30+01:00",
                "ended_at": "2026-02-02T10:04:30+01:00",
                "ending": "answered",
            }
        ],
    }
    document["comments"] = {"c_words": f"Report {number}. {_words(number)}"}
    return json.dumps(document).encode().ljust(KILOBYTES * 1000)


def _words(number: int) -> str:
    """Words as people write them, which no compression makes small: those of the decisions."""
    prose = _prose()
    start = number * 977 % (len(prose) - WORDS)
    return prose[start : start + WORDS]


@cache
def _prose() -> str:
    records = sorted((ROOT / "config" / "decisions").glob("*.md"))
    return " ".join(" ".join(each.read_text() for each in records).split())


def _put(application: Application, path: str, body: bytes, headers: dict[str, str]) -> float:
    """One request; the seconds it took."""
    environ: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": "PUT", **headers}
    setup_testing_defaults(environ)
    environ |= {
        "REQUEST_METHOD": "PUT",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "HTTP_HOST": "127.0.0.1",
    }
    heads: list[str] = []
    start = time.perf_counter()
    response = application(environ, lambda status, _headers: heads.append(status))
    told = b"".join(response)
    response.close()
    spent = time.perf_counter() - start
    if not heads[0].startswith("201"):
        sys.exit(f"{path}: {heads[0]} {told.decode(errors='replace')}")
    return spent


def main() -> int:
    """Measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=20)
    rounds = options.parse_args().rounds
    with service("tests.load.bare_store", synced=True):
        headers, calls = _prepare((rounds + 1) * IN_A_ROUND)
        application = get_wsgi_application()
        ours: list[float] = []
        bare: list[float] = []
        for turn in range(rounds + 1):
            part = calls[turn * IN_A_ROUND : (turn + 1) * IN_A_ROUND]
            bodies = [_body(call, number) for number, call in enumerate(part)]
            spent = [
                _put(application, f"/api/v1/evaluations/{uuid.uuid4()}/", body, headers)
                for body in bodies
            ]
            stored = [_put(application, f"/bare/{uuid.uuid4()}/", body, {}) for body in bodies]
            if turn:  # the first round warms up
                ours += spent
                bare += stored
    rates = [1 / statistics.fmean(each) for each in (ours, bare)]
    result = {
        "ours_rps": round(rates[0], 1),
        "bare_rps": round(rates[1], 1),
        "ratio": round(rates[0] / rates[1], 3),
        "p99_ms": round(statistics.quantiles(ours, n=100)[98] * 1000, 1),
    }
    print(json.dumps(result))  # noqa: T201 - its output
    return 0 if result["ratio"] >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
