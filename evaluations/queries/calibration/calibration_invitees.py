"""Who may be invited to a calibration."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from evaluations.models import Admission, Calibration, CalibrationRater
from evaluations.queries.calibration.calibrated import CalibrationStanding, standings
from shoppers.enums import Role
from shoppers.models import Shopper, User

ADMITTED, APPLYING, BELOW, COORDINATORS = "admitted", "applying", "below", "coordinators"


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who may be invited; `standing` where the programme asks a calibration of her."""

    user: User
    shopper: Shopper | None
    is_admitted: bool
    standing: CalibrationStanding | None


def invitees(calibration: Calibration, *, search: str = "", who: str = "") -> QuerySet[User]:
    """Shoppers and coordinators with an open account who are not invited yet, by name.

    Each has `is_admitted`. `who` is one of the words above; anything else means everybody.
    """
    invited = CalibrationRater.objects.filter(calibration=calibration, user=OuterRef("pk"))
    admitted = Admission.objects.filter(
        programme=calibration.programme_id, shopper__user=OuterRef("pk")
    )
    roles = {Role.SHOPPER, Role.COORDINATOR}
    found = (
        User.objects.filter(is_active=True, role_assignments__role__in=sorted(roles))
        .exclude(Exists(invited))
        .annotate(is_admitted=Exists(admitted))
        .select_related("shopper")
        .distinct()
        .order_by("name", "pk")
    )
    if search:
        found = found.filter(Q(name__icontains=search) | Q(shopper__code__icontains=search))
    if who in {ADMITTED, APPLYING}:
        found = found.filter(is_admitted=who == ADMITTED, shopper__isnull=False)
    elif who == COORDINATORS:
        found = found.filter(role_assignments__role=Role.COORDINATOR)
    elif who == BELOW:
        found = found.filter(pk__in=_below(calibration))
    return found


def with_standing(calibration: Calibration, users: list[User]) -> list[Invitee]:
    """These people with how each stands; a fixed number of queries."""
    shoppers = {user.pk: user.shopper for user in users if hasattr(user, "shopper")}
    found = standings(calibration.programme, list(shoppers.values()))
    return [
        Invitee(
            user,
            shoppers.get(user.pk),
            user.is_admitted,  # type: ignore[attr-defined]  # annotated by the query
            found.get(shoppers[user.pk].pk) if user.pk in shoppers else None,
        )
        for user in users
    ]


def _below(calibration: Calibration) -> list[uuid.UUID]:
    """The users of shoppers who tried, and not well enough."""
    if calibration.programme.least_agreement is None:
        return []
    tried = Shopper.objects.filter(
        user__calibrations__calibration__programme=calibration.programme,
        user__calibrations__is_complete=True,
    ).distinct()
    found = standings(calibration.programme, list(tried))
    users = {shopper.pk: shopper.user_id for shopper in tried}
    below = (users[key] for key, standing in found.items() if standing.is_below)
    return [user for user in below if user is not None]
