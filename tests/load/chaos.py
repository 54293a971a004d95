"""Phones that hand reports in while everything dies: `make chaos`, one minute or as told.

The whole service runs as its own command runs it. Phones send whole forms through a proxy that cuts
15 % of the exchanges, and retry until they hold a receipt; meanwhile web workers, PostgreSQL, the
broker and the worker are killed with SIGKILL at random. Then what was acknowledged is compared with
what is stored, by sha256. The last line is JSON; the exit code is 0 only when nothing was lost,
doubled or altered, and the harness could look.
"""

import argparse
import json
import random
import secrets
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

from tests.load.cutting_proxy import CuttingProxy
from tests.load.killer import Killer
from tests.load.phones import Tally, form_digest, hand_all_in
from tests.load.whole_service import Servers, whole_service

PHONES = 8
CALLS_A_SECOND = 150  # more than they can hand in
PAUSE = (1.0, 3.0)  # seconds between two kills


def _prepare(count: int) -> tuple[dict[str, str], list[uuid.UUID]]:
    """A signed-in shopper's headers and her accepted calls."""
    import django  # noqa: PLC0415 - settings read the environment made above

    django.setup()
    from django.test import Client as Browser  # noqa: PLC0415

    from tests import people  # noqa: PLC0415
    from tests.factories.awards import tiny_award  # noqa: PLC0415
    from tests.factories.calls import many_accepted  # noqa: PLC0415

    award, selma = tiny_award(), people.selma()
    calls = many_accepted(award, selma, count)
    browser = Browser()
    people.sign_in(browser, selma)
    browser.get("/my-calls/")
    token = secrets.token_urlsafe(24)[:32].replace("-", "a").replace("_", "b")
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    cookies["csrftoken"] = token
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = {"Cookie": header, "X-CSRFToken": token, "Content-Type": "application/json"}
    return headers, [call.pk for call in calls]


def _judge(tally: Tally, kills: dict[str, int]) -> dict[str, int]:
    """What is stored of what was acknowledged; the harness fails when it cannot look."""
    from django.db import connections  # noqa: PLC0415
    from django.db.models import Count  # noqa: PLC0415

    from evaluations.models import Evaluation, Submission  # noqa: PLC0415

    connections.close_all()
    # What the pool holds died with the servers.
    connections["default"].close_pool()  # type: ignore[attr-defined]
    stored = {
        row.evaluation_id: form_digest(
            {
                "answers": row.content["answers"],
                "comments": row.content["comments"],
                "attempts": row.content["attempts"],
            }
        )
        for row in Submission.objects.all()
    }
    twice = Submission.objects.values("evaluation").annotate(n=Count("pk")).filter(n__gt=1)
    moved_on = Evaluation.objects.filter(state="submitted", test_call__state="done")
    whole = set(moved_on.values_list("pk", flat=True))
    lost = [key for key in tally.acknowledged if key not in stored or key not in whole]
    altered = [key for key, sent in tally.acknowledged.items() if stored.get(key, sent) != sent]
    return {
        "acknowledged": len(tally.acknowledged),
        "stored": len(stored.keys() & tally.acknowledged.keys()),
        "lost": len(lost),
        "doubled": twice.count(),
        "altered": len(altered),
        "kills": sum(kills.values()),
    }


def _run(home: Path, seconds: float, seed: int) -> int:
    servers = Servers.at(home)
    servers.postgres.initialise()
    try:
        with whole_service(home, servers) as port, CuttingProxy(port, seed=seed) as proxy:
            headers, calls = _prepare(int(seconds * CALLS_A_SECOND))
            tally, killer = Tally(), Killer(servers, port, seed=seed)
            end = time.monotonic() + seconds
            phones = [
                threading.Thread(
                    target=hand_all_in,
                    args=(
                        proxy.port,
                        headers,
                        calls,
                        tally,
                        lambda: time.monotonic() > end,
                        seed + n,
                    ),
                )
                for n in range(PHONES)
            ]
            for phone in phones:
                phone.start()
            luck = random.Random(seed)
            while time.monotonic() < end:
                time.sleep(luck.uniform(*PAUSE))
                killer.strike()
            for phone in phones:
                phone.join()
            servers.postgres.start()
            result = _judge(tally, killer.kills)
            print(f"retries {tally.retries}, cut {proxy.cut}, kills {killer.kills}")  # noqa: T201
            for sentence in tally.refused[:5]:
                print(sentence)  # noqa: T201
            print(json.dumps(result))  # noqa: T201
    finally:
        servers.stop()
    held = result["acknowledged"] and result["kills"] and not tally.refused
    return 0 if held and not (result["lost"] or result["doubled"] or result["altered"]) else 1


def main() -> int:
    """Run and judge."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    chosen = options.parse_args()
    print(f"seed {chosen.seed}")  # noqa: T201
    with tempfile.TemporaryDirectory(prefix="best-in-test-chaos-") as home:
        Path(home).chmod(0o755)
        return _run(Path(home), chosen.seconds, chosen.seed)


if __name__ == "__main__":
    sys.exit(main())
