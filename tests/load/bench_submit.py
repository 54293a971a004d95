"""Reports of 14 kB handed in, beside a bare view storing the same JSON: `make bench-submit`.

All go through the whole WSGI application in this process, with every middleware and a real
PostgreSQL that syncs to its disk, and keep their words in the same way: uncompressed. A round has
so many of each kind, and the kind that begins changes with the round, so that a busy machine slows
all alike; the first rounds warm up.

The last line is JSON: submissions a second of ours and of the bare view, the median of the rounds'
ratios, and our 99th percentile in milliseconds; then the quartiles of those ratios. Ours are forms
that nobody has drafted: nothing of them is known before. `drafted_…` says the same of forms that
are handed in as a phone does online: her attempts and every word are here already, and she says
whether she was recognised.
"""

import argparse
import io
import json
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application

from config.env import ROOT
from tests.load.service import service

if TYPE_CHECKING:
    from evaluations.models import TestCall
    from shoppers.models import User

GOAL = 0.70
KILOBYTES = 14
WORDS = 9_800  # characters of them; a comment has room for 10,000
IN_A_ROUND = 20
WARMING = 3  # rounds: one with each kind at its beginning
Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """One request."""

    path: str
    body: bytes
    headers: Mapping[str, str]


def _prepare(count: int) -> "tuple[User, dict[str, str], list[TestCall]]":
    """A shopper, her headers when she is signed in, and so many calls that she has accepted."""
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
    return selma, {"HTTP_COOKIE": header, "HTTP_X_CSRFTOKEN": token}, calls


def _body(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document).encode().ljust(KILOBYTES * 1000)


def _form(call: uuid.UUID, number: int) -> dict[str, Any]:
    """A whole form as it is handed in for a call of which nothing is known."""
    from tests.factories.tiny_method import PERFECT  # noqa: PLC0415

    return {
        "test_call": str(call),
        "answered": True,
        "answers": PERFECT,
        "comments": {"c_words": f"Report {number}. {_words(number)}"},
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


def _ours(calls: "Sequence[TestCall]", headers: Mapping[str, str]) -> list[Sent]:
    return [
        Sent(_report(uuid.uuid4()), _body(_form(call.pk, number)), headers)
        for number, call in enumerate(calls)
    ]


def _bare(calls: "Sequence[TestCall]") -> list[Sent]:
    return [
        Sent(f"/bare/{uuid.uuid4()}/", _body(_form(call.pk, number)), {})
        for number, call in enumerate(calls)
    ]


def _drafted(calls: "Sequence[TestCall]", by: "User", headers: Mapping[str, str]) -> list[Sent]:
    """Forms whose attempts and words were sent while they were made and typed."""
    from evaluations.api.documents import ReportDocument  # noqa: PLC0415
    from evaluations.services.calls.attempts import log_attempt  # noqa: PLC0415
    from evaluations.services.reports.drafting import Changes, open_report, save_draft  # noqa: PLC0415

    sent = []
    for number, call in enumerate(calls):
        form = _form(call.pk, number)
        [attempt] = ReportDocument.model_validate(form).form().attempts
        log_attempt(call=call, note=attempt, by=by)
        report = open_report(call=call, by=by)
        said = Changes(True, form["answers"], form["comments"])
        draft = save_draft(evaluation=report, changes=said, by=by).draft
        beside = {"revision": draft.revision, "recognised": {"yes": False}, "attempts": []}
        sent.append(Sent(_report(report.pk), _body(form | beside), headers))
    return sent


def _report(key: uuid.UUID) -> str:
    return f"/api/v1/evaluations/{key}/"


def _words(number: int) -> str:
    """Words as people write them, which no compression makes small: those of the decisions."""
    prose = _prose()
    start = number * 977 % (len(prose) - WORDS)
    return prose[start : start + WORDS]


@cache
def _prose() -> str:
    records = sorted((ROOT / "config" / "decisions").glob("*.md"))
    return " ".join(" ".join(each.read_text() for each in records).split())


def _put(application: Application, sent: Sent) -> float:
    """One request; the seconds it took."""
    environ: dict[str, Any] = {"PATH_INFO": sent.path, "REQUEST_METHOD": "PUT", **sent.headers}
    setup_testing_defaults(environ)
    environ |= {
        "REQUEST_METHOD": "PUT",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(sent.body)),
        "wsgi.input": io.BytesIO(sent.body),
        "HTTP_HOST": "127.0.0.1",
    }
    heads: list[str] = []
    start = time.perf_counter()
    response = application(environ, lambda status, _headers: heads.append(status))
    told = b"".join(response)
    response.close()
    spent = time.perf_counter() - start
    if not heads[0].startswith("201"):
        sys.exit(f"{sent.path}: {heads[0]} {told.decode(errors='replace')}")
    return spent


def _turns(rounds: int) -> Iterator[dict[str, list[float]]]:
    """Of each round the seconds that each request took, by kind."""
    by, headers, calls = _prepare(2 * rounds * IN_A_ROUND)
    application = get_wsgi_application()
    for turn in range(rounds):
        first, second = (
            calls[start : start + IN_A_ROUND]
            for start in (2 * turn * IN_A_ROUND, (2 * turn + 1) * IN_A_ROUND)
        )
        kinds = {
            "ours": _ours(first, headers),
            "bare": _bare(first),
            "drafted": _drafted(second, by, headers),
        }
        order = [*kinds][turn % len(kinds) :] + [*kinds][: turn % len(kinds)]
        yield {kind: [_put(application, sent) for sent in kinds[kind]] for kind in order}


def _told(turns: Sequence[Mapping[str, list[float]]]) -> dict[str, Any]:
    """What the rounds say, in the words of the result."""
    spent = {kind: [each for turn in turns for each in turn[kind]] for kind in turns[0]}
    rates = {kind: round(1 / statistics.fmean(each), 1) for kind, each in spent.items()}
    late = {
        kind: round(statistics.quantiles(each, n=100)[98] * 1000, 1) for kind, each in spent.items()
    }
    ratios = {
        kind: [sum(turn["bare"]) / sum(turn[kind]) for turn in turns]
        for kind in ("ours", "drafted")
    }
    middle = {kind: round(statistics.median(each), 3) for kind, each in ratios.items()}
    low, _median, high = statistics.quantiles(ratios["ours"], n=4)
    return {
        "ours_rps": rates["ours"],
        "bare_rps": rates["bare"],
        "ratio": middle["ours"],
        "p99_ms": late["ours"],
        "ratio_quartiles": [round(low, 3), round(high, 3)],
        "drafted_rps": rates["drafted"],
        "drafted_ratio": middle["drafted"],
        "drafted_p99_ms": late["drafted"],
    }


def main() -> int:
    """Measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=21)
    rounds = options.parse_args().rounds
    with service("tests.load.bare_store", synced=True):
        turns = [*_turns(WARMING + rounds)][WARMING:]
    result = _told(turns)
    print(json.dumps(result))  # noqa: T201 - its output
    return 0 if result["ratio"] >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
