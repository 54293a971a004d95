#!/usr/bin/env python
"""The command line. Commands that need servers get the embedded ones when none are named."""

import os
import sys
import warnings
from pathlib import Path

# These read files and code only; what is not named here may use the servers.
WITHOUT_SERVERS = frozenset(
    {
        "catalogues",
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "makemigrations",
        "prepare_database",
        "schema",
        "spectacular",
        "startapp",
        "version",
        "write_schema",
    }
)


def needs_servers(words: list[str]) -> bool:
    """Whether a command line, the program's name left out, can reach for PostgreSQL or Redis."""
    if not words or words[0].startswith("-") or {"-h", "--help"} & set(words):
        return False
    return words[0] not in WITHOUT_SERVERS or "--database" in words


def is_demo(words: list[str]) -> bool:
    """Whether the command starts the demo, or works on the embedded data that a demo made."""
    if words[:1] == ["demo"] or "DATABASE_URL" in os.environ:
        return words[:1] == ["demo"]
    var = Path(os.environ.get("VAR_DIR") or Path(__file__).resolve().parent / "var")
    return (var / "demo.json").exists()


def main(words: list[str]) -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    local = os.environ.get("BIT_MODE") != "production"
    if local and is_demo(words[1:]):
        os.environ["DEMO"] = "1"  # settings read it before the command can say so
    if needs_servers(words[1:]):
        _refuse_taken_place(words[1:])
    if local and needs_servers(words[1:]):
        _make_up_for_configuration()
    elif local and "DATABASE_URL" not in os.environ:
        # makemigrations compares files with files; that it also found no database to look at is
        # what was asked for.
        warnings.filterwarnings(
            "ignore", "Got an error checking a consistent migration history", RuntimeWarning
        )
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - as below
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - reads settings
    from django.db import ProgrammingError  # noqa: PLC0415 - as above

    try:
        execute_from_command_line(words)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except ProgrammingError:
        from config.schema_state import migrations_missing  # noqa: PLC0415 - as above

        # A table or column that is not there is an error of ours only where all migrations ran.
        if (missing := migrations_missing()) is None:
            raise
        sys.exit(missing)


def _refuse_taken_place(words: list[str]) -> None:
    """Say that the port is taken before servers are started for a command that cannot listen."""
    from config.listening import PortTaken, asked_place_is_free  # noqa: PLC0415 - as below

    try:
        asked_place_is_free(words)
    except PortTaken as error:
        sys.exit(str(error))


def _make_up_for_configuration() -> None:
    """What the environment does not name: servers, and secrets every local process shares."""
    from config import embedded  # noqa: PLC0415 - checks go without
    from config.secret_key import local_account_key, local_secret_key  # noqa: PLC0415 - as above

    try:
        embedded.ensure_environment()
    except embedded.EmbeddedError as error:
        sys.exit(str(error))
    os.environ.setdefault("SECRET_KEY", local_secret_key(embedded.var_directory()))
    os.environ.setdefault("ACCOUNT_KEYS", local_account_key(embedded.var_directory()))


if __name__ == "__main__":
    main(sys.argv)
