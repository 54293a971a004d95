"""A company's losses as a page shows them: two decimals that add up wherever one adds.

Rounded one by one, the parts of a whole rarely add up to the rounded whole. So the whole is rounded
once and shared out by the largest remainder, step by step downwards:

    100 - total -> what answered contacts lost, and what unanswered ones did
    answered    -> sections -> the questions and critical answers of each
    answered    -> channels
    unanswered  -> channels

Each figure is the exact one rounded up or down at its second decimal, so less than 0.01 away; a
channel shows the sum of its two parts. What lost nothing shows 0.00.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple, TypeVar

from scoring.formulas.points_lost import Loss, Place, grouped
from scoring.formulas.rounding import rounded

K = TypeVar("K")
HUNDREDTH = Decimal("0.01")
HUNDRED = Decimal(100)


class Figure(NamedTuple):
    """Percentage points lost: as shown, with 12 decimals, and in how many contacts."""

    shown: Decimal
    exact: Decimal
    contacts: int


class Lost(NamedTuple):
    """What was lost at one question; `critical` beyond its own points, by making its section 0."""

    section: str
    question: str
    critical: bool


NOTHING = Figure(Decimal("0.00"), Decimal(0), 0)


@dataclass(frozen=True, slots=True)
class LostFigures:
    """Every loss of a company; what lost nothing stands there with 0 when it was asked about."""

    whole: Figure
    unanswered: Figure
    sections: Mapping[str, Figure]
    questions: Mapping[Lost, Figure]
    channels: Mapping[str, Figure]
    unanswered_on: Mapping[str, Figure]


def apportioned(parts: Mapping[K, Fraction], whole: int) -> dict[K, int]:
    """Whole numbers in place of the parts that add up to `whole`, by the largest remainder.

    Each part goes to the integer below or above it; an integer stays. Of equal remainders the
    first part is rounded up. Raises ValueError when `whole` is further from the parts' sum than
    rounding can explain.
    """
    shares = {key: floor(part) for key, part in parts.items()}
    missing = whole - sum(shares.values())
    remainders = {key: part - shares[key] for key, part in parts.items() if part > shares[key]}
    if not 0 <= missing <= len(remainders):
        raise ValueError("the parts do not add up to the whole")
    # Sorting keeps the order of equals, also in reverse.
    for key in sorted(remainders, key=remainders.__getitem__, reverse=True)[:missing]:
        shares[key] += 1
    return shares


def lost_figures(contacts: Sequence[Mapping[Place, Fraction]], *, total: Decimal) -> LostFigures:
    """The figures of a company with this published total, from what each contact lost of it.

    Raises ValueError when the losses are not what the total lacks of 100.
    """
    lacking = HUNDRED - total
    shown = lacking.quantize(HUNDREDTH, ROUND_HALF_EVEN)
    sides = _figures(grouped(contacts, lambda place: place.section != ""), shown)
    answered, unanswered = sides.get(True, NOTHING), sides.get(False, NOTHING)
    sections = _figures(grouped(contacts, lambda place: place.section or None), answered.shown)
    answered_on = _figures(
        grouped(contacts, lambda place: place.channel if place.section else None), answered.shown
    )
    unanswered_on = _figures(
        grouped(contacts, lambda place: None if place.section else place.channel), unanswered.shown
    )
    return LostFigures(
        whole=Figure(shown, lacking, sum(any(contact.values()) for contact in contacts)),
        unanswered=unanswered,
        sections=sections,
        questions=_questions(contacts, sections),
        channels={
            key: _figure(
                loss, answered_on.get(key, NOTHING).shown + unanswered_on.get(key, NOTHING).shown
            )
            for key, loss in grouped(contacts, lambda place: place.channel).items()
        },
        unanswered_on=unanswered_on,
    )


def _questions(
    contacts: Sequence[Mapping[Place, Fraction]], sections: Mapping[str, Figure]
) -> dict[Lost, Figure]:
    """The questions of each section, adding up to the section as it is shown."""
    everywhere = grouped(contacts, lambda place: Lost(*place[1:]) if place.section else None)
    return {
        lost: figure
        for key, section in sections.items()
        for lost, figure in _figures(
            {lost: loss for lost, loss in everywhere.items() if lost.section == key}, section.shown
        ).items()
    }


def _figures(losses: Mapping[K, Loss], whole: Decimal) -> dict[K, Figure]:
    hundredths = {key: 100 * loss.points for key, loss in losses.items()}
    shares = apportioned(hundredths, int(whole / HUNDREDTH))
    return {key: _figure(loss, shares[key] * HUNDREDTH) for key, loss in losses.items()}


def _figure(loss: Loss, shown: Decimal) -> Figure:
    return Figure(shown, rounded(loss.points), loss.contacts)
