"""A change in a figure taken apart into its three factors, without a rest.

For a figure that is a function of three factors the effect of one factor is what moving it does,
averaged over what has moved before: over the two other factors still as before or already as after,
with the weights 1/3, 1/6, 1/6, 1/3. That is the Shapley value (1953) of the game whose players are
the factors, and the formula of Das Gupta (1993, Standardization and Decomposition of Rates: A
User's Manual, U.S. Bureau of the Census P23-186), which for two factors is Kitagawa's (1955,
"Components of a difference between two rates", Journal of the American Statistical Association 50).
The three effects add up to the change exactly, whatever the function: it is only evaluated, at the
eight corners between before and after. The order of the factors does not matter.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

S = TypeVar("S")
W = TypeVar("W")
M = TypeVar("M")
ZERO = Fraction(0)
_ALIKE, _MIXED = Fraction(1, 3), Fraction(1, 6)


@dataclass(frozen=True, slots=True)
class Effects:
    """What each factor did to a figure, in the figure's unit."""

    service: Fraction
    weights: Fraction
    mix: Fraction

    @property
    def change(self) -> Fraction:
        """The whole change."""
        return self.service + self.weights + self.mix

    def __add__(self, other: "Effects") -> "Effects":
        return Effects(
            self.service + other.service, self.weights + other.weights, self.mix + other.mix
        )

    def __truediv__(self, number: int) -> "Effects":
        return Effects(self.service / number, self.weights / number, self.mix / number)


NONE = Effects(ZERO, ZERO, ZERO)


def factor_effects(
    total: Callable[[S, W, M], Fraction], before: tuple[S, W, M], after: tuple[S, W, M]
) -> Effects:
    """The effects of service, weights and mix on `total` between two states of the three."""
    corner = {
        (s, w, m): total(service, weights, mix)
        for s, service in enumerate((before[0], after[0]))
        for w, weights in enumerate((before[1], after[1]))
        for m, mix in enumerate((before[2], after[2]))
    }
    others = [(0, 0, _ALIKE), (0, 1, _MIXED), (1, 0, _MIXED), (1, 1, _ALIKE)]
    return Effects(
        service=sum((p * (corner[1, a, b] - corner[0, a, b]) for a, b, p in others), ZERO),
        weights=sum((p * (corner[a, 1, b] - corner[a, 0, b]) for a, b, p in others), ZERO),
        mix=sum((p * (corner[a, b, 1] - corner[a, b, 0]) for a, b, p in others), ZERO),
    )


def centred(
    contributions: Sequence[Effects], shares: Sequence[Effects], level: Fraction
) -> list[Effects]:
    """Each section's effects, with the weight effect measured against an average performance.

    A section k contributes w_k p_k, and the shares w_k are what the weights alone make of it. Taken
    as they are, more weight always looks like a gain; but weight comes from another section. The
    shares' weight effects add up to 0, so dw_k (p_k - level) has the same sum as dw_k p_k for any
    level (methods.md 8), and says what moving the weight did. Raises ValueError when the shares'
    weight effects do not add up to 0.
    """
    if sum((share.weights for share in shares), ZERO):
        raise ValueError("weight was not moved between sections but gained or lost")
    return [
        Effects(part.service, part.weights - level * share.weights, part.mix)
        for part, share in zip(contributions, shares, strict=True)
    ]


def mean_effects(effects: Iterable[Effects]) -> Effects:
    """The effects on a mean of figures; ValueError without any."""
    known = list(effects)
    if not known:
        raise ValueError("a mean needs at least one figure")
    return sum(known, NONE) / len(known)
