"""An award with nobody called yet, who gives its calls away, and who may take them."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Generic, TypeVar

import pytest

from evaluations.models import TestCall
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import accepted_call, admit, offered_call, shopper_user

Made = TypeVar("Made")


class Given(Generic[Made]):
    """What a maker makes: once for a module, or for each test of a module that commits."""

    def __init__(self, maker: Callable[..., Made], made: Made | None) -> None:
        self.maker, self.made = maker, made

    def __call__(self, *needs: Any) -> Made:
        """The test's own; made of `needs` where nothing is kept for the module."""
        return self.maker(*needs) if self.made is None else deepcopy(self.made)


Giving = Callable[..., Given[Any]]


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        fixtures & {"transactional_db", "live_server", "django_db_reset_sequences"}
    )


def anew(maker: Callable[..., Made], *_needs: Given[Any]) -> Given[Made]:
    """Each test makes its own."""
    return Given(maker, None)


@pytest.fixture(scope="module")
def giving() -> Giving:
    """What a module's tests begin with is made for each of them; others take `keeping` for it."""
    return anew


@pytest.fixture(scope="module")
def keeping(request: pytest.FixtureRequest) -> Giving:
    """Keeps what makers make for all tests of a module, unless one of them commits.

    Every test of the module then finds the rows, whether it asks for them or not. A maker takes
    what others have made: `giving(maker, alma_given)` calls it with Alma.
    """
    if any(_commits(item) for item in request.session.items if item.path == request.path):
        return anew
    make_once = request.getfixturevalue("make_once")

    def keep(maker: Callable[..., Made], *needs: Given[Any]) -> Given[Made]:
        return Given(maker, make_once(lambda: maker(*(need.made for need in needs))))

    return keep


@pytest.fixture(scope="module")
def award_given(giving: Giving) -> Given[Award]:
    return giving(tiny_award)


@pytest.fixture
def award(db: None, award_given: Given[Award]) -> Award:
    """Two categories, four companies, no contact."""
    return award_given()


@pytest.fixture(scope="module")
def alma_given(giving: Giving) -> Given[User]:
    return giving(people.alma)


@pytest.fixture
def alma(db: None, alma_given: Given[User]) -> User:
    """A coordinator."""
    return alma_given()


@pytest.fixture(scope="module")
def newcomer_given(giving: Giving) -> Given[User]:
    return giving(people.selma)


@pytest.fixture
def newcomer(db: None, newcomer_given: Given[User]) -> User:
    """Selma, whom nobody has admitted yet."""
    return newcomer_given()


def _admitted(user: User, award: Award, by: User) -> User:
    admit(user, award.programme, by)
    return user


@pytest.fixture(scope="module")
def selma_given(
    giving: Giving,
    newcomer_given: Given[User],
    award_given: Given[Award],
    alma_given: Given[User],
) -> Given[User]:
    return giving(_admitted, newcomer_given, award_given, alma_given)


@pytest.fixture
def selma(newcomer: User, award: Award, alma: User, selma_given: Given[User]) -> User:
    """A shopper who is admitted to the award, with room for five calls a week."""
    return selma_given(newcomer, award, alma)


@pytest.fixture
def nora(award: Award, alma: User) -> User:
    """Another shopper who may take calls."""
    return _admitted(shopper_user("S-901", "Nora Nes"), award, alma)


@pytest.fixture(scope="module")
def offered_given(
    giving: Giving,
    award_given: Given[Award],
    newcomer_given: Given[User],
    alma_given: Given[User],
) -> Given[TestCall]:
    return giving(offered_call, award_given, newcomer_given, alma_given)


@pytest.fixture
def offered(award: Award, newcomer: User, alma: User, offered_given: Given[TestCall]) -> TestCall:
    """A call with Alfa by phone that waits for Selma's answer."""
    return offered_given(award, newcomer, alma)


@pytest.fixture(scope="module")
def accepted_given(
    giving: Giving,
    award_given: Given[Award],
    newcomer_given: Given[User],
    alma_given: Given[User],
) -> Given[TestCall]:
    return giving(accepted_call, award_given, newcomer_given, alma_given)


@pytest.fixture
def accepted(award: Award, newcomer: User, alma: User, accepted_given: Given[TestCall]) -> TestCall:
    """A call with Alfa by phone that Selma has taken."""
    return accepted_given(award, newcomer, alma)
