"""The reviewers' desk, made once for a module."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client as Browser

from tests.conftest import MakeOnce
from tests.evaluations.web.review_desk import ReviewDesk

Begin = Callable[[ReviewDesk], Any]


@pytest.fixture(scope="module")
def begin() -> Begin | None:
    """What has happened before each test of a module; it says so with a fixture of its own."""
    return None


@pytest.fixture(scope="module")
def _desk_of_the_module(make_once: MakeOnce[ReviewDesk], begin: Begin | None) -> ReviewDesk:
    def make() -> ReviewDesk:
        desk = ReviewDesk()
        desk.prepare()
        desk.begun = begin(desk) if begin else None
        return desk

    return make_once(make)


@pytest.fixture
def desk(db: None, _desk_of_the_module: ReviewDesk) -> ReviewDesk:
    """As if made for this test alone; `begun` is what the module's `begin` gave."""
    return deepcopy(_desk_of_the_module)


@pytest.fixture
def reviewer(desk: ReviewDesk) -> Browser:
    """Alma's browser."""
    return desk.browser_of(desk.alma)
