"""From the shares of an expectation survey to the weights of the sections.

w = (1 - sum of fixed) x ((1 - shrink) x share + shrink / J) for the J sections asked about, the
fixed sections keep theirs (`survey_weights`). Where a weight then lies under its floor or over its
cap, it moves to that limit and the rest is renormalised: every weight becomes

    min(max(scale x w, floor), cap)

with the one scale that keeps the sum. So the proportions between sections without a limit stay,
and the order in which limits are looked at cannot matter. All in exact fractions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.weights import survey_weights

ZERO = Fraction(0)

# Estimated shares are taken over to this many decimals, which is far below their error.
_UNIT = 10**12

Limits = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class WeightRules:
    """What a method says about weights from a survey; every number a part of 1."""

    fixed: Mapping[str, Decimal]
    shrink: Decimal
    floors: Mapping[str, Decimal] = field(default_factory=dict)
    caps: Mapping[str, Decimal] = field(default_factory=dict)

    def weights(self, shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """The weights, adding up to exactly 1; the shares must add up to exactly 1 too.

        Raises ValueError when shrink is not between 0 and 1, a share is below 0, a section is both
        fixed and asked about, the weights do not add up to 1, a limit names a section that was not
        asked about, or the limits leave no way to add up to 1.
        """
        if not 0 <= self.shrink <= 1:
            raise ValueError(f"shrink must lie between 0 and 1, not at {self.shrink}")
        if any(share < 0 for share in shares.values()):
            raise ValueError("a share cannot be below 0")
        weights = survey_weights(shares, fixed=self.fixed, shrink=self.shrink)
        if not self.floors and not self.caps:
            return weights
        asked = {section: weights[section] for section in shares}
        floors = _limits(self.floors, asked)
        caps = _limits(self.caps, asked)
        return weights | bounded(asked, floors=floors, caps=caps)


def exact_shares(estimated: Sequence[float] | NDArray[np.float64]) -> list[Fraction]:
    """Estimated shares as fractions that add up to exactly 1.

    Each is rounded to 12 decimals and divided by the sum of the rounded ones. Raises ValueError
    for shares that are below 0, not finite, or all 0 once rounded.
    """
    values = np.asarray(estimated, dtype=np.float64)
    if not np.isfinite(values).all() or (values < 0).any():
        raise ValueError("shares must be finite and none below 0")
    units = [round(Fraction(value) * _UNIT) for value in values.tolist()]
    total = sum(units)
    if not total:
        raise ValueError("the shares are all 0")
    return [Fraction(unit, total) for unit in units]


def bounded(
    weights: Mapping[str, Fraction], *, floors: Limits, caps: Limits
) -> dict[str, Fraction]:
    """The weights within their limits, with the same sum as before.

    Raises ValueError when a floor lies over its cap, when the floors add up to more than the sum,
    or when the caps leave a part of it over.
    """
    if over := sorted(name for name in floors if name in caps and floors[name] > caps[name]):
        raise ValueError(f"the floor lies over the cap: {', '.join(over)}")
    total = sum(weights.values(), ZERO)
    _must_be_possible(weights, total, floors, caps)
    settled: dict[str, Fraction] = {}
    free = dict(weights)
    while True:
        rest = total - sum(settled.values(), ZERO)
        scaled = _scaled(free, rest)
        tried = {name: _within(name, weight, floors, caps) for name, weight in scaled.items()}
        excess = sum(tried.values(), ZERO) - rest
        if not excess:
            return {name: tried.get(name, settled.get(name, ZERO)) for name in weights}
        # With too much given the scale has to sink, so what lies on its floor stays there; with
        # too little it has to rise, and what lies under its cap stays there.
        for name, weight in scaled.items():
            if (tried[name] - weight) * excess > 0:
                settled[name] = tried[name]
                del free[name]


def _scaled(weights: Mapping[str, Fraction], total: Fraction) -> dict[str, Fraction]:
    """The weights in the same proportions, adding up to the total; 0 stays 0."""
    size = sum(weights.values(), ZERO)
    return {name: weight * total / size if size else weight for name, weight in weights.items()}


def _must_be_possible(
    weights: Mapping[str, Fraction], total: Fraction, floors: Limits, caps: Limits
) -> None:
    least = sum((_within(name, ZERO, floors, caps) for name in weights), ZERO)
    if least > total:
        raise ValueError(f"the floors add up to {least}, more than the {total} there is")
    # A weight of 0 stays 0 under any scale: only a floor lifts it.
    most = sum(
        (
            _within(name, total if weight else ZERO, floors, caps)
            for name, weight in weights.items()
        ),
        ZERO,
    )
    if most < total:
        raise ValueError(f"the caps add up to {most}, less than the {total} there is")


def _within(section: str, weight: Fraction, floors: Limits, caps: Limits) -> Fraction:
    raised = max(weight, floors.get(section, weight))
    return min(raised, caps.get(section, raised))


def _limits(limits: Mapping[str, Decimal], asked: Mapping[str, Fraction]) -> dict[str, Fraction]:
    if strange := sorted(set(limits) - set(asked)):
        raise ValueError(f"a limit for a section not asked about: {', '.join(strange)}")
    if below := sorted(section for section, limit in limits.items() if limit < 0):
        raise ValueError(f"a limit below 0: {', '.join(below)}")
    return {section: Fraction(limit) for section, limit in limits.items()}
