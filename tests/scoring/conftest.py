"""An award that is ready to be released, made once for the tests of a module."""

from copy import deepcopy

import pytest

from tests.conftest import MakeOnce
from tests.factories.releases import ReadyAward, ready_award


@pytest.fixture(scope="module")
def _ready_of_the_module(make_once: MakeOnce[ReadyAward]) -> ReadyAward:
    return make_once(ready_award)


@pytest.fixture
def ready(db: None, _ready_of_the_module: ReadyAward) -> ReadyAward:
    """Scored, and nothing proposed yet."""
    return deepcopy(_ready_of_the_module)
