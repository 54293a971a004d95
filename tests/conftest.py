"""The test database: migrated as the owner, used as the app, emptied as the owner."""

import os
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from django.conf import settings as project_settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.template import Context, RequestContext, Template
from django.test import TransactionTestCase
from django.test.signals import template_rendered
from django.utils.translation import override
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.cleaning import Cleaner
from tests.migrating import models_drawn_seldom
from tests.services import migrate_once

Made = TypeVar("Made")
MakeOnce = Callable[[Callable[[], Made]], Made]

# A test says what is true, never how fast: speed is measured in tests/load. Others are drawn each
# time, so few are enough for a day; `make test-exhaustive` draws many.
hypothesis_settings.register_profile(
    "untimed", deadline=None, max_examples=int(os.environ.get("EXAMPLES", "25"))
)
hypothesis_settings.load_profile("untimed")


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """The process that hands tests out migrates, while the others import what they will run."""
    if session.config.getoption("numprocesses", None):
        _migrate(session.config.stash[blocking_manager_key])


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database that tests/services.py made for this worker, with its schema."""
    _migrate(django_db_blocker)
    yield
    for each in connections.all():
        each.close()


def _migrate(blocker: DjangoDbBlocker) -> None:
    def migrate() -> None:
        with models_drawn_seldom():
            call_command("migrate", database="owner", verbosity=0, interactive=False)
        connections["owner"].close()

    with blocker.unblock():
        migrate_once(migrate)


@pytest.fixture(scope="session", autouse=True)
def _empty_as_administrator() -> Iterator[None]:
    """Tests that commit are cleaned up by the role that may; the app's and the owner's cannot.

    What keeps rows as they are is in the way of those two, as it is meant to be. The connection is
    one of its own: a test that did not ask for the owner's must not need it.
    """
    cleaner = Cleaner()

    def empty(case: TransactionTestCase) -> None:
        cleaner.empty()

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
    yield
    patch.undo()
    cleaner.close()


@pytest.fixture
def few_answers_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights from fewer answers than hide who said what: for tests of anything else."""
    monkeypatch.setattr("scoring.queries.weights.expectations.MINIMUM_BASE", 1)


@pytest.fixture(scope="module")
def make_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[MakeOnce[Any]]:
    """Makes rows once for all tests of a module: they begin with them, and end by going back.

    For a fixture of the module that hands each test a deep copy of what was made. The module's
    tests run inside one transaction, each in a savepoint, so none of them may commit.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()

    def make(maker: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            made = maker()
            connection.check_constraints()
        return made

    yield make
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_found_once() -> Iterator[None]:
    """Each browser of a test starts a site of its own, which would look for the same files."""
    found: dict[str, Any] = {}
    find = WhiteNoiseMiddleware.add_files_from_finders

    def find_once(site: WhiteNoiseMiddleware) -> None:
        if not found:
            find(site)
            found.update(site.files)
        site.files.update(found)

    patch = pytest.MonkeyPatch()
    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _files_of_tests_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests send beside reports lies among no real files."""
    patch = pytest.MonkeyPatch()
    patch.setattr(project_settings, "ATTACHMENTS_DIR", str(tmp_path_factory.mktemp("attachments")))
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Sentences are compared in English, whatever language the test before was answered in."""
    with override("en"):
        yield


def _render(template: Template, context: Context) -> str:
    if context.template is template and isinstance(context, RequestContext):
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


@pytest.fixture(scope="session", autouse=True)
def _pages_alone_are_recorded(django_test_environment: None) -> Iterator[None]:
    """What an answer's `context` tells: Django's own way copies it for each part and widget too."""
    patch = pytest.MonkeyPatch()
    patch.setattr(Template, "_render", _render)
    yield
    patch.undo()
