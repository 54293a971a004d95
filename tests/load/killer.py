"""Kills the service's processes at random, by SIGKILL, and starts again what nobody else does."""

import random
import signal
import sys
import time
from collections.abc import Iterator

import psutil

from config.embedded.server import free_port
from tests.load.whole_service import Servers

# Web workers younger than this are left alone: their master takes faster deaths for a fault of
# the program and gives up, as it should.
GROWN_UP = 6.0


class Killer:
    """Kills one of the service's processes at a time, and starts again what nobody else does."""

    def __init__(self, servers: Servers, port: int, *, seed: int) -> None:
        self._servers, self._port, self._luck = servers, port, random.Random(seed)
        self.kills: dict[str, int] = {}
        self._ports = {
            "postgres": servers.postgres.start().port,
            "broker": servers.valkey.start().port,
        }

    def strike(self) -> None:
        """One kill."""
        kind = self._luck.choice(["web", "web", "postgres", "backend", "broker", "worker"])
        victims = list(self._victims(kind))
        if not victims:
            return
        victim = self._luck.choice(victims)
        try:
            victim.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            return
        self.kills[kind] = self.kills.get(kind, 0) + 1
        if kind in {"postgres", "broker"}:
            self._start_again(kind)

    def _start_again(self, kind: str) -> None:
        """On the same port: what the dead server left behind may hold it for a moment."""
        server = self._servers.postgres if kind == "postgres" else self._servers.valkey
        wanted = self._ports[kind]
        deadline = time.monotonic() + 20
        while free_port(wanted) != wanted and time.monotonic() < deadline:
            time.sleep(0.05)
        if server.start().port != wanted:
            sys.exit(f"the {kind} came back on another port: nothing can be judged")

    def _victims(self, kind: str) -> Iterator[psutil.Process]:
        if kind in {"web", "worker"}:
            wanted = "granian" if kind == "web" else "celery"
            for process in psutil.Process().children(recursive=True):
                if _is_below(process, wanted) and time.time() - process.create_time() > GROWN_UP:
                    yield process
        elif kind == "broker":
            yield psutil.Process(self._servers.valkey.start().pid)
        else:
            postmaster = psutil.Process(self._servers.postgres.start().pid)
            if kind == "postgres":
                yield postmaster
            else:
                yield from postmaster.children()


def _is_below(process: psutil.Process, program: str) -> bool:
    """Whether it works below a process of the same program, which starts it again."""
    try:
        parent = process.parent()
        return (
            parent is not None
            and program in " ".join(process.cmdline())
            and program in " ".join(parent.cmdline())
        )
    except psutil.Error:
        return False
