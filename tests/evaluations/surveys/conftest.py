"""An award whose method leaves the weights of two sections to its shoppers."""

import pytest

from evaluations.surveys.models import ExpectationSurvey
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import admit, shopper_user
from tests.factories.surveys import opened_survey
from tests.factories.tiny_method import FROM_SURVEY


@pytest.fixture
def award(db: None) -> Award:
    """Nobody called yet."""
    return tiny_award(weights=FROM_SURVEY)


@pytest.fixture
def alma(db: None) -> User:
    """A coordinator."""
    return people.alma()


@pytest.fixture
def selma(award: Award, alma: User) -> User:
    """A shopper who is admitted to the award."""
    user = people.selma()
    admit(user, award.programme, alma)
    return user


@pytest.fixture
def nora(award: Award, alma: User) -> User:
    """Another one."""
    user = shopper_user("S-901", "Nora Nes")
    admit(user, award.programme, alma)
    return user


@pytest.fixture
def survey(award: Award, alma: User, selma: User) -> ExpectationSurvey:
    """Open from today; asks for 100 to be shared out."""
    return opened_survey(award, alma)
