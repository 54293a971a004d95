"""Choosing, forgetting and changing a password."""

import contextlib
import uuid

from django.db import transaction

from shoppers.authentication import may_sign_in
from shoppers.enums import NoticeKind
from shoppers.models import User
from shoppers.services import throttling
from shoppers.services.inviting import accept
from shoppers.services.links import owner_of_link
from shoppers.services.notices import hint, owe
from shoppers.services.refusals import LinkDead, TooManyTries
from shoppers.services.signing_in import check_password


def request_reset(*, email: str, address: str) -> None:
    """Send a link to whoever has this e-mail; silent about whether somebody has.

    The same steps are gone for an unknown e-mail, down to the hint, so that the time tells
    nothing either. Beyond the limits nothing is sent, and that is silent too.
    """
    email = email.strip().lower()
    with contextlib.suppress(TooManyTries):
        throttling.count(throttling.RESETS_BY_ADDRESS, address)
        throttling.count(throttling.RESETS_BY_EMAIL, email)
        _owe_link(email)


@transaction.atomic
def _owe_link(email: str) -> None:
    notice_id = uuid.uuid4()
    user = User.objects.filter(email=email).first()
    if user is None or not may_sign_in(user):
        hint(notice_id)
    else:
        owe(recipient=user, kind=NoticeKind.PASSWORD_RESET, notice_id=notice_id)


@transaction.atomic
def choose_password(*, user_id: uuid.UUID, token: str, password: str) -> User:
    """Give the owner of a one-time link her password; LinkDead when the link is.

    The row is locked first: of two who follow the same link at once, one is late. An invitation
    counts as accepted, and wrong passwords tried before are forgotten. Who had a password before
    is told by mail that it was changed.
    """
    if not User.objects.select_for_update().filter(pk=user_id).exists():
        raise LinkDead
    user = owner_of_link(user_id, token)
    had_one = user.has_usable_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    if had_one:
        owe(recipient=user, kind=NoticeKind.PASSWORD_CHANGED)
    accept(user)
    throttling.forget(throttling.PASSWORDS_BY_EMAIL, user.email)
    return user


def change_password(*, user: User, old: str, new: str, address: str) -> User:
    """Replace a password by its owner; every other session of hers ends, and a mail tells her.

    Raises WrongPassword or TooManyTries. Must not run inside a transaction: see check_password.
    """
    owner = check_password(email=user.email, password=old, address=address)
    with transaction.atomic():
        owner.set_password(new)
        owner.save(update_fields=["password"])
        owe(recipient=owner, kind=NoticeKind.PASSWORD_CHANGED)
    return owner
