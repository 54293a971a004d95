"""What the checks refuse: a strong role in the database, and a half-meant production."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from config import checks, env

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

OURS = "config."
ConnectAs = Callable[..., BaseDatabaseWrapper]


@pytest.fixture
def connect_as() -> Iterator[ConnectAs]:
    """Connects to the test database as another role."""
    opened = []

    def connect(user: str, password: str = "", **changes: Any) -> BaseDatabaseWrapper:
        connection = connections.create_connection("default")
        connection.settings_dict = connection.settings_dict | {
            "USER": user,
            "PASSWORD": password,
            **changes,
        }
        opened.append(connection)
        return connection

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture
def member_of_the_owner() -> Iterator[tuple[str, str]]:
    """A role with no power of its own that belongs to the owner's, and its password."""
    role, password = f"test_member_{os.getpid()}", "fjord-and-birch-7"
    owner = connections["owner"].settings_dict["USER"]
    names = {"role": sql.Identifier(role), "owner": sql.Identifier(owner)}
    with psycopg.connect(os.environ["TEST_DATABASE_ADMIN_URL"], autocommit=True) as admin:
        admin.execute(
            sql.SQL("CREATE ROLE {role} LOGIN NOINHERIT PASSWORD {} IN ROLE {owner}").format(
                sql.Literal(password), **names
            )
        )
        database = sql.Identifier(connections["default"].settings_dict["NAME"])
        admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {role}").format(database, **names))
        yield role, password
        admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM {role}").format(database, **names))
        admin.execute(sql.SQL("DROP ROLE {role}").format(**names))


def _ids(tag: str, **options: Any) -> list[str]:
    messages = run_checks(tags=[tag], **options)
    return [str(message.id) for message in messages if str(message.id).startswith(OURS)]


def _deploy() -> list[str]:
    return _ids(Tags.security, include_deployment_checks=True)


def test_app_role_of_a_prepared_database_passes() -> None:
    assert _ids(Tags.database, databases=["default", "owner"]) == []


def test_app_role_that_owns_tables_is_refused(connect_as: ConnectAs) -> None:
    owner = connections["owner"].settings_dict

    found = checks.role_problems(connect_as(owner["USER"], owner["PASSWORD"]))

    assert [problem.id for problem in found] == ["config.E003", "config.E004"]
    assert found[0].msg == (
        f"The app's database role '{owner['USER']}' owns the database or tables in it, or belongs"
        " to their owner."
    )
    assert "manage.py prepare_database" in str(found[0].hint)


def test_app_role_that_belongs_to_the_owner_is_refused(
    connect_as: ConnectAs, member_of_the_owner: tuple[str, str]
) -> None:
    found = checks.role_problems(connect_as(*member_of_the_owner))

    assert [problem.id for problem in found] == ["config.E003"]


def test_app_role_that_is_superuser_is_refused(connect_as: ConnectAs) -> None:
    admin = conninfo_to_dict(os.environ["TEST_DATABASE_ADMIN_URL"])

    found = checks.role_problems(connect_as(admin["user"], admin.get("password", "")))

    assert found[0].id == "config.E002"
    assert "is a superuser or passes row-level security" in found[0].msg


def test_database_that_does_not_answer_is_told_in_a_sentence(connect_as: ConnectAs) -> None:
    (found,) = checks.role_problems(connect_as("nobody-of-this-name", "wrong-words-here"))

    assert found.id == "config.E001"
    assert found.msg.startswith("The database cannot be asked about the role 'nobody-of-this-name'")
    assert "wrong-words-here" not in found.msg


def test_checks_that_name_no_database_ask_none() -> None:
    assert checks.app_role_is_weak(databases=None) == []
    assert checks.owner_is_named(databases=None) == []


def test_migrating_as_the_app_is_refused_before_anything_is_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = connections["default"].settings_dict["USER"]
    monkeypatch.setitem(connections["owner"].settings_dict, "USER", app)

    assert _ids(Tags.database, databases=["owner"]) == ["config.E005"]
    with pytest.raises(CommandError, match=r"config\.E005"):
        call_command("migrate", database="owner", skip_checks=False, verbosity=0)


@pytest.fixture
def production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Settings as they should be."""
    settings.MODE = env.Mode.PRODUCTION
    settings.DEMO = False
    settings.SITE_URL = "https://award.example"
    settings.ALLOWED_HOSTS = [".award.example"]
    monkeypatch.delenv("DEMO", raising=False)
    return settings


@pytest.mark.usefixtures("production")
def test_deployment_as_it_should_be_passes() -> None:
    assert _deploy() == []


def test_deployment_in_another_mode_is_noticed(production: Any) -> None:
    production.MODE = env.Mode.LOCAL

    assert _deploy() == ["config.W010"]


def test_deployment_with_the_demo_is_refused(
    production: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    production.DEMO = True
    assert _deploy() == ["config.E011"]

    production.DEMO = False
    monkeypatch.setenv("DEMO", "yes")
    assert _deploy() == ["config.E011"]


@pytest.mark.usefixtures("production")
def test_deployment_with_one_role_for_both_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    app = connections["default"].settings_dict["USER"]
    monkeypatch.setitem(connections["owner"].settings_dict, "USER", app)

    assert _deploy() == ["config.E012"]


@pytest.mark.usefixtures("production")
def test_deployment_that_only_serves_needs_no_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    app = connections["default"].settings_dict["USER"]
    monkeypatch.setitem(connections["owner"].settings_dict, "USER", app)
    monkeypatch.delenv("DATABASE_OWNER_URL")

    assert _deploy() == []


@pytest.mark.parametrize("address", ["http://award.example", "award.example", "https://", ""])
def test_site_address_that_is_not_encrypted_is_noticed(production: Any, address: str) -> None:
    production.SITE_URL = address

    assert _deploy() == ["config.W013"]


def test_site_address_the_site_would_refuse_is_noticed(production: Any) -> None:
    production.SITE_URL = "https://prize.example:8443"

    assert _deploy() == ["config.W014"]


@pytest.mark.parametrize(
    ("user", "password", "tls", "found"),
    [
        ("", "", False, []),
        ("mailer", "secret", True, []),
        ("mailer", "", True, ["config.W015"]),
        ("", "secret", True, ["config.W015"]),
        ("mailer", "secret", False, ["config.W016"]),
    ],
)
def test_mail_account_has_to_be_whole_and_encrypted(
    production: Any,
    user: str,
    password: str,
    tls: bool,  # noqa: FBT001
    found: list[str],
) -> None:
    production.EMAIL_HOST_USER = user
    production.EMAIL_HOST_PASSWORD = password
    production.EMAIL_USE_TLS = tls

    assert _deploy() == found


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ([], ["config.E017"]),
        (["of a person, not of a machine"], ["config.E018"]),
        (["b2YgdGhlIHRlc3RzLCBub3Qgb2YgYW4gYXdhcmQuLi4=", "c2hvcnQ="], ["config.E018"]),
        (["b2YgdGhlIHRlc3RzLCBub3Qgb2YgYW4gYXdhcmQuLi4="] * 2, []),
    ],
)
def test_account_numbers_need_keys_that_are_keys(
    production: Any, keys: list[str], found: list[str]
) -> None:
    production.ACCOUNT_KEYS = keys

    assert _deploy() == found
