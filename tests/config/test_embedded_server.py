"""One server process: recognised, stopped, given a port."""

import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from config.embedded import EmbeddedError, server
from config.embedded.server import HOST, free_port, is_running, last_lines, stop


@pytest.fixture(params=["/proc", "/nonexistent"])
def _both_ways_to_see(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/bin/ps").exists() and request.param == "/nonexistent":
        pytest.skip("no ps")
    monkeypatch.setattr(server, "_PROC", Path(request.param))


@pytest.mark.usefixtures("_both_ways_to_see")
def test_process_is_recognised_by_its_command_line() -> None:
    # Its command line is its own only once the shell has spoken.
    script = ["sh", "-c", "echo; sleep 87.125; echo"]
    with subprocess.Popen(script, stdout=-1, start_new_session=True) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            assert is_running(process.pid, "87.125")
            assert not is_running(process.pid, "87.126")
        finally:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert not is_running(process.pid, "87.125")
    assert not is_running(0, "sleep")


def test_process_that_ignores_the_signal_is_named() -> None:
    with subprocess.Popen(["sh", "-c", "trap '' TERM; echo; sleep 87.5"], stdout=-1) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(EmbeddedError, match=f"Process {process.pid} does not end"):
            stop(process.pid, "87.5", ((signal.SIGTERM, 0.05),))
        stop(process.pid, "87.5", ((signal.SIGTERM, 0.05), (signal.SIGKILL, 5.0)))
        assert process.wait() == -signal.SIGKILL


def test_preferred_port_is_taken_only_while_it_is_free() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) != port
    assert free_port(port) == port


def test_no_port_at_all_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HOST", "192.0.2.1")
    with pytest.raises(EmbeddedError, match=r"No free port on 192\.0\.2\.1"):
        free_port(None)


def test_last_lines_are_the_end_of_a_log(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_bytes(b"one\ntwo\nthr\xffee\n")
    assert last_lines(log, 2) == "two\nthr�ee"
