"""Section weights as exact fractions that add up to one."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

ONE = Fraction(1)


def fixed_weights(weights: Mapping[str, Decimal]) -> dict[str, Fraction]:
    """The method's own weights. Raises ValueError when they do not add up to one."""
    exact = {section: Fraction(weight) for section, weight in weights.items()}
    _must_add_to_one(exact)
    return exact


def equal_weights(sections: Sequence[str]) -> dict[str, Fraction]:
    """The same weight for each section. Raises ValueError when there is none."""
    if not sections:
        raise ValueError("no section to weigh")
    return dict.fromkeys(sections, Fraction(1, len(sections)))


def mean_shares(
    answers: Iterable[Mapping[str, int]], sections: Sequence[str]
) -> dict[str, Fraction]:
    """Each section's mean share of the 100 points, over complete answers.

    Raises ValueError without any answer, and KeyError for one that leaves a section out.
    """
    sums = dict.fromkeys(sections, 0)
    count = 0
    for answer in answers:
        count += 1
        for section in sections:
            sums[section] += answer[section]
    if not count:
        raise ValueError("a mean needs at least one answer")
    return {section: Fraction(points, 100 * count) for section, points in sums.items()}


def survey_weights(
    shares: Mapping[str, Fraction], *, fixed: Mapping[str, Decimal], shrink: Decimal
) -> dict[str, Fraction]:
    """Weights from shares: w = (1 - sum of fixed) x ((1 - shrink) x share + shrink / J).

    J is the number of sections asked about; the fixed sections keep their weight. Shrinking
    towards equal weights keeps every section above 0 (methods.md 5). Raises ValueError when a
    section is both fixed and asked about, or the weights do not add up to one.
    """
    if both := set(fixed) & set(shares):
        raise ValueError(f"both fixed and asked about: {', '.join(sorted(both))}")
    exact = {section: Fraction(weight) for section, weight in fixed.items()}
    rest = ONE - sum(exact.values(), Fraction(0))
    kept, even = ONE - Fraction(shrink), Fraction(shrink) / max(len(shares), 1)
    weights = exact | {section: rest * (kept * share + even) for section, share in shares.items()}
    _must_add_to_one(weights)
    return weights


def _must_add_to_one(weights: Mapping[str, Fraction]) -> None:
    total = sum(weights.values(), Fraction(0))
    if total != ONE:
        raise ValueError(f"the weights add up to {total}, not to 1")
