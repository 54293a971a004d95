"""Production as an operator meets it: its own process, its own environment."""

import os
import runpy
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import ROOT

COMPLETE = {
    "BIT_MODE": "production",
    "SECRET_KEY": "an-invented-key-of-more-than-fifty-characters-0123456789",
    "ACCOUNT_KEYS": "b2YgdGhlIHRlc3RzLCBub3Qgb2YgYW4gYXdhcmQuLi4=",
    "ALLOWED_HOSTS": "award.example",
    "DATABASE_URL": "postgresql://app:invented@db.example/award",
    "REDIS_URL": "redis://broker.example:6379/0",
    "SITE_URL": "https://award.example",
}


def _manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return _python("manage.py", *words, **environment)


def _python(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@dataclass(frozen=True, slots=True)
class Deployed:
    """What the checks and the collecting of one process printed, and where its files lie."""

    done: subprocess.CompletedProcess[str]
    static: Path


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    """One process for both commands: most of its time it starts."""
    static = tmp_path_factory.mktemp("static")
    done = _python(
        "-c",
        "import manage\n"
        "manage.main(['manage.py', 'check', '--deploy', '--fail-level', 'WARNING'])\n"
        "manage.main(['manage.py', 'collectstatic', '--no-input'])\n",
        STATIC_ROOT=str(static),
        **COMPLETE,
    )
    return Deployed(done, static)


def _settings(concern: str) -> dict[str, Any]:
    """The settings of one concern as they come out of the environment now."""
    return runpy.run_path(str(ROOT / "config" / "settings" / f"{concern}.py"))


@pytest.mark.exhaustive
def test_complete_environment_passes_every_check_of_a_deployment(deployed: Deployed) -> None:
    assert deployed.done.stderr == ""
    first, _rest = deployed.done.stdout.split("\n", maxsplit=1)
    assert first == "System check identified no issues (0 silenced)."
    assert deployed.done.returncode == 0


@pytest.mark.exhaustive
def test_static_files_are_collected_under_names_of_their_content(deployed: Deployed) -> None:
    assert deployed.done.returncode == 0, deployed.done.stderr
    assert (deployed.static / "staticfiles.json").exists()
    assert len(list(deployed.static.glob("base.*.css"))) == 1


def test_missing_variable_ends_a_command_with_a_sentence_that_names_it() -> None:
    done = _manage("check", BIT_MODE="production")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.rstrip().endswith(
        "Set the environment variable REDIS_URL; see 'Configure' in README.md."
    )


@pytest.mark.parametrize(
    ("name", "concern"),
    [
        ("SECRET_KEY", "security"),
        ("ALLOWED_HOSTS", "security"),
        ("DATABASE_URL", "databases"),
        ("REDIS_URL", "background"),
        ("SITE_URL", "background"),
    ],
)
def test_nothing_makes_up_for_a_missing_variable(
    name: str, concern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in COMPLETE.items():
        monkeypatch.setenv(variable, value)
    _settings(concern)
    monkeypatch.delenv(name)

    with pytest.raises(ImproperlyConfigured, match=f"^Set the environment variable {name};"):
        _settings(concern)


def test_settings_of_production_are_strict(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in COMPLETE.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.setenv("DEMO", "1")

    security = _settings("security")
    applications = _settings("applications")
    background = _settings("background")

    assert (applications["DEMO"], security["SECOND_FACTOR_REQUIRED"]) == (False, True)
    assert (applications["DEBUG"], applications["WHITENOISE_USE_FINDERS"]) == (False, False)
    assert security["ALLOWED_HOSTS"] == ["award.example"]
    assert security["SECURE_SSL_REDIRECT"]
    assert security["SESSION_COOKIE_SECURE"]
    assert security["CSRF_COOKIE_SECURE"]
    assert security["SECURE_HSTS_SECONDS"] == 31_536_000
    assert "MD5" not in "".join(security["PASSWORD_HASHERS"])
    assert background["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert background["DEFAULT_FROM_EMAIL"] == "Best in Test <no-reply@award.example>"


def test_proxy_is_believed_only_when_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "SECURE_PROXY_SSL_HEADER" not in _settings("security")

    monkeypatch.setenv("BEHIND_TLS_PROXY", "1")

    assert _settings("security")["SECURE_PROXY_SSL_HEADER"] == (
        "HTTP_X_FORWARDED_PROTO",
        "https",
    )


def test_pool_bounds_the_connections_outside_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in COMPLETE.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.delenv("DATABASE_OWNER_URL")
    monkeypatch.setenv("DATABASE_POOL", "9")

    databases = _settings("databases")["DATABASES"]

    assert databases["default"]["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 9, "timeout": 10}
    assert "pool" not in databases["owner"]["OPTIONS"]
    assert databases["owner"]["USER"] == "app"
