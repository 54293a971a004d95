"""Checking a password."""

import pytest

from shoppers.models import SignInFailure
from shoppers.services import throttling
from shoppers.services.refusals import TooManyTries, WrongPassword
from shoppers.services.signing_in import check_password
from tests import people

pytestmark = pytest.mark.django_db
ADDRESS = "192.0.2.7"


def failures(limit: throttling.Limit, subject: str) -> int | None:
    row = SignInFailure.objects.filter(pk=throttling.key_of(limit, subject)).first()
    return None if row is None else row.failures


def wrong(email: str, *, address: str = ADDRESS) -> None:
    with pytest.raises(WrongPassword, match="The e-mail or the password is wrong"):
        check_password(email=email, password="wrong", address=address)


def test_check_password_answers_the_person_and_starts_the_count_anew() -> None:
    alma = people.alma()
    for _try in range(4):
        wrong(alma.email)
    assert check_password(email=alma.email, password=people.PASSWORD, address=ADDRESS) == alma
    assert failures(throttling.PASSWORDS_BY_EMAIL, alma.email) is None
    assert failures(throttling.PASSWORDS_BY_ADDRESS, ADDRESS) == 4


def test_check_password_refuses_the_right_one_after_five_wrong_ones() -> None:
    alma = people.alma()
    for _try in range(5):
        wrong("ALMA@award.example")
    with pytest.raises(TooManyTries):
        check_password(email=alma.email, password=people.PASSWORD, address="192.0.2.8")


def test_check_password_says_the_same_of_known_and_unknown_emails() -> None:
    people.alma()
    for _try in range(5):
        wrong("nobody@award.example")
    with pytest.raises(TooManyTries):
        check_password(email="nobody@award.example", password="wrong", address=ADDRESS)


def test_check_password_counts_an_address_over_many_emails() -> None:
    for number in range(30):
        wrong(f"{number}@award.example")
    with pytest.raises(TooManyTries):
        check_password(email="30@award.example", password="wrong", address=ADDRESS)
    # A refused address uses up nobody's tries.
    assert failures(throttling.PASSWORDS_BY_EMAIL, "30@award.example") is None


def test_check_password_lets_an_office_of_forty_in() -> None:
    alma = people.alma()
    for _person in range(40):
        check_password(email=alma.email, password=people.PASSWORD, address=ADDRESS)
    assert failures(throttling.PASSWORDS_BY_ADDRESS, ADDRESS) == 0
