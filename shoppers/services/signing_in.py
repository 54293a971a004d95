"""Checking a password, with every try counted first."""

from django.contrib.auth import authenticate

from shoppers.models import User
from shoppers.services import throttling
from shoppers.services.refusals import WrongPassword


def check_password(*, email: str, password: str, address: str) -> User:
    """The person whose password this is.

    The try is counted, by address and by e-mail, before the password is looked at. A right one
    starts the e-mail's count anew and gives the address its place back, so that an office behind
    one address is not locked out by its own people. Raises TooManyTries or WrongPassword. Must
    not run inside a transaction: the counts have to stay.
    """
    email = email.strip().lower()
    # The address first: once it is refused, it can no longer use up other people's tries.
    throttling.count(throttling.PASSWORDS_BY_ADDRESS, address)
    throttling.count(throttling.PASSWORDS_BY_EMAIL, email)
    user = authenticate(email=email, password=password)
    if not isinstance(user, User):
        raise WrongPassword
    throttling.forget(throttling.PASSWORDS_BY_EMAIL, email)
    throttling.give_back(throttling.PASSWORDS_BY_ADDRESS, address)
    return user
