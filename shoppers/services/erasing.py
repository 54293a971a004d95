"""Erasing a shopper: she asks, a coordinator confirms, and her code is all that is left.

Who she is goes: name, e-mail, password, second factor, roles, mails, birth year, gender, region,
languages. Her reports stay under her code, with every word in them: they name no one, results rest
on them, and their fingerprints would not fit any more.
"""

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shoppers.enums import NoticeKind, Role
from shoppers.models import Erasure, ErasureRequest, Invitation, Notice, Shopper, User
from shoppers.queries.shoppers import held_shopper
from shoppers.rules import is_coordinator
from shoppers.services.notices import owe
from shoppers.services.own_data import parts
from shoppers.services.refusals import NotAllowed, Refusal
from shoppers.services.second_factors import forget_devices

_log = structlog.get_logger(__name__)


class ErasureRefused(Refusal):
    """Something has to be settled first; `obstacles` says what, a sentence each."""

    code = "erasure_refused"

    def __init__(self, obstacles: list[str]) -> None:
        self.obstacles = obstacles
        super().__init__(" ".join(obstacles))


class ErasedAlready(Refusal):
    """She was erased before."""

    code = "erased_already"

    def __init__(self) -> None:
        super().__init__(_("This shopper has been erased already."))


def obstacles(shopper: Shopper) -> list[str]:
    """Why she cannot be erased now, a sentence each; empty when she can."""
    found = [sentence for part in parts() for sentence in part.obstacles(shopper)]
    if shopper.user is not None and shopper.user.roles - {Role.SHOPPER.value}:
        found.append(
            _("This person is not only a shopper: the account is needed for the other part.")
        )
    return found


@transaction.atomic
def ask(*, shopper: Shopper) -> ErasureRequest:
    """Note that she wants to be erased, and tell every coordinator; asking twice is one wish.

    Raises ErasedAlready.
    """
    held = held_shopper(shopper)
    if held.erased_at is not None:
        raise ErasedAlready
    request, made = ErasureRequest.objects.get_or_create(
        shopper=held, closed_at=None, defaults={"asked_at": timezone.now()}
    )
    if made:
        for coordinator in _coordinators(held):
            owe(
                recipient=coordinator,
                kind=NoticeKind.ERASURE_ASKED,
                cause=f"erasure:{request.pk}:{coordinator.pk}",
            )
    return request


@transaction.atomic
def take_back(*, shopper: Shopper) -> None:
    """She wants to stay after all; nothing happens when she had not asked."""
    held_shopper(shopper)
    ErasureRequest.objects.filter(shopper=shopper, closed_at=None).update(closed_at=timezone.now())


@transaction.atomic
def erase(*, shopper: Shopper, by: User) -> Erasure:
    """Remove who she is, in every app. This cannot be undone.

    Raises NotAllowed, ErasedAlready, ErasureRefused with every obstacle.
    """
    if not is_coordinator(by):
        raise NotAllowed
    # Assigning locks her too: no call is given to her between the look and the erasing.
    held = held_shopper(shopper)
    if held.erased_at is not None:
        raise ErasedAlready
    if found := obstacles(held):
        raise ErasureRefused(found)
    now = timezone.now()
    ErasureRequest.objects.filter(shopper=held, closed_at=None).update(closed_at=now)
    erasure = Erasure.objects.create(shopper=held, erased_at=now, by=by)
    for part in parts():
        part.erase(held)
    held.absences.all().delete()
    _erase_profile(held)
    if held.user is not None:
        _erase_account(held.user, held.code)
    _log.info("shopper_erased", shopper=held.code, by=str(by.pk))
    return erasure


def _erase_profile(shopper: Shopper) -> None:
    shopper.erased_at = timezone.now()
    shopper.languages, shopper.region, shopper.gender = [], "", ""
    shopper.birth_year, shopper.weekly_capacity = None, 0
    shopper.save(
        update_fields=[
            "erased_at",
            "languages",
            "region",
            "gender",
            "birth_year",
            "weekly_capacity",
        ]
    )


def _erase_account(user: User, code: str) -> None:
    """The row stays, because the steps she took refer to it; it opens nothing and names no one."""
    forget_devices(user)
    Notice.objects.filter(recipient=user).delete()
    Invitation.objects.filter(user=user).delete()
    user.role_assignments.all().delete()
    user.email, user.name = f"{user.pk}@erased.invalid", code
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "is_active", "last_login", "password"])


def _coordinators(shopper: Shopper) -> list[User]:
    found = User.objects.filter(is_active=True, role_assignments__role=Role.COORDINATOR)
    return list(found.exclude(shopper=shopper).order_by("pk"))
