"""An award with everything behind it: contacts, runs, releases, clients, and somebody to look."""

import datetime as dt
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone

from evaluations.models import Client, Company
from scoring.models import Release, Run
from scoring.services.releases.releasing import confirm_release, propose_release
from scoring.services.runs.runs import perform, plan_run
from shoppers.models import User
from tests import people
from tests.conftest import MakeOnce
from tests.factories.awards import Award, scored_award
from tests.factories.clients import buy_competitors, two_clients
from tests.factories.releases import why

SOON = dt.timedelta(days=10)

LogIn = Callable[[User], Browser]
Prepare = Callable[["Stage"], object]


@dataclass(slots=True)
class Stage:
    """The award, its people and its client: alfa is theirs, beta in their package."""

    award: Award
    alma: User
    clara: User
    selma: User
    client: Client
    kari: User
    kjell: User
    oda: User

    def company(self, key: str) -> Company:
        """A company by its key."""
        return Company.objects.get(key=key)

    def complete_run(self) -> Run:
        """A run of the award, done."""
        run = plan_run(programme=self.award.programme, by=self.alma)
        assert perform(run.pk)
        run.refresh_from_db()
        return run

    def proposal(
        self, *, clients_from: dt.datetime | None = None, public_from: dt.datetime | None = None
    ) -> Release:
        """A release that Alma proposed."""
        return propose_release(
            programme=self.award.programme,
            run=self.complete_run(),
            by=self.alma,
            clients_from=clients_from,
            public_from=public_from,
            reason=why(self.award.programme),
        ).release

    def release(
        self, *, clients_from: dt.datetime | None = None, public_from: dt.datetime | None = None
    ) -> Release:
        """A release that Clara confirmed; everybody reads it, unless a time says otherwise."""
        release = self.proposal(clients_from=clients_from, public_from=public_from)
        confirm_release(release=release, by=self.clara)
        return release

    def release_to_clients(self) -> Release:
        """A release that clients read and the public not yet."""
        now = timezone.now()
        return self.release(clients_from=now, public_from=now + SOON)

    def future_release(self) -> Release:
        """A confirmed release that nobody outside the desk reads yet."""
        now = timezone.now()
        return self.release(clients_from=now + SOON, public_from=now + SOON)


def _make_stage() -> Stage:
    alma, clara = people.alma(), people.clara()
    selma = people.selma()
    award = scored_award()
    company = {key: Company.objects.get(key=key) for key in ("alfa", "beta", "gamma")}
    clients = two_clients(own=[company["alfa"]], others=[company["gamma"]], by=alma)
    buy_competitors(clients.client, award.programme, [company["beta"]], by=alma)
    return Stage(
        award, alma, clara, selma, clients.client, clients.kari, clients.kjell, clients.oda
    )


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    """Nothing is computed yet; a module whose tests all begin with a release says so here."""
    return lambda _stage: None


@pytest.fixture(scope="module")
def _stage_of_the_module(make_once: MakeOnce[Stage], prepare: Prepare) -> Stage:
    def prepared() -> Stage:
        stage = _make_stage()
        prepare(stage)
        return stage

    return make_once(prepared)


@pytest.fixture
def stage(db: None, _stage_of_the_module: Stage) -> Stage:
    """As it was prepared for the tests of the module."""
    return deepcopy(_stage_of_the_module)


@pytest.fixture(autouse=True)
def _no_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", False)


@pytest.fixture
def log_in() -> LogIn:
    """A browser in which the person is signed in and reads English."""

    def browser_of(user: User) -> Browser:
        browser = Browser(headers={"accept-language": "en"})
        browser.force_login(user)
        return browser

    return browser_of


@pytest.fixture
def stranger() -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(headers={"accept-language": "en"})
