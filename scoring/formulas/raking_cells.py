"""The cells of a margin, as a method names them and as respondents fill them.

A cell with too few respondents would give single persons large weights, so the small ones are taken
together: the smallest cells of a margin become one until that one is large enough (methods.md 5).
A margin with one cell left says nothing and falls away. Respondents who stand in no cell of some
margin, because a fact about them is not known, are not raked: each counts once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.formulas.raking import SMALLEST_CELL, Floats, Margin, design_effect, raked

Targets = Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True, slots=True)
class Weighted:
    """How much each respondent counts, and what that costs."""

    weights: Floats  # mean 1
    margins: dict[
        str, tuple[tuple[str, ...], ...]
    ]  # by fact, the cells as they were taken together
    unknown: int  # respondents that were not raked

    @property
    def design_effect(self) -> float:
        """1 + CV^2 of the weights."""
        return design_effect(self.weights)

    @property
    def effective(self) -> float:
        """As many respondents of equal weight would say it as surely."""
        return len(self.weights) / self.design_effect


def weighted(
    facts: Sequence[Mapping[str, str]], targets: Targets, *, smallest: int = SMALLEST_CELL
) -> Weighted:
    """The weights that make the respondents stand for the population.

    `facts` has for each respondent the cell she stands in, by fact; `targets` each cell's part of
    the population. Raises ValueError without a respondent, and where no weights fit.
    """
    if not facts:
        raise ValueError("raking needs at least one respondent")
    known = [
        place
        for place, of_one in enumerate(facts)
        if all(of_one[fact] in cells for fact, cells in targets.items())
    ]
    taken = {
        fact: _taken_together(Counter(facts[place][fact] for place in known), cells, smallest)
        for fact, cells in targets.items()
    }
    margins = [
        _margin(fact, groups, [facts[place][fact] for place in known], targets[fact])
        for fact, groups in taken.items()
        if len(groups) > 1
    ]
    weights = np.ones(len(facts))
    if margins:
        weights[known] = raked(margins, smallest=smallest).weights
    return Weighted(weights, taken, len(facts) - len(known))


def _taken_together(
    counts: Mapping[str, int], cells: Iterable[str], smallest: int
) -> tuple[tuple[str, ...], ...]:
    """The cells in groups of at least so many respondents, all of them if there are no more."""
    groups: list[tuple[tuple[str, ...], int]] = [((cell,), counts.get(cell, 0)) for cell in cells]
    while len(groups) > 1:
        # The smallest first; of equal ones those that the method names first.
        order = sorted(range(len(groups)), key=lambda place: (groups[place][1], place))
        if groups[order[0]][1] >= smallest:
            break
        one, other = sorted(order[:2])
        (cells_one, size_one), (cells_other, size_other) = groups[one], groups[other]
        groups[one] = (*cells_one, *cells_other), size_one + size_other
        del groups[other]
    return tuple(cells for cells, _count in groups)


def _margin(
    fact: str,
    groups: Sequence[Sequence[str]],
    stands_in: Sequence[str],
    target: Mapping[str, Fraction],
) -> Margin:
    number = {cell: place for place, cells in enumerate(groups) for cell in cells}
    return Margin(
        name=fact,
        cell=np.array([number[cell] for cell in stands_in], dtype=np.int64),
        target=np.array([float(sum(target[cell] for cell in cells)) for cells in groups]),
    )
