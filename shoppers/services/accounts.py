"""A person's own settings, and opening and closing accounts."""

from django.db import transaction

from shoppers.languages import Language
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.services.refusals import AlreadyDone, NotAllowed, OwnAccount


def change_profile(*, user: User, name: str, language: Language) -> None:
    """What a person is called, and the language she reads and is written to in."""
    user.name = name.strip()
    user.language = language
    user.save(update_fields=["name", "language"])


def choose_language(*, user: User, language: Language) -> None:
    """The language a person reads and is written to in."""
    user.language = language
    user.save(update_fields=["language"])


@transaction.atomic
def deactivate(*, user: User, by: User) -> None:
    """Close an account: its sessions and links end, what the person did stays.

    Raises OwnAccount, NotAllowed or AlreadyDone. Both rows are locked in one order, so two
    coordinators who close each other's accounts at once cannot both succeed.
    """
    if user.pk == by.pk:
        raise OwnAccount
    _set_active(user=user, by=by, active=False)


@transaction.atomic
def reactivate(*, user: User, by: User) -> None:
    """Open an account again; its password is still the old one."""
    _set_active(user=user, by=by, active=True)


def _set_active(*, user: User, by: User, active: bool) -> None:
    people = User.objects.select_for_update().order_by("pk").in_bulk([user.pk, by.pk])
    if not is_coordinator(people[by.pk]):
        raise NotAllowed
    if people[user.pk].is_active == active:
        raise AlreadyDone
    User.objects.filter(pk=user.pk).update(is_active=active)
    user.is_active = active
