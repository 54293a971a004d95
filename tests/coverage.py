"""How much of the project a run of the tests executed: `-p tests.coverage`, by `make test`.

slipcover rewrites the bytecode of the measured files alone and takes its probes out again once they
have fired, so Django runs at full speed; a trace function made the same tests take twice as long.
The process that only hands tests out measures nothing.
Its own pytest plugin cannot instrument under this pytest, hence these few lines around its library.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
import slipcover
from slipcover.config import read_config

# Where each process of a run leaves what it saw.
_SEEN = "TEST_COVERAGE_SEEN"
_WANTED = read_config()
# How often a line is reached before the probes that have fired are taken out again: going through
# all functions for it takes as long as a million of their calls.
_SELDOM = 1000
_MEASURE = pytest.StashKey[slipcover.Slipcover]()
_TOTAL = pytest.StashKey[dict[str, Any]]()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Begins before anything of the project is imported: what is imported earlier is not seen."""
    if _SEEN not in os.environ:
        seen = tempfile.TemporaryDirectory(prefix="best-in-test-coverage-")
        early_config.add_cleanup(seen.cleanup)
        os.environ[_SEEN] = seen.name
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker and early_config.known_args_namespace.numprocesses:
        return
    source, omit = _WANTED["source"], _WANTED["omit"]
    measure = slipcover.Slipcover(
        branch=_WANTED["branch"],
        d_miss_threshold=_SELDOM,
        exclude_also=_WANTED["exclude-also"],
        # What nobody imports is looked for by one of the processes.
        source=source if worker in {"", "gw0"} else None,
        omit=omit,
    )
    matcher = slipcover.FileMatcher(sources=source, omit=omit)
    instrumenting = slipcover.ImportManager(measure, matcher)
    instrumenting.__enter__()
    early_config.add_cleanup(lambda: instrumenting.__exit__(None, None, None))
    early_config.stash[_MEASURE] = measure


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Each process leaves its part; the first one adds them up once the others have ended."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    seen = Path(os.environ[_SEEN])
    measure = session.config.stash.get(_MEASURE, None)
    if measure is not None:
        (seen / f"{worker or 'only'}.json").write_text(json.dumps(measure.get_coverage()))
    if worker:
        return
    total, *others = (json.loads(part.read_text()) for part in sorted(seen.glob("*.json")))
    for other in others:
        slipcover.merge_coverage(total, other)
    session.config.stash[_TOTAL] = total
    if total["summary"]["percent_covered"] < _WANTED["fail-under"]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """How much was executed and whether that is enough; the files below the floor, line by line."""
    total = config.stash.get(_TOTAL, None)
    if total is None:
        return
    terminalreporter.section("coverage")
    summary, least = total["summary"], _WANTED["fail-under"]
    low = {
        name: file
        for name, file in total["files"].items()
        if file["summary"]["percent_covered"] < least
    }
    if config.get_verbosity() >= 0:
        slipcover.print_coverage(total | {"files": low}, outfile=terminalreporter._tw)
    percent = summary["percent_covered"]
    branches = summary["covered_branches"] + summary["missing_branches"]
    terminalreporter.write_line(
        f"Branch coverage {percent:.2f} % (lines and {branches} branches);"
        f" the floor of {least} % is {'reached' if percent >= least else 'MISSED'}."
    )
