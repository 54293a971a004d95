"""What a company's total is made of: the same arithmetic as its losses, told from the other side.

    total = sum over contacts i and sections k of  c_ik s_ik,   sum of c_ik = 1

so a section's share of the total is the sum of its c_ik, its part the sum of c_ik s_ik, and its
percentage the one by the other; and just so for a contact and for a question, whose c is its share
of the section's possible points. Everything is exact: shares add up to one and parts to the total,
whichever way they are put together.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeVar

from scoring.formulas.points_lost import UNANSWERED, Contact

ZERO = Fraction(0)
K = TypeVar("K")


class Piece(NamedTuple):
    """The smallest piece of a total: one question of one contact, or all of a silent one."""

    contact: int  # its place in the list
    section: str
    question: str


@dataclass(frozen=True, slots=True)
class Part:
    """A share of the total, of one in all, and the percentage points that it brings."""

    share: Fraction
    points: Fraction

    @property
    def percent(self) -> Fraction | None:
        """What was got of what the share could bring; None of no share."""
        return self.points / self.share if self.share else None


def pieces(
    contacts: Iterable[tuple[Contact, Mapping[str, Fraction]]],
) -> Iterator[tuple[Piece, Part]]:
    """Every piece of a company's total, from its contacts and their sections' shares of it.

    A question in a section that a critical answer made 0 keeps its share and brings nothing.
    """
    for place, (contact, shares) in enumerate(contacts):
        for section, share in shares.items():
            if section == UNANSWERED or not contact.answered:
                yield Piece(place, UNANSWERED, ""), Part(share, ZERO)
                continue
            result = contact.sections[section]
            for answer in contact.answers:
                if answer.section == section:
                    of = share / result.possible
                    got = 0 if result.zeroed else answer.got
                    part = Part(of * answer.possible, 100 * of * got)
                    yield Piece(place, section, answer.question), part


def put_together(every: Iterable[tuple[Piece, Part]], by: Callable[[Piece], K]) -> dict[K, Part]:
    """The pieces added up `by` contact, section or question; all of them, so nothing is left."""
    found: dict[K, Part] = {}
    for piece, part in every:
        before = found.get(by(piece), Part(ZERO, ZERO))
        found[by(piece)] = Part(before.share + part.share, before.points + part.points)
    return found
