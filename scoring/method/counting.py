"""The method's rules as the formulas take them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.formulas.counting import Counting
from scoring.method.rules import CHANNELS, ScoringRules, WeightedChannels


def counting_by(
    rules: ScoringRules, weights: Mapping[str, Fraction], *, sections: Sequence[str]
) -> Counting:
    """How points are counted in these sections, in this order, under these weights."""
    return Counting(
        weights=tuple(weights[section] for section in sections),
        agent=tuple(section in rules.variants.agent.sections for section in sections),
        silent_in=tuple(_silent_counts(rules, section) for section in sections),
        contact=rules.contact_score,
        company=rules.company_score,
        critical=rules.critical,
        channel_weights=_channel_weights(rules),
    )


def _silent_counts(rules: ScoringRules, section: str) -> bool:
    match rules.no_answer:
        case "zero_contact":
            return True
        case "zero_in_sections":
            return section in rules.no_answer_sections
        case "left_out":
            return False


def _channel_weights(rules: ScoringRules) -> dict[int, Fraction] | None:
    if not isinstance(rules.channels, WeightedChannels):
        return None
    return {
        CHANNELS.index(channel): Fraction(weight)
        for channel, weight in rules.channels.weights.items()
    }
