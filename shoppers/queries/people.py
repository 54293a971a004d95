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


def _state() -> Case:
    expired_before = Now() - dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    waiting = Q(invitation__isnull=False, invitation__accepted_at=None)
    return Case(
        When(is_active=False, then=Value(PersonState.DEACTIVATED)),
        When(
            waiting & Q(invitation__invited_at__lt=expired_before), then=Value(PersonState.EXPIRED)
        ),
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
    found = User.objects.annotate(state=_state())
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


def last_notice(user: User) -> Notice | None:
    """The newest mail owed to a person, sent or not."""
    return user.notices.order_by("-created_at", "-pk").first()
