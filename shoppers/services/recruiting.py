"""Taking shoppers on, giving log-ins to those from files, and keeping their profiles."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from shoppers.enums import Gender, Role
from shoppers.languages import Language
from shoppers.models import Shopper, User
from shoppers.queries.shoppers import free_code, held_shopper
from shoppers.services.inviting import invite
from shoppers.services.refusals import HasLogIn, NotOfAge, WasErased

ADULT_AGE = 18
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Planning:
    """What calls are planned by; `weekly_capacity` is the most calls a week."""

    languages: Sequence[Language]
    region: str
    weekly_capacity: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What the award knows about a shopper."""

    planning: Planning
    birth_year: int
    gender: Gender


def latest_birth_year() -> int:
    """The birth year of the youngest who come of age this year."""
    return timezone.localdate().year - ADULT_AGE


@transaction.atomic
def recruit(*, email: str, name: str, language: Language, profile: Profile, by: User) -> Shopper:
    """A new shopper with the next free code, invited by mail in her language.

    Whether `by` may is the caller's rule. Raises NotOfAge or EmailTaken.
    """
    check_age(profile.birth_year)
    user = invite(email=email, name=name, roles=[Role.SHOPPER], by=by, language=language)
    return _create(user, profile)


def _create(user: User, profile: Profile) -> Shopper:
    facts = {
        "languages": list(profile.planning.languages),
        "region": profile.planning.region,
        "weekly_capacity": profile.planning.weekly_capacity,
        "birth_year": profile.birth_year,
        "gender": profile.gender,
    }
    # Each turn but the last means that somebody else got the code, so everybody gets one.
    while True:
        code = free_code()
        try:
            with transaction.atomic():
                return Shopper.objects.create(code=code, user=user, **facts)
        except IntegrityError:
            if not Shopper.objects.filter(code=code).exists():
                raise


@transaction.atomic
def give_login(*, shopper: Shopper, email: str, name: str, language: Language, by: User) -> Shopper:
    """Invite the person behind a profile that came from a file.

    From then on an import leaves the profile alone. Raises HasLogIn, WasErased, NotOfAge or
    EmailTaken.
    """
    # Of two coordinators who invite her at once, the second finds the log-in of the first.
    held = held_shopper(shopper)
    if held.user_id is not None:
        raise HasLogIn
    if held.birth_year is None:
        raise WasErased
    check_age(held.birth_year)
    held.user = invite(email=email, name=name, roles=[Role.SHOPPER], by=by, language=language)
    held.save(update_fields=["user"])
    return held


def change_planning(*, shopper: Shopper, planning: Planning, by: User) -> None:
    """What the shopper is planned by from now on; calls that she has stay hers."""
    shopper.languages = list(planning.languages)
    shopper.region = planning.region
    shopper.weekly_capacity = planning.weekly_capacity
    shopper.save(update_fields=["languages", "region", "weekly_capacity"])
    _log.info("shopper_changed", shopper=shopper.code, by=str(by.pk))


def check_age(birth_year: int) -> None:
    """Raises NotOfAge."""
    if birth_year > latest_birth_year():
        raise NotOfAge
