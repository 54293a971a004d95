"""Browsers of those who read, and what most of their pages are about: two clients, imports."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone

from evaluations.enums import ImportReason, ImportState
from evaluations.models import Import, ImportProblem
from evaluations.services.importing.sentences import Sentence
from shoppers.models import User
from tests import people
from tests.evaluations.conftest import Given, Giving
from tests.factories.awards import Award, scored_award
from tests.factories.clients import TwoClients, two_clients

LogIn = Callable[[User], Browser]


@dataclass(slots=True)
class Desk:
    """An award with an import, the coordinator and somebody who is none."""

    award: Award
    alma: User
    selma: User
    kari: User

    def imported(self, state: ImportState = ImportState.COMPLETE, **facts: object) -> Import:
        """An import of the award's programme."""
        finished = None if state == ImportState.RUNNING else timezone.now()
        return Import.objects.create(
            programme=self.award.programme, by=self.alma, state=state, finished_at=finished, **facts
        )

    def problem(
        self,
        reason: ImportReason,
        *,
        raw: str = "{",
        closed: bool = False,
        external_id: str = "",
        sentence: Sentence | None = None,
    ) -> ImportProblem:
        """A kept line of a first import."""
        number = ImportProblem.objects.count() + 1
        return ImportProblem.objects.create(
            programme=self.award.programme,
            first_import=Import.objects.first() or self.imported(),
            line=number,
            external_id=external_id,
            reason=reason,
            message=sentence.text if sentence else "Sentence %(number)d.",
            message_values=dict(sentence.values) if sentence else {"number": number},
            raw=raw,
            raw_hash=f"{number:064}",
            closed_at=timezone.now() if closed else None,
        )


class Doors:
    """Sessions that were begun once for a module: their people come in by the cookie alone."""

    def __init__(self) -> None:
        self._keys: dict[tuple[object, bool], str] = {}

    def open(self, *users: User, second_factor: bool = False) -> bool:
        """Sign in people whose rows are the module's."""
        for user in users:
            browser = self.enter(user, second_factor=second_factor)
            key = browser.cookies[settings.SESSION_COOKIE_NAME].value
            self._keys[user.pk, second_factor] = key
        return True

    def enter(self, user: User, *, second_factor: bool = False) -> Browser:
        """A browser in which the person is signed in and reads English."""
        browser = Browser(headers={"accept-language": "en"})
        key = self._keys.get((user.pk, second_factor))
        if key is not None:
            browser.cookies[settings.SESSION_COOKIE_NAME] = key
        elif second_factor:
            people.sign_in(browser, user)
        else:
            browser.force_login(user)
        return browser


@pytest.fixture(scope="module")
def giving(keeping: Giving) -> Giving:
    """Made once for a module."""
    return keeping


@pytest.fixture(scope="module")
def doors() -> Doors:
    return Doors()


@pytest.fixture(scope="module")
def alma_given(giving: Giving, doors: Doors, alma_given: Given[User]) -> Given[User]:
    giving(doors.open, alma_given)
    return alma_given


@pytest.fixture(scope="module")
def newcomer_given(giving: Giving, doors: Doors, newcomer_given: Given[User]) -> Given[User]:
    giving(doors.open, newcomer_given)
    return newcomer_given


@pytest.fixture(scope="module")
def desk_given(giving: Giving, doors: Doors) -> Given[Desk]:
    def made() -> Desk:
        selma = people.selma()
        desk = Desk(scored_award(), people.alma(), selma, people.kari())
        doors.open(desk.alma, desk.selma, desk.kari)
        return desk

    return giving(made)


@pytest.fixture
def desk(db: None, desk_given: Given[Desk], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Nobody owes a second factor here."""
    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", False)
    return desk_given()


@pytest.fixture
def log_in(doors: Doors) -> LogIn:
    """A browser in which the person is signed in and reads English."""
    return doors.enter


@pytest.fixture(scope="module")
def reader_given(giving: Giving, doors: Doors, alma_given: Given[User]) -> Given[bool]:
    return giving(partial(doors.open, second_factor=True), alma_given)


@pytest.fixture
def reader(alma: User, doors: Doors, reader_given: Given[bool]) -> Browser:
    """Alma's browser, in English; her second factor is shown."""
    return doors.enter(alma, second_factor=True)


def _owners(award: Award, by: User) -> TwoClients:
    return two_clients(own=[award.company("alfa")], others=[award.company("delta")], by=by)


@pytest.fixture(scope="module")
def owners_given(
    giving: Giving, award_given: Given[Award], alma_given: Given[User]
) -> Given[TwoClients]:
    return giving(_owners, award_given, alma_given)


@pytest.fixture
def owners(award: Award, alma: User, owners_given: Given[TwoClients]) -> TwoClients:
    """The client of Alfa, and the other of Delta."""
    return owners_given(award, alma)


@pytest.fixture(scope="module")
def clients_given(giving: Giving, doors: Doors, alma_given: Given[User]) -> Given[TwoClients]:
    def made(by: User) -> TwoClients:
        clients = two_clients(own=[], others=[], by=by)
        doors.open(clients.kari, clients.kjell)
        return clients

    return giving(made, alma_given)


@pytest.fixture
def clients(alma: User, clients_given: Given[TwoClients]) -> TwoClients:
    """Two clients without companies."""
    return clients_given(alma)
