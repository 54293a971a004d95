"""Reading who has an account."""

import datetime as dt

from django.conf import settings
from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Now

from shoppers.enums import PersonState, Role
from shoppers.models import Notice, User

SORTS = {
    "name": ("name", "pk"),
    "-name": ("-name", "pk"),
    "seen": ("last_login", "name", "pk"),
    "-seen": ("-last_login", "name", "pk"),
}


def person_state(user: str = "") -> Case:
    """The PersonState of a row's user; `user` is the way to her, as in "user__"."""
    expired_before = Now() - dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    invited, accepted = f"{user}invitation__isnull", f"{user}invitation__accepted_at"
    waiting = Q(**{invited: False, accepted: None})
    expired = Q(**{f"{user}invitation__invited_at__lt": expired_before})
    return Case(
        When(**{f"{user}is_active": False}, then=Value(PersonState.DEACTIVATED)),
        When(waiting & expired, then=Value(PersonState.EXPIRED)),
        When(waiting, then=Value(PersonState.INVITED)),
        default=Value(PersonState.ACTIVE),
        output_field=CharField(),
    )


def people(
    *, search: str = "", role: str = "", state: str = "", sort: str = "name"
) -> QuerySet[User]:
    """Everybody with an account, each with `state`, roles and invitation at hand.

    `search` looks in names and e-mails; `role` and `state` are words of their enums; an unknown
    `sort` means by name.
    """
    found = User.objects.annotate(state=person_state())
    if search:
        found = found.filter(Q(name__icontains=search) | Q(email__icontains=search))
    if role in Role.values:
        found = found.filter(role_assignments__role=role)
    if state in PersonState.values:
        found = found.filter(state=state)
    return (
        found.select_related("invitation__invited_by")
        .prefetch_related("role_assignments")
        .order_by(*SORTS.get(sort, SORTS["name"]))
    )


def person_by_email(email: str) -> User | None:
    """Whoever signs in with this e-mail, in any spelling of case."""
    return User.objects.filter(email=email.strip().lower()).first()


def last_notice(user: User) -> Notice | None:
    """The newest mail owed to a person, sent or not."""
    return user.notices.order_by("-created_at", "-pk").first()


def invited_shoppers() -> QuerySet[User]:
    """Shoppers who have not used their invitation, the one who waits longest first.

    Each has `state` (PersonState), her profile and her invitation at hand.
    """
    return (
        User.objects.annotate(state=person_state())
        .filter(state__in=[PersonState.INVITED, PersonState.EXPIRED], shopper__isnull=False)
        .select_related("shopper", "invitation__invited_by")
        .order_by("invitation__invited_at", "pk")
    )
