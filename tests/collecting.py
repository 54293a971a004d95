"""What each process of a run does before its first test, made cheap: `-p tests.collecting`.

Processes that begin together would each rewrite the asserts of the same files, one after the
other: half of what a fresh clone needs until its first test. Each begins elsewhere instead, and
finds compiled what the others have been at. The collector of cycles looks at what tests leave
behind, seldom, and not again and again at modules and tests, which stay until the end.
"""

import contextlib
import gc
import importlib
import os
from pathlib import Path

import pytest

# How many more objects are made than go before the collector looks at the young ones. Usually it is
# 700, which a page makes many times over.
_SELDOM = 50_000


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Next to nothing of what imports make goes away again."""
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Import all test modules, beginning with this process's share of them."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        return
    names = _test_modules(session.config)
    share = len(names) // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    first = share * int(worker.removeprefix("gw"))
    for name in names[first:] + names[:first]:
        # What cannot be imported is told of a moment later, when it is collected.
        with contextlib.suppress(Exception, pytest.skip.Exception):
            importlib.import_module(name)


def pytest_collection_finish() -> None:
    """From here on only what tests make is looked at."""
    gc.freeze()
    gc.set_threshold(_SELDOM)
    gc.enable()


def _test_modules(config: pytest.Config) -> list[str]:
    """The modules that the run was asked for, by name."""
    asked = (config.invocation_params.dir / argument.split("::")[0] for argument in config.args)
    files = {file for path in asked for file in _test_files(path)}
    own = sorted(file for file in files if file.is_relative_to(config.rootpath))
    return [".".join(file.relative_to(config.rootpath).with_suffix("").parts) for file in own]


def _test_files(path: Path) -> list[Path]:
    return list(path.rglob("test_*.py")) if path.is_dir() else [path]
