"""An award that is out for everybody, one that is out for clients, one that is not out."""

import datetime as dt
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice

from evaluations.models import Company
from evaluations.queries.clients.api_keys import key_by_prefix
from evaluations.services.clients.api_keys import issue_key, revoke_key
from scoring.api.views import results
from shoppers.models import User
from tests import people
from tests.conftest import MakeOnce
from tests.factories.clients import TwoClients, two_clients
from tests.factories.frozen import (
    FrozenRelease,
    category,
    company,
    freeze_release,
    programme,
)

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Award:
    """Six years and three companies.

    2025 is public; 2026 is for clients; 2027 is confirmed for later; 2028 is a proposal only; 2029
    has no release; 2030 is not announced. The client has `own`, in its package is `rival`; the
    other client has `stranger`.
    """

    alma: User
    clara: User
    selma: User
    clients: TwoClients
    own: Company
    rival: Company
    stranger: Company
    frozen: dict[str, FrozenRelease]
    keys: dict[str, str]


def _make_award() -> Award:
    alma, clara, selma = people.alma(), people.clara(), people.selma()
    own, rival, stranger = company("fjellbanken"), company("havbanken"), company("elvekraft")
    bank, power = category("bank", position=1), category("power", position=2)
    members = two_clients(own=[own], others=[stranger], by=alma)
    now = timezone.now()
    times = {
        "2025": (now - 3 * DAY, now - 2 * DAY),
        "2026": (now - DAY, now + DAY),
        "2027": (now + DAY, now + 2 * DAY),
        "2028": (now - 3 * DAY, now - 2 * DAY),
    }
    frozen = {}
    for slug, (clients_from, public_from) in times.items():
        frozen[slug] = freeze_release(
            of=programme(slug),
            companies=[(own, bank), (rival, bank), (stranger, power)],
            by=alma,
            confirmed_by=None if slug == "2028" else clara,
            clients_from=clients_from,
            public_from=public_from,
            package=(members.client, rival),
        )
    programme("2029")
    programme("2030", frozen=False)
    keys = {
        "client": issue_key(client=members.client, label="Reports", by=members.kari),
        "other": issue_key(client=members.other, label="Reports", by=alma),
        "revoked": issue_key(client=members.client, label="Old", by=members.kari),
    }
    revoked = key_by_prefix(keys["revoked"][:12])
    assert revoked is not None
    revoke_key(key=revoked, by=alma)
    return Award(alma, clara, selma, members, own, rival, stranger, frozen, keys)


@pytest.fixture(scope="module")
def _award_of_the_module(make_once: MakeOnce[Award]) -> Award:
    return make_once(_make_award)


@pytest.fixture
def award(db: None, _award_of_the_module: Award) -> Award:
    """The award as if made for this test alone; no process has kept an answer about it."""
    results._ranking.cache_clear()
    results._winners.cache_clear()
    return deepcopy(_award_of_the_module)


Get = Callable[..., Any]


def key_header(key: str) -> dict[str, str]:
    """As a program sends it."""
    return {"Authorization": f"Api-Key {key}"}


def verified(browser: Browser, user: User) -> None:
    """Signed in with a second factor."""
    browser.force_login(user)
    device = StaticDevice.objects.create(user=user, name="paper", confirmed=True)
    session = browser.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()


class _Entering(Browser):
    """Signs in with its first request: most tests ask for two of the eleven readers."""

    def __init__(self, user: User, *, second_factor: bool) -> None:
        super().__init__()
        self._to_enter: User | None = user
        self._second_factor = second_factor

    def request(self, **request: Any) -> Any:
        user, self._to_enter = self._to_enter, None
        if user is not None and self._second_factor:
            verified(self, user)
        elif user is not None:
            self.force_login(user)
        return super().request(**request)


@pytest.fixture
def reads(award: Award) -> dict[str, Get]:
    """How each reader asks: anonymous, by session, by key."""

    def by_session(user: User, *, second_factor: bool = False) -> Get:
        return _Entering(user, second_factor=second_factor).get

    def by_key(name: str) -> Get:
        return Browser(headers=key_header(award.keys[name])).get

    return {
        "anonymous": Browser().get,
        "shopper": by_session(award.selma),
        "coordinator": by_session(award.alma, second_factor=True),
        "coordinator without second factor": by_session(award.clara),
        "administrator": by_session(award.clients.kari, second_factor=True),
        "administrator without second factor": by_session(award.clients.kari),
        "viewer": by_session(award.clients.kjell),
        "key": by_key("client"),
        "other client": by_session(award.clients.oda, second_factor=True),
        "other key": by_key("other"),
        "revoked key": by_key("revoked"),
    }
