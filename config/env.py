"""Typed reading of the process environment, the only source of configuration."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parent.parent


class Mode(StrEnum):
    """How the process runs; production refuses every convenience of the other two."""

    LOCAL = "local"
    TEST = "test"
    PRODUCTION = "production"


def text(name: str, default: str | None = None) -> str:
    """The variable's value; without a default a missing variable is a configuration error."""
    value = os.environ.get(name, default)
    if value is None:
        message = f"Set the environment variable {name}; see 'Configure' in README.md."
        raise ImproperlyConfigured(message)
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Whether the variable says yes: 1, true, yes or on, in any case."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError as error:
        message = f"{name} must be a whole number, not {value!r}."
        raise ImproperlyConfigured(message) from error


def words(name: str, default: str | None = "") -> list[str]:
    """A list written with commas; with None as default a missing variable is an error."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def mode() -> Mode:
    """The running mode from BIT_MODE, local when it is not set."""
    value = os.environ.get("BIT_MODE", Mode.LOCAL)
    try:
        return Mode(value)
    except ValueError as error:
        message = f"BIT_MODE must be one of {', '.join(Mode)}, not {value!r}."
        raise ImproperlyConfigured(message) from error


def var_dir() -> str:
    """Where this installation keeps what it makes itself: VAR_DIR, by default `var`."""
    return text("VAR_DIR", str(ROOT / "var"))


def postgresql(url: str) -> dict[str, Any]:
    """Django's connection settings for a postgresql:// address, as libpq reads it."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        parts = {}
    if not parts.get("dbname"):
        # Without libpq's own words, which quote the address with its password.
        message = (
            "A database address has to look like postgresql://role:password@host:5432/database."
        )
        raise ImproperlyConfigured(message)
    known = {"dbname", "user", "password", "host", "port"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": {name: value for name, value in parts.items() if name not in known},
    }
