"""Selma, a call she has accepted, and her phone."""

import pytest
from django.conf import settings
from django.test import Client as Browser

from evaluations.models import TestCall
from shoppers.models import User
from tests.evaluations.api.phone import CheckedBrowser, session_of
from tests.evaluations.conftest import Given, Giving


@pytest.fixture(scope="module")
def giving(keeping: Giving) -> Giving:
    """Made once for a module."""
    return keeping


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


@pytest.fixture
def call(accepted: TestCall) -> TestCall:
    return accepted


@pytest.fixture(scope="module")
def session_given(giving: Giving, newcomer_given: Given[User]) -> Given[str]:
    return giving(session_of, newcomer_given)


@pytest.fixture
def phone(selma: User, session_given: Given[str]) -> Browser:
    browser = CheckedBrowser(headers={"accept-language": "en"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_given(selma)
    return browser
