"""Selma, a call she has accepted, and her phone."""

import pytest
from django.test import Client as Browser

from evaluations.models import TestCall
from shoppers.models import User
from tests import people
from tests.evaluations.api.phone import signed_in
from tests.factories.awards import Award
from tests.factories.calls import accepted_call


@pytest.fixture
def selma() -> User:
    return people.selma()


@pytest.fixture
def call(award: Award, alma: User, selma: User) -> TestCall:
    return accepted_call(award, selma, alma)


@pytest.fixture
def phone(selma: User) -> Browser:
    return signed_in(selma)
