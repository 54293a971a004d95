"""The award and who works with it, made once for a module whose tests do not commit."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from shoppers.models import User
from tests import people
from tests.evaluations.conftest import Given, Giving
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import admit, shopper_user


@dataclass(slots=True)
class Cast:
    """Alma has admitted Selma and Nora; nobody is called, but for what the module begins with."""

    award: Award
    alma: User
    selma: User
    nora: User
    begun: Any = None


Begin = Callable[[Cast], Any]


def _make_cast(make_award: Callable[[], Award], begin: Begin | None) -> Cast:
    award, alma, selma = make_award(), people.alma(), people.selma()
    nora = shopper_user("S-901", "Nora Nes")
    for user in (selma, nora):
        admit(user, award.programme, alma)
    cast = Cast(award, alma, selma, nora)
    cast.begun = begin(cast) if begin else None
    return cast


@pytest.fixture(scope="module")
def make_award() -> Callable[[], Award]:
    """Two categories, four companies, no contact; a module may have another."""
    return tiny_award


@pytest.fixture(scope="module")
def begin() -> Begin | None:
    """What has happened before each test of a module; it says so with a fixture of its own."""
    return None


@pytest.fixture(scope="module")
def cast_given(
    keeping: Giving, make_award: Callable[[], Award], begin: Begin | None
) -> Given[Cast]:
    return keeping(partial(_make_cast, make_award, begin))


@pytest.fixture
def cast(db: None, cast_given: Given[Cast]) -> Cast:
    """As if made for this test alone; `begun` is what the module's `begin` gave."""
    return cast_given()


@pytest.fixture
def award(cast: Cast) -> Award:
    """The award of the module."""
    return cast.award


@pytest.fixture
def alma(cast: Cast) -> User:
    """A coordinator."""
    return cast.alma


@pytest.fixture
def selma(cast: Cast) -> User:
    """A shopper who is admitted to the award, with room for five calls a week."""
    return cast.selma


@pytest.fixture
def nora(cast: Cast) -> User:
    """Another shopper who may take calls."""
    return cast.nora
