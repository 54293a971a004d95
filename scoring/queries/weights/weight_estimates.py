"""From the answers of an expectation survey to weights, and all there is to say about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from evaluations.canonical import digest
from evaluations.models import Programme
from scoring.formulas.preferences.bootstrap import DRAWS, resampled_shares
from scoring.formulas.preferences.importance_scale import discrimination
from scoring.formulas.preferences.respondents import Floats
from scoring.formulas.raking_cells import Weighted, weighted
from scoring.formulas.weight_change import weight_change
from scoring.formulas.weight_intervals import WeightUncertainty, weight_uncertainty
from scoring.formulas.weight_rules import WeightRules, bounded, exact_shares
from scoring.formulas.weight_smoothing import dirichlet_smoothed
from scoring.formulas.weights import mean_shares
from scoring.method.reading import fraction_text
from scoring.method.weights import Margins, PriorAnswers, SurveyWeights, ages
from scoring.models import WeightSet
from scoring.queries.weights.expectations import MEAN_SHARE, MINIMUM_BASE, count_answers
from scoring.queries.weights.preferences import WAYS, Respondents, respondents
from scoring.queries.weights.weight_decisions import weights_before

Fractions = dict[str, Fraction]

LEVEL = Decimal("0.95")
# Decimals of what is estimated: more than anybody reads, fewer than machines could differ in.
_DECIMALS = 6
_COVARIANCE_DECIMALS = 16


@dataclass(frozen=True, slots=True)
class Estimate:
    """Weights from a survey, exact and adding up to 1, and their basis as it is stored."""

    weights: Fractions
    basis: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole way from shares to the weights that count: rules, then smoothing, then limits."""

    rules: WeightRules
    prior: Fractions | None = None  # last year's weights on this year's sections
    strength: int = 0
    respondents: int = 0

    @property
    def fixed(self) -> Mapping[str, Decimal]:
        """The sections whose weight no answer moves."""
        return self.rules.fixed

    def weights(self, shares: Mapping[str, Fraction]) -> Fractions:
        """The weights of these shares. Raises ValueError as the rules do."""
        raw = self.rules.weights(shares)
        if self.prior is None:
            return raw
        smoothed = dirichlet_smoothed(
            self.prior, raw, respondents=self.respondents, strength=Decimal(self.strength)
        )
        # Last year's limits may have been others.
        asked = {section: smoothed[section] for section in shares}
        floors, caps = (
            {section: Fraction(limit) for section, limit in limits.items()}
            for limits in (self.rules.floors, self.rules.caps)
        )
        return smoothed | bounded(asked, floors=floors, caps=caps)


def estimate(programme: Programme, rules: SurveyWeights) -> Estimate | None:
    """The weights that today's answers give; None without an answer that counts.

    The same answers under the same method, with the same year before, give the same bytes. Raises
    ValueError where the method's rules have no way to be met.
    """
    found = respondents(programme, rules.estimator)
    asked = found.sections
    if not len(found):
        return None
    raking = _raked(found, rules, programme.year)
    shares = _shares(found, rules, raking.weights if raking else None)
    alone = Chain(_rules(rules, asked))
    before = weights_before(programme)
    chain = _smoothing(alone, rules, asked, before, len(found))
    weights = chain.weights(shares)
    fingerprint = _fingerprint(found, rules)
    basis: dict[str, Any] = {
        "responses": count_answers(programme),
        "complete": len(found),
        "shares": _texts(shares),
        "answers": fingerprint,
    }
    if chain is not alone:
        basis |= {"raw": _texts(alone.weights(shares)), "prior_answers": chain.strength}
    if raking:
        basis["raking"] = _raking_stored(raking)
    if rules.estimator == "importance":
        weight = raking.weights if raking else None
        basis["weak"] = discrimination(found.table, weight).weak
    if len(found) >= MINIMUM_BASE:
        draws = _draws(found, rules, raking, seed=int(fingerprint[:16], 16))
        spread = weight_uncertainty(draws, asked, chain, confidence=float(LEVEL))
        own = spread if chain is alone else weight_uncertainty(draws, asked, alone)
        basis["uncertainty"] = _uncertainty_stored(spread, own, asked)
        if before is not None:
            basis["before"] = _before_stored(before, alone.weights(shares), own, asked)
    return Estimate(weights, basis)


def _rules(rules: SurveyWeights, asked: tuple[str, ...]) -> WeightRules:
    # A limit that cannot bind is left out: so plain shares stay the one exact formula.
    return WeightRules(
        fixed=rules.fixed,
        shrink=rules.shrink,
        floors=dict.fromkeys(asked, rules.floor) if rules.floor > 0 else {},
        caps=dict.fromkeys(asked, rules.cap) if rules.cap < 1 else {},
    )


def answers_of_today(programme: Programme, rules: SurveyWeights) -> str:
    """The fingerprint of the answers that count today, as a basis holds it."""
    return _fingerprint(respondents(programme, rules.estimator), rules)


def estimated_shares(programme: Programme, rules: SurveyWeights) -> Fractions:
    """The shares of today's answers, adding up to exactly 1. Raises ValueError without any."""
    found = respondents(programme, rules.estimator)
    raking = _raked(found, rules, programme.year)
    return _shares(found, rules, raking.weights if raking else None)


def _shares(found: Respondents, rules: SurveyWeights, weight: Floats | None) -> Fractions:
    """Mean shares of answers that count alike stay exact; all others are estimates made exact."""
    if rules.estimator == MEAN_SHARE and weight is None:
        rows = (dict(zip(found.sections, row, strict=True)) for row in found.table.tolist())
        return mean_shares(rows, found.sections)
    estimated = WAYS[rules.estimator].shares(
        found.table, np.ones(len(found)) if weight is None else weight
    )
    return dict(zip(found.sections, exact_shares(estimated), strict=True))


def _draws(
    found: Respondents, rules: SurveyWeights, raking: Weighted | None, *, seed: int
) -> Floats:
    return resampled_shares(
        WAYS[rules.estimator].shares,
        found.table,
        seed=seed,
        draws=DRAWS,
        weight=raking.weights if raking else None,
    )


def _raked(found: Respondents, rules: SurveyWeights, year: int) -> Weighted | None:
    """The respondents' weights by the method's margins; ages are those they reach in its year."""
    if not isinstance(rules.raking, Margins):
        return None
    margins = rules.raking.margins
    groups = {cell: ages(cell) for cell in margins.get("age_group", {})}
    facts = [
        {
            "region": person.region,
            "gender": person.gender,
            "age_group": next(
                (cell for cell, of in groups.items() if year - person.birth_year in of), ""
            ),
        }
        for person in found.people
    ]
    targets = {
        str(fact): {cell: Fraction(share) for cell, share in cells.items()}
        for fact, cells in margins.items()
    }
    return weighted(facts, targets)


def _smoothing(
    alone: Chain,
    rules: SurveyWeights,
    asked: tuple[str, ...],
    before: WeightSet | None,
    answers: int,
) -> Chain:
    """The chain with last year's weights in it, where the method asks for it and there are any.

    Last year's weights of the sections asked about are taken in their proportions, so that fixed
    ones that changed do not matter; other sections than last year's leave nothing to smooth with.
    """
    if not isinstance(rules.smoothing, PriorAnswers) or before is None:
        return alone
    earlier = {section: Fraction(text) for section, text in before.weights.items()}
    size = sum((earlier.get(section, Fraction(0)) for section in asked), Fraction(0))
    if not size or set(earlier) != {*asked, *rules.fixed}:
        return alone
    fixed = {section: Fraction(weight) for section, weight in rules.fixed.items()}
    rest = 1 - sum(fixed.values(), Fraction(0))
    prior = fixed | {section: earlier[section] * rest / size for section in asked}
    return Chain(alone.rules, prior, rules.smoothing.answers, answers)


def _fingerprint(found: Respondents, rules: SurveyWeights) -> str:
    """Of everything that was said, in no order; with who said it where that decides its weight."""
    rows = found.table.tolist()
    if isinstance(rules.raking, Margins):
        who = [[person.birth_year, person.gender, person.region] for person in found.people]
        rows = [[row, facts] for row, facts in zip(rows, who, strict=True)]
    return digest([rules.estimator, *found.sections, sorted(rows)])


def _raking_stored(raking: Weighted) -> dict[str, Any]:
    return {
        "design_effect": _decimal(raking.design_effect),
        "effective": _decimal(raking.effective),
        "unknown": raking.unknown,
        "margins": {
            fact: [list(cells) for cells in groups] for fact, groups in raking.margins.items()
        },
    }


def _uncertainty_stored(
    spread: WeightUncertainty, own: WeightUncertainty, asked: tuple[str, ...]
) -> dict[str, Any]:
    """The intervals of the weights, and the covariance of this year's alone for next year."""
    places = [own.sections.index(section) for section in asked]
    covariance = own.covariance[np.ix_(places, places)].tolist()
    return {
        "level": str(LEVEL),
        "draws": DRAWS,
        "intervals": {
            section: [_decimal(interval.low), _decimal(interval.high)]
            for section, interval in spread.intervals.items()
        },
        "covariance": {
            "sections": list(asked),
            "rows": [[f"{value:.{_COVARIANCE_DECIMALS}f}" for value in row] for row in covariance],
        },
    }


def _before_stored(
    before: WeightSet, raw: Fractions, own: WeightUncertainty, asked: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "programme": before.programme.slug,
        "weight_set": before.content_hash,
        "weights": before.weights,
        "test": _tested(before, raw, own, asked),
    }


def _tested(
    before: WeightSet, raw: Fractions, own: WeightUncertainty, asked: tuple[str, ...]
) -> dict[str, Any] | None:
    """Wald's test on both years' own answers; None where last year's leave nothing to test with."""
    stored = before.basis.get("uncertainty", {}).get("covariance")
    if not stored or set(stored["sections"]) != set(asked):
        return None
    order = [stored["sections"].index(section) for section in asked]
    earlier = before.basis.get("raw", before.weights)
    places = [own.sections.index(section) for section in asked]
    try:
        test = weight_change(
            np.array([float(raw[section]) for section in asked]),
            np.array([float(Fraction(earlier[section])) for section in asked]),
            sigma=own.covariance[np.ix_(places, places)],
            sigma_before=np.array(stored["rows"], dtype=np.float64)[np.ix_(order, order)],
        )
    except ValueError:
        return None  # other fixed weights, or answers without any difference
    return {
        "statistic": _decimal(test.statistic),
        "degrees_of_freedom": test.degrees_of_freedom,
        "p": _decimal(test.p_value),
    }


def _decimal(value: float) -> str:
    return f"{value:.{_DECIMALS}f}"


def _texts(fractions: Mapping[str, Fraction]) -> dict[str, str]:
    return {section: fraction_text(value) for section, value in fractions.items()}
