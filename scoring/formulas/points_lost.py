"""Where a company's points went: what is missing from its total, down to the single answer.

The total is a weighted mean of what contacts i have in their sections k, with shares c that add up
to one (`scoring.formulas.shares`), so what is missing from 100 can be taken apart without a rest:

    100 - total = sum over contacts i and sections k of 100 c_ik (1 - s_ik)
    1 - s_ik    = sum over questions q of (possible_q - got_q) / possible_k

A section that a critical answer made 0 loses all of its share: what its questions had got beside is
the extra loss of the critical answer, a place of its own. A contact that nobody answered loses its
whole share and has no section. With the shares of one contact's own score in place of those of the
total, the same takes apart what the contact lacks of its own 100. Everything is exact; nothing is
rounded here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeVar

ZERO = Fraction(0)
UNANSWERED = ""  # stands for the sections of a contact that nobody answered
K = TypeVar("K")


class SectionResult(NamedTuple):
    """The points of one section of one contact; `zeroed` by a critical answer."""

    got: int
    possible: int
    zeroed: bool


class AnswerResult(NamedTuple):
    """The points of one scored question that was part of a contact."""

    section: str
    question: str
    got: int
    possible: int


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact, as much as the arithmetic needs."""

    channel: str
    answered: bool
    sections: Mapping[str, SectionResult] = field(default_factory=dict)
    answers: Sequence[AnswerResult] = ()
    # By section: the questions whose critical answers made it 0.
    critical: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Place(NamedTuple):
    """Where points were lost: on which channel, and there at what.

    Without a section nobody answered. `critical` is what the answer cost beyond its own points
    because it made its section 0.
    """

    channel: str
    section: str = ""
    question: str = ""
    critical: bool = False


class Loss(NamedTuple):
    """Percentage points of a company's total, and in how many of its contacts they were lost."""

    points: Fraction
    contacts: int


def lost_in(contact: Contact, shares: Mapping[str, Fraction]) -> dict[Place, Fraction]:
    """What one contact lost, by place; a question that lost nothing stands there with 0.

    `shares` are its sections' shares, of its own score or of the company's total: the loss is in
    percentage points of the same. Raises ValueError when the answers of a section do not add up.
    """
    if not contact.answered:
        return {Place(contact.channel): 100 * shares.get(UNANSWERED, ZERO)}
    lost: dict[Place, Fraction] = {}
    for key, share in shares.items():
        points = contact.sections[key]
        answers = [answer for answer in contact.answers if answer.section == key]
        _must_add_up(key, points, answers)
        per_point = 100 * share / points.possible
        for answer in answers:
            place = Place(contact.channel, key, answer.question)
            lost[place] = per_point * (answer.possible - answer.got)
        if points.zeroed:
            # Several critical answers share what none of them would have cost alone.
            guilty = contact.critical[key]
            for question in guilty:
                place = Place(contact.channel, key, question, critical=True)
                lost[place] = per_point * points.got / len(guilty)
    return lost


def _must_add_up(key: str, points: SectionResult, answers: Sequence[AnswerResult]) -> None:
    got = sum(answer.got for answer in answers)
    possible = sum(answer.possible for answer in answers)
    if (got, possible) != (points.got, points.possible):
        raise ValueError(f"the answers in {key} do not add up to the section's points")


def grouped(
    contacts: Sequence[Mapping[Place, Fraction]], by: Callable[[Place], K | None]
) -> dict[K, Loss]:
    """What a company lost, from what each of its contacts lost, put together `by` place.

    The losses are of the total. Places for which `by` says None are left out; with none left out
    the points add up to exactly 100 minus the company's total.
    """
    points: dict[K, Fraction] = {}
    met: dict[K, int] = {}
    for contact in contacts:
        losing = set()
        for place, lost in contact.items():
            key = by(place)
            if key is not None:
                points[key] = points.get(key, ZERO) + lost
                losing |= {key} if lost else set()
        for key in losing:
            met[key] = met.get(key, 0) + 1
    return {key: Loss(sum_, met.get(key, 0)) for key, sum_ in points.items()}
