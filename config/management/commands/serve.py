"""Web server, worker and beat as children of one command, until Ctrl-C."""

import argparse
import http.client
import os
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError

from config.env import ROOT
from config.listening import PortTaken, add_place, port_is_free
from config.processes import Child, ChildKeepsFailing, Children
from config.schema_state import migrations_missing

ANSWER_SECONDS = 60.0


class Command(BaseCommand):
    """One machine's whole service.

    Another command may call it with three callables: `prepare` runs before any child,
    `once_working` beside the worker and before the web server, `once_serving` when pages answer.
    """

    help = "Runs web server, worker and beat until Ctrl-C; their output is in VAR_DIR/log."
    stealth_options = ("prepare", "once_working", "once_serving")
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Where to listen."""
        add_place(parser)
        parser.add_argument("--web-workers", type=int, default=2, help="web processes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Returns when a signal came and every child has ended."""
        host, port = options["host"], options["port"]
        try:
            port_is_free(host, port)
            # The rest is about code, and was checked when it was written.
            self.check(tags=[Tags.database], databases=["default"])
            _call(options, "prepare")
            if missing := migrations_missing():
                raise CommandError(missing)
            self._run(host, port, options)
        except (PortTaken, ChildKeepsFailing) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stderr.write("Stopped.")

    def _run(self, host: str, port: int, options: dict[str, Any]) -> None:
        var_dir = Path(settings.VAR_DIR)
        with Children(var_dir / "log", _environment(host, port), ROOT) as family:
            family.start(worker())
            _call(options, "once_working")
            family.start(web(host, port, options["web_workers"]))
            _wait_until_answers(family, host, port)
            # Nothing waits for the clock, and until now it would take time from what is waited for.
            family.start(beat(var_dir / "beat-schedule"))
            _call(options, "once_serving")
            family.wait()


def web(host: str, port: int, workers: int) -> Child:
    """The web server; without it there is nothing to serve."""
    return Child(
        "web",
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", host, "--port", str(port)),
            *("--workers", str(workers), "--blocking-threads", "4"),
            *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
            *("--log-level", "warning", "config.wsgi:application"),
        ],
        essential=True,
    )


def worker() -> Child:
    """The Celery worker; gossip and mingling are for many of them."""
    return Child(
        "worker",
        [
            *(sys.executable, "-m", "celery", "--app", "config", "worker"),
            *("--concurrency", "2", "--without-gossip", "--without-mingle"),
            *("--loglevel", "WARNING"),
        ],
    )


def beat(schedule: Path) -> Child:
    """Celery's clock."""
    return Child(
        "beat",
        [
            *(sys.executable, "-m", "celery", "--app", "config", "beat"),
            *("--schedule", str(schedule), "--loglevel", "WARNING"),
        ],
    )


def _environment(host: str, port: int) -> dict[str, str]:
    """What the children get: not the owner's address, since what serves owns nothing."""
    environment = {"SITE_URL": f"http://{host}:{port}"} | os.environ
    environment.pop("DATABASE_OWNER_URL", None)
    return environment


def _call(options: dict[str, Any], name: str) -> None:
    if step := options.get(name):
        step()


def _wait_until_answers(family: Children, host: str, port: int) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    while not _answers(host, port):
        if time.monotonic() > deadline:
            message = (
                f"The web server does not answer on {host}:{port}; see {family.log_dir}/web.log."
            )
            raise ChildKeepsFailing(message)
        family.tend()
        time.sleep(0.1)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("HEAD", "/health/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()
