"""Embedded Valkey: start it, stop it. Its port, with our password, is the truth."""

import re
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from config.embedded.place import check_owner, make_directory, write_private
from config.embedded.server import (
    HOST,
    TICK,
    Account,
    EmbeddedError,
    Running,
    free_port,
    is_running,
    last_lines,
    spawn,
    stop,
)

START_SECONDS = 20.0
ANSWER_SECONDS = 5.0
ATTEMPTS = 5  # another program may take the port between our look and Valkey's
STOP_STEPS = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))
DATABASES = 64  # one for each test worker is taken from these


@dataclass(frozen=True)
class Valkey:
    """A server with its data in `data`, run by `program` under `account`."""

    data: Path
    program: Path
    account: Account | None
    password: str
    log: Path
    throwaway: bool = False  # its data need not survive a crash, and it dies with this process

    @property
    def configuration(self) -> Path:
        """The configuration file, which also tells our process from others."""
        return self.data.with_name(f"{self.data.name}.conf")

    @property
    def _pid_file(self) -> Path:
        return self.data / "valkey.pid"

    def start(self) -> Running:
        """The running server: found where it was last, or started there if that is free.

        Whoever calls holds the lock that keeps a second caller out.
        """
        if self.configuration.exists():
            check_owner(self.configuration, self.account)
        last = self._last()
        if last and (found := self._answer(last.port)):
            return found
        self.stop()  # alive without an answer: hung
        make_directory(self.data, self.account)
        for _ in range(ATTEMPTS):
            if found := self._start_on(free_port(last.port if last else None)):
                return found
        message = f"Valkey did not start. The end of {self.log}:\n{last_lines(self.log)}"
        raise EmbeddedError(message)

    def stop(self) -> None:
        """Stop the server if it runs; what it was told is on disk when it has ended."""
        if last := self._last():
            stop(last.pid, str(self.configuration), STOP_STEPS)

    def url(self, port: int, database: int = 0) -> str:
        """The address with its password."""
        return f"redis://:{self.password}@{HOST}:{port}/{database}"

    def _start_on(self, port: int) -> Running | None:
        write_private(self.configuration, self._configuration_text(port), self.account)
        child = spawn(
            [str(self.program), str(self.configuration)],
            account=self.account,
            log=self.log,
            dies_by=signal.SIGKILL if self.throwaway else None,
        )
        if found := self._wait(child, port):
            return found
        stop(child.pid, str(self.configuration), STOP_STEPS)
        return None

    def _last(self) -> Running | None:
        """The port of the last start, and the process it became (0 if it never told)."""
        try:
            port = re.search(r"^port (\d+)$", self.configuration.read_text(), re.MULTILINE)
            pid = self._pid_file.read_text().strip() if self._pid_file.exists() else ""
        except FileNotFoundError:
            return None
        return Running(int(pid) if pid.isdigit() else 0, int(port[1])) if port else None

    def _wait(self, child: subprocess.Popen[bytes], port: int) -> Running | None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if found := self._answer(port):
                return found
            if child.poll() is not None:
                return None
            time.sleep(TICK)
        return None

    def _configuration_text(self, port: int) -> str:
        settings = [
            f"bind {HOST}",
            f"port {port}",
            "protected-mode yes",
            f"requirepass {self.password}",
            f'dir "{self.data}"',
            f"databases {DATABASES}",
            "maxmemory-policy noeviction",
            f"appendonly {'no' if self.throwaway else 'yes'}",
            "appendfsync everysec",
            'save ""',
            f'pidfile "{self._pid_file}"',
            "daemonize no",
            "set-proc-title no",  # the command line stays, and with it the way to recognise us
        ]
        return "\n".join(settings) + "\n"

    def _answer(self, port: int) -> Running | None:
        """The server of ours that listens there, by its own account of itself.

        Spoken by hand: the client library takes most of a second to load.
        """
        try:
            with socket.create_connection((HOST, port), ANSWER_SECONDS) as connection:
                connection.sendall(f"AUTH {self.password}\r\nINFO server\r\nQUIT\r\n".encode())
                said = b""
                while piece := connection.recv(65536):
                    said += piece
        except OSError:
            return None
        found = re.search(rb"\bprocess_id:(\d+)", said)
        if found is None or not is_running(int(found[1]), str(self.configuration)):
            return None
        return Running(int(found[1]), port)
