"""A change as a waterfall: from one level to the next by steps, drawn to scale.

The bars are the steps, each as long as what it does; the two levels are marks and not bars, so the
axis need not begin at 0 for anything to be true to scale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluations.web.tables import Table
from scoring.formulas.rounding import rounded
from scoring.web.numbers import percent, signed

# Of the drawing: left edge and width of the plot, height of a line.
LEFT, WIDTH, LINE = 116.0, 168.0, 30
_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A level in percent, or a step in percentage points, with its name and what it means."""

    key: str
    name: str
    value: Fraction
    is_level: bool = False
    meaning: str = ""

    @property
    def exact(self) -> Decimal:
        """The value with all its decimals."""
        return rounded(self.value)

    @property
    def shown(self) -> str:
        """The value as a reader sees it."""
        return (percent if self.is_level else signed)(self.exact, _DECIMALS)


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A part with its place in the drawing: from `x` on, `width` wide, its line at `y`."""

    part: Part
    x: float
    width: float
    y: int
    tone: str
    joins: float | None


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The drawing and the sentence that says the same."""

    parts: Sequence[Part]
    drawn: Sequence[DrawnPart]
    height: int
    sentence: str


def waterfall(parts: Sequence[Part], sentence: str) -> Waterfall:
    """The drawing of a level, its steps and the level that they lead to."""
    ends = _ends(parts)
    every = [end for pair in ends for end in pair]
    low, high = min(every), max(every)
    scale = WIDTH / float(high - low) if high > low else 0.0

    def at(value: Fraction) -> float:
        return LEFT + float(value - low) * scale

    drawn = [
        DrawnPart(
            part=part,
            x=at(min(pair)),
            width=at(max(pair)) - at(min(pair)),
            y=LINE * number,
            tone="level" if part.is_level else ("rise" if part.value >= 0 else "fall"),
            joins=at(pair[1]) if number + 1 < len(parts) else None,
        )
        for number, (part, pair) in enumerate(zip(parts, ends, strict=True))
    ]
    return Waterfall(parts, drawn, LINE * len(parts), sentence)


def waterfall_table(name: str, parts: Sequence[Part]) -> Table:
    """The parts as a file."""
    rows = [{"part": part.key, "name": part.name, "value": part.exact} for part in parts]
    return Table(name, ("part", "name", "value"), rows)


def _ends(parts: Sequence[Part]) -> list[tuple[Fraction, Fraction]]:
    """Where each part begins and ends: a level where it stands, a step where the last one ended."""
    ends, at = [], Fraction(0)
    for part in parts:
        begins = part.value if part.is_level else at
        at = part.value if part.is_level else at + part.value
        ends.append((begins, at))
    return ends
