"""The addresses of the servers in this process's environment, where settings read them."""

import atexit
import os
import signal
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from config.embedded.place import ROOT
from config.embedded.server import EmbeddedError
from config.embedded.sharing import Servers, servers

_joined: Servers | None = None


def var_directory() -> Path:
    """VAR_DIR, or `var` in the project."""
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def joined_servers() -> Servers | None:
    """The embedded servers this process uses; None if its environment named others."""
    return _joined


def ensure_environment() -> None:
    """Give the process DATABASE_URL and REDIS_URL, from the embedded servers if it has none.

    It then uses the servers until it ends, by SIGTERM and SIGHUP too. Children inherit the
    addresses and rely on this process. Raises EmbeddedError.
    """
    global _joined  # noqa: PLW0603 - a process has one environment
    if "DATABASE_OWNER_URL" in os.environ and "DATABASE_URL" not in os.environ:
        message = "DATABASE_OWNER_URL is set without DATABASE_URL; set both or neither."
        raise EmbeddedError(message)
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        return
    using = ExitStack()
    atexit.register(_leave, using)
    _exit_on_signals()
    _joined = using.enter_context(servers(var_directory()))
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = _joined.database_url
        os.environ["DATABASE_OWNER_URL"] = _joined.database_owner_url
    os.environ.setdefault("REDIS_URL", _joined.redis_url)


def _leave(using: ExitStack) -> None:
    """Hang up before the servers stop, or the pool's thread complains that they did."""
    if settings.configured:
        for connection in connections.all(initialized_only=True):
            connection.close()
            if isinstance(connection, DatabaseWrapper):
                connection.close_pool()
    using.close()


def _exit_on_signals() -> None:
    """End through Python's exit instead of at once; a command may still install its own handler."""
    if threading.current_thread() is not threading.main_thread():
        return
    for signum in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(signum) is signal.SIG_DFL:
            signal.signal(signum, _exit)


def _exit(signum: int, frame: FrameType | None) -> None:
    sys.exit(128 + signum)
