"""Configuration from the environment: what it says, and what it says when it is wrong."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("THING", raising=False)
    return monkeypatch


def test_text_is_the_variable(environ: pytest.MonkeyPatch) -> None:
    environ.setenv("THING", " as it is ")

    assert env.text("THING", "other") == " as it is "


def test_text_missing_is_the_default(environ: pytest.MonkeyPatch) -> None:
    assert env.text("THING", "default") == "default"


def test_text_missing_without_a_default_names_the_variable(environ: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        env.text("THING")

    assert str(refused.value) == "Set the environment variable THING; see 'Configure' in README.md."


@pytest.mark.parametrize("yes", ["1", "true", "YES", " on "])
def test_flag_says_yes(environ: pytest.MonkeyPatch, yes: str) -> None:
    environ.setenv("THING", yes)

    assert env.flag("THING") is True


@pytest.mark.parametrize("no", ["", "0", "false", "no", "off", "2"])
def test_flag_says_no(environ: pytest.MonkeyPatch, no: str) -> None:
    environ.setenv("THING", no)

    assert env.flag("THING", default=True) is False


@pytest.mark.parametrize("default", [True, False])
def test_flag_missing_is_the_default(environ: pytest.MonkeyPatch, default: bool) -> None:  # noqa: FBT001
    assert env.flag("THING", default=default) is default


def test_number_is_whole(environ: pytest.MonkeyPatch) -> None:
    environ.setenv("THING", "-12")

    assert env.number("THING", 5) == -12


def test_number_missing_is_the_default(environ: pytest.MonkeyPatch) -> None:
    assert env.number("THING", 5) == 5


@pytest.mark.parametrize("wrong", ["", "4.5", "many"])
def test_number_that_is_none_names_the_variable(environ: pytest.MonkeyPatch, wrong: str) -> None:
    environ.setenv("THING", wrong)

    with pytest.raises(ImproperlyConfigured) as refused:
        env.number("THING", 5)

    assert str(refused.value) == f"THING must be a whole number, not {wrong!r}."


def test_words_are_parted_by_commas(environ: pytest.MonkeyPatch) -> None:
    environ.setenv("THING", "one, two ,,three,")

    assert env.words("THING") == ["one", "two", "three"]


def test_words_missing_are_none_or_the_default(environ: pytest.MonkeyPatch) -> None:
    assert env.words("THING") == []
    assert env.words("THING", "a,b") == ["a", "b"]


def test_words_that_must_be_there_name_the_variable(environ: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^Set the environment variable THING;"):
        env.words("THING", None)


@pytest.mark.parametrize("mode", list(env.Mode))
def test_mode_is_one_of_three(environ: pytest.MonkeyPatch, mode: env.Mode) -> None:
    environ.setenv("BIT_MODE", mode.value)

    assert env.mode() is mode


def test_mode_missing_is_local(environ: pytest.MonkeyPatch) -> None:
    environ.delenv("BIT_MODE")

    assert env.mode() is env.Mode.LOCAL


@pytest.mark.parametrize("wrong", ["", "prod", "PRODUCTION"])
def test_mode_unknown_is_refused_and_never_taken_for_local(
    environ: pytest.MonkeyPatch, wrong: str
) -> None:
    environ.setenv("BIT_MODE", wrong)

    with pytest.raises(ImproperlyConfigured) as refused:
        env.mode()

    assert str(refused.value) == (
        f"BIT_MODE must be one of local, test, production, not {wrong!r}."
    )


def test_postgresql_address_becomes_settings() -> None:
    address = (
        "postgresql://app:s%3Acret@db.example:6432/award?sslmode=verify-full&application_name=w"
    )

    assert env.postgresql(address) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "award",
        "USER": "app",
        "PASSWORD": "s:cret",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "verify-full", "application_name": "w"},
    }


def test_postgresql_address_of_a_socket_needs_only_a_name() -> None:
    settings = env.postgresql("postgresql:///award?host=/run/postgresql")

    assert (settings["NAME"], settings["HOST"]) == ("award", "/run/postgresql")
    assert (settings["USER"], settings["PASSWORD"], settings["PORT"]) == ("", "", "")
    assert settings["OPTIONS"] == {}


@pytest.mark.parametrize("wrong", ["mysql://app:secret-word@db/award", "nonsense", ""])
def test_postgresql_address_that_is_none_is_refused_without_its_password(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        env.postgresql(wrong)

    assert str(refused.value) == (
        "A database address has to look like postgresql://role:password@host:5432/database."
    )
    assert refused.value.__context__ is None
