"""The published ranking against an empty view, in one run: `python -m tests.load.bench_api`.

Both go through the whole WSGI application in this process, with every middleware, in turns, so that
a busy machine slows both. Throwaway servers hold a release of 194 companies. The budget is 60 % of
the empty view's requests a second; the exit code tells whether it was held.
"""

import datetime as dt
import io
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application

from tests.load.service import service

BUDGET = 0.60
ROUNDS = 20
REQUESTS = 100  # of each kind in a round
COMPANIES = 194
CATEGORIES = 19

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


def _award() -> str:
    """A public release; the key of a client who reads it too."""
    # Models can be imported once Django is set up.
    from django.utils import timezone  # noqa: PLC0415

    from evaluations.services.clients.api_keys import issue_key  # noqa: PLC0415
    from evaluations.services.clients.clients import create_client  # noqa: PLC0415
    from tests import people  # noqa: PLC0415
    from tests.factories import frozen  # noqa: PLC0415

    alma, clara = people.alma(), people.clara()
    categories = [frozen.category(f"category-{number}") for number in range(CATEGORIES)]
    companies = [
        (frozen.company(f"company-{number}"), categories[number % CATEGORIES])
        for number in range(COMPANIES)
    ]
    yesterday = timezone.now() - dt.timedelta(days=1)
    frozen.freeze_release(
        of=frozen.programme("2026"),
        companies=companies,
        by=alma,
        confirmed_by=clara,
        clients_from=yesterday,
        public_from=yesterday,
        contacts=2,
    )
    client = create_client(name="Bench", companies=[companies[0][0]], by=alma)
    return issue_key(client=client, label="bench", by=alma)


def _ask(application: Application, path: str, headers: dict[str, str]) -> int:
    """One request; the size of its answer."""
    address, _mark, query = path.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": address, "QUERY_STRING": query, **headers}
    setup_testing_defaults(environ)
    environ["wsgi.input"] = io.BytesIO()
    environ["HTTP_HOST"] = "127.0.0.1"
    heads: list[str] = []
    response = application(environ, lambda status, _headers: heads.append(status))
    size = sum(len(part) for part in response)
    response.close()
    if not heads[0].startswith("200"):
        sys.exit(f"{path}: {heads[0]}")
    return size


def _rates(
    application: Application, kinds: dict[str, tuple[str, dict[str, str]]]
) -> dict[str, float]:
    """The requests that a second of this process's time serves, by kind; the median round.

    Time of the process and not of the clock: what else the machine does then hardly counts.
    """
    seconds: dict[str, list[float]] = {kind: [] for kind in kinds}
    for path, headers in kinds.values():
        _ask(application, path, headers)  # warm
    for _round in range(ROUNDS):
        for kind, (path, headers) in kinds.items():
            start = time.process_time()
            for _request in range(REQUESTS):
                _ask(application, path, headers)
            seconds[kind].append(time.process_time() - start)
    return {kind: REQUESTS / statistics.median(spent) for kind, spent in seconds.items()}


def main() -> int:
    """Measure, print, judge."""
    ranking = "/api/v1/programmes/2026/rankings/"
    with service("tests.load.empty_view"):
        key = {"HTTP_AUTHORIZATION": f"Api-Key {_award()}"}
        rates = _rates(
            get_wsgi_application(),
            {
                "empty view": ("/empty/", {}),
                "ranking, 100 rows": (ranking, {}),
                "ranking, 194 rows as CSV": (ranking, {"HTTP_ACCEPT": "text/csv"}),
                "winners": ("/api/v1/programmes/2026/winners/", {}),
                "empty view, key": ("/empty/", key),
                "ranking, 100 rows, key": (ranking, key),
            },
        )
    held = True
    for kind, rate in rates.items():
        base = rates["empty view, key" if kind.endswith("key") else "empty view"]
        held = held and rate >= BUDGET * base
        print(f"{kind:26} {rate:8.0f}/s  {rate / base:6.0%}")  # noqa: T201 - its output
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
