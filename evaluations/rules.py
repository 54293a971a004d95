"""Who may, where clients are concerned, and until when a reviewer may change her mind."""

import datetime as dt
from typing import Any

from evaluations.enums import MemberRole
from evaluations.models import ClientMember
from shoppers.enums import Role
from shoppers.rules import Rule, is_coordinator, is_pay_officer, signed_in

# Long enough to see on the page that follows that it was the wrong button; short enough that
# nobody builds on an approval meanwhile: fees are paid and runs are made long after the day's work.
TAKE_BACK_WITHIN = dt.timedelta(minutes=10)


def membership(user: Any) -> ClientMember | None:
    """The client this person reads for, if any; asked of the database once per user object.

    Whoever makes or reviews contacts reads for nobody: a membership from before that was a rule
    stands on the desk and opens nothing.
    """
    roles: frozenset[str] = getattr(user, "roles", frozenset())
    if not signed_in(user) or Role.CLIENT.value not in roles or Role.impartial() & set(roles):
        return None
    if not hasattr(user, "_client_membership"):
        found = ClientMember.objects.select_related("client").filter(user=user).first()
        user._client_membership = found  # noqa: SLF001 - our own note on the user
    member: ClientMember | None = user._client_membership  # noqa: SLF001 - as above
    return member


def _administers(user: Any) -> bool:
    member = membership(user)
    return member is not None and member.role == MemberRole.ADMINISTRATOR


def _views(user: Any) -> bool:
    member = membership(user)
    return member is not None and member.role == MemberRole.VIEWER


is_client_administrator = Rule("client administrator", _administers, strong=True)
is_client_member = Rule("client viewer", _views) | is_client_administrator
# An objection speaks for the company and cannot be unsaid once it is answered: those do it who
# answer for the account. Viewers read what was filed and what came of it.
may_object = is_client_administrator
# Coordinators read pay runs and approve those of others; account numbers they never see.
may_see_pay_runs = is_pay_officer | is_coordinator
may_see_client_results = is_client_member | is_coordinator
