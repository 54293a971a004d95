"""The whole service of one machine: real web server, worker and beat."""

import http.client
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config.embedded.server import free_port
from config.management.commands import serve
from config.processes import Child, ChildKeepsFailing, Children


@pytest.mark.exhaustive
@pytest.mark.django_db
def test_serve_runs_web_worker_and_beat_and_stops_them(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = str(tmp_path)
    port = free_port(None)
    steps = []

    def stop_when_it_answers() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/health/")
        steps.append(str(connection.getresponse().status))
        connection.close()
        raise KeyboardInterrupt

    call_command(
        "serve",
        port=port,
        prepare=lambda: steps.append("prepared"),
        once_working=lambda: steps.append("working"),
        once_serving=stop_when_it_answers,
    )

    assert steps[:2] == ["prepared", "working"]
    assert len(steps) == 3
    assert sorted(path.name for path in (tmp_path / "log").iterdir()) == [
        "beat.log",
        "web.log",
        "worker.log",
    ]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_children_do_not_get_the_owners_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@127.0.0.1/award")

    given = serve._environment("127.0.0.1", 8123)

    assert "DATABASE_OWNER_URL" not in given
    assert given["DATABASE_URL"] == os.environ["DATABASE_URL"]
    assert os.environ["DATABASE_OWNER_URL"]


def test_serve_says_that_the_port_is_taken_before_it_does_anything(settings: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="is taken by another program"):
            call_command("serve", port=taken.getsockname()[1], prepare=pytest.fail)


def test_web_server_that_never_answers_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "ANSWER_SECONDS", 0.2)
    with Children(tmp_path, dict(os.environ)) as family:
        family.start(Child("web", ["sleep", "87"]))
        with pytest.raises(ChildKeepsFailing, match=r"does not answer .*web\.log"):
            serve._wait_until_answers(family, "127.0.0.1", free_port(None))
