"""Who is reading, and what of the fieldwork may be seen by whom.

Three questions stay apart: who may (`rules`), when allowed (`transitions`), what is visible (here).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluations.models import Client


class Audience(StrEnum):
    """Whose eyes a page or an answer is for, from the least to the most."""

    PUBLIC = "public"
    CLIENT = "client"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads results; a client's reader carries the client, nobody else does."""

    audience: Audience
    client: "Client | None" = None

    def __post_init__(self) -> None:
        if (self.audience is Audience.CLIENT) != (self.client is not None):
            message = "A client's reader names the client, and no other reader does."
            raise ValueError(message)


PUBLIC = Reader(Audience.PUBLIC)
DESK = Reader(Audience.DESK)


def client_reader(client: "Client") -> Reader:
    """The reader who sees what this client may see."""
    return Reader(Audience.CLIENT, client)


def peers_are_visible(*, is_closed: bool, all_are_in: bool) -> bool:
    """Whether ratings of a calibration may be seen by others than who made them.

    Blind until everybody has answered, or nobody can any more.
    """
    return is_closed or all_are_in


def master_is_visible(*, is_closed: bool, is_author: bool) -> bool:
    """Whether a coordinator may read a case's master answers.

    Until the session is closed nobody but their author: any other may still be invited to rate.
    """
    return is_closed or is_author
