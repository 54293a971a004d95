"""How those who read for a client look on the desk."""

from dataclasses import dataclass
from typing import Any

from evaluations.enums import MemberRole
from evaluations.models import ClientMember
from evaluations.web.presenters.imports.import_states import Chip
from shoppers.enums import PersonState

_TONES = {
    PersonState.INVITED: "info",
    PersonState.EXPIRED: "warn",
    PersonState.DEACTIVATED: "neutral",
}
_ICONS = {PersonState.INVITED: "mail", PersonState.DEACTIVATED: "lock"}


@dataclass(frozen=True, slots=True)
class MemberShown:
    """A member with her role in words, and the role that she may be given instead.

    The chip says what is unusual about her account; None where it is open. `conflict` says that
    she makes or reviews contacts too, and so reads nothing.
    """

    member: ClientMember
    role: str
    other_role: MemberRole
    state: Chip | None
    conflict: bool


def member_shown(found: Any) -> MemberShown:
    """A member as `members_for_client` found her."""
    role, state = MemberRole(found.role), PersonState(found.state)
    viewer = role == MemberRole.VIEWER
    return MemberShown(
        member=found,
        role=str(role.label),
        other_role=MemberRole.ADMINISTRATOR if viewer else MemberRole.VIEWER,
        state=(
            None
            if state == PersonState.ACTIVE
            else Chip(str(state.label), _TONES[state], _ICONS.get(state, ""))
        ),
        conflict=not found.impartial,
    )
