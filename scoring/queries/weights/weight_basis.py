"""What a weight set was computed from, as it stands in its `basis`.

Numbers are text: fractions in lowest terms where they are exact, decimals where they are
estimates.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from scoring.models import WeightSet

Fractions = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class ChangeTest:
    """Wald's test that no weight has changed since the year before."""

    statistic: Decimal
    degrees_of_freedom: int
    p_value: Decimal


@dataclass(frozen=True, slots=True)
class YearBefore:
    """The weights that this year's are held against; `test` is None where none is possible."""

    programme: str
    weights: Fractions
    test: ChangeTest | None

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        """As a basis holds it."""
        test = stored["test"]
        return cls(
            stored["programme"],
            _fractions(stored["weights"]),
            ChangeTest(Decimal(test["statistic"]), test["degrees_of_freedom"], Decimal(test["p"]))
            if test
            else None,
        )


@dataclass(frozen=True, slots=True)
class Raking:
    """What weighting the answers to the population's margins did and cost."""

    design_effect: Decimal
    effective: Decimal
    unknown: int
    margins: dict[str, list[list[str]]]

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Self:
        """As a basis holds it."""
        return cls(
            Decimal(stored["design_effect"]),
            Decimal(stored["effective"]),
            stored["unknown"],
            stored["margins"],
        )


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything behind weights from a survey; parts of 1.

    `raw` are the weights of this year's answers alone, `intervals` those of the weights that
    count. Sets from before there were intervals have none, and no other of these facts.
    """

    responses: int
    complete: int
    shares: Fractions
    answers: str
    raw: Fractions
    prior_answers: int
    level: Decimal | None
    intervals: dict[str, tuple[Decimal, Decimal]]
    raking: Raking | None
    before: YearBefore | None
    weak: bool

    @classmethod
    def of(cls, weight_set: WeightSet) -> Self | None:
        """The basis of a set; None where the method itself stated the weights."""
        stored = weight_set.basis
        if not stored:
            return None
        return cls.read(stored, weight_set.weights)

    @classmethod
    def read(cls, stored: dict[str, Any], weights: dict[str, str]) -> Self:
        """A basis as it is stored beside its weights."""
        spread = stored.get("uncertainty")
        return cls(
            responses=stored["responses"],
            complete=stored["complete"],
            shares=_fractions(stored["shares"]),
            answers=stored.get("answers", ""),
            raw=_fractions(stored.get("raw", weights)),
            prior_answers=stored.get("prior_answers", 0),
            level=Decimal(spread["level"]) if spread else None,
            intervals={
                section: (Decimal(low), Decimal(high))
                for section, (low, high) in (spread["intervals"] if spread else {}).items()
            },
            raking=Raking.read(stored["raking"]) if stored.get("raking") else None,
            before=YearBefore.read(stored["before"]) if stored.get("before") else None,
            weak=stored.get("weak", False),
        )


def _fractions(texts: dict[str, str]) -> Fractions:
    return {section: Fraction(text) for section, text in texts.items()}
