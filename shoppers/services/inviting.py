"""Asking somebody in, and asking again."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from shoppers.enums import NoticeKind, Role
from shoppers.languages import Language
from shoppers.models import Invitation, RoleAssignment, User
from shoppers.rules import is_coordinator
from shoppers.services.accounts import deactivate
from shoppers.services.notices import owe
from shoppers.services.refusals import AlreadyDone, EmailTaken, NotAllowed


@transaction.atomic
def invite(
    *, email: str, name: str, roles: Iterable[Role], by: User | None, language: Language
) -> User:
    """A new person who may choose a password by the link she is sent.

    `by` is None for the operator at the command line. Whether `by` may invite at all is the
    caller's rule; whoever works in the office is asked in by coordinators only. Raises NotAllowed
    or EmailTaken.
    """
    roles = frozenset(roles)
    if roles.intersection(Role.office()) and by is not None and not is_coordinator(by):
        raise NotAllowed
    user = _create(email=email, name=name, language=language)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=role, granted_by=by) for role in sorted(roles)
    )
    Invitation.objects.create(user=user, invited_by=by)
    owe(recipient=user, kind=NoticeKind.INVITATION)
    return user


def _create(*, email: str, name: str, language: Language) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name.strip(), language=language)
    except IntegrityError:
        if not User.objects.filter(email=email.strip().lower()).exists():
            raise
        raise EmailTaken from None


@transaction.atomic
def reinvite(*, user: User, by: User | None) -> None:
    """Send a fresh link to somebody who has not used hers; AlreadyDone when she has."""
    open_invitations = Invitation.objects.filter(user=user, accepted_at=None, user__is_active=True)
    if not open_invitations.update(invited_at=timezone.now(), invited_by=by):
        raise AlreadyDone
    owe(recipient=user, kind=NoticeKind.INVITATION)


@transaction.atomic
def withdraw(*, user: User, by: User) -> None:
    """Close the account of somebody who has not come in yet: no link of hers opens it any more.

    Raises NotAllowed, or AlreadyDone when she has come in or it was closed before.
    """
    held = Invitation.objects.select_for_update().filter(user=user, accepted_at=None)
    if not held.exists():
        raise AlreadyDone
    deactivate(user=user, by=by)


def accept(user: User) -> None:
    """Note that an invited person has come in; nothing happens the second time."""
    Invitation.objects.filter(user=user, accepted_at=None).update(accepted_at=timezone.now())
