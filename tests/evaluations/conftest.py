"""An award with nobody called yet, who gives its calls away, and who may take them."""

import pytest

from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import admit, shopper_user


@pytest.fixture
def award(db: None) -> Award:
    """Two categories, four companies, no contact."""
    return tiny_award()


@pytest.fixture
def alma(db: None) -> User:
    """A coordinator."""
    return people.alma()


@pytest.fixture
def selma(award: Award, alma: User) -> User:
    """A shopper who is admitted to the award, with room for five calls a week."""
    user = people.selma()
    admit(user, award.programme, alma)
    return user


@pytest.fixture
def nora(award: Award, alma: User) -> User:
    """Another shopper who may take calls."""
    user = shopper_user("S-901", "Nora Nes")
    admit(user, award.programme, alma)
    return user
