"""The severity of a run's shoppers, and what the companies' scores are without it.

The model is fitted over all categories at once, because a shopper is as severe with a bank as with
an airline and makes only a few contacts in each. Parts of the design that share no shopper are
fitted apart, and nothing is compared across them.

A contact that nobody answered holds no judgement of its shopper: it scores 0 with everybody. So the
model is over the answered contacts, and the others keep their 0 beside its adjusted means.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from evaluations.planning.connectivity import components
from scoring.formulas.company_means import Integers
from scoring.formulas.drift import Drift, by_shopper, drift, standard_residuals
from scoring.formulas.severity import Severity, severity
from scoring.queries.runs.run_scores import RunScores, scores_of_run

# A severity beyond so many standard deviations is named.
EXTREME_Z = 3.0


@dataclass(frozen=True, slots=True)
class ShopperSeverity:
    """How severe a shopper is, in percentage points: below 0 severe, above lenient.

    `lower` and `upper` are the ends of the 95 % interval. `extreme`: farther out among the
    shoppers than chance lets one of them lie (methods.md 11). `drifts_since` is the moment, in
    seconds since 1970, of the first contact of a run of residuals that led to an alarm; None
    without one.
    """

    shopper: int
    contacts: int
    effect: float
    lower: float
    upper: float
    extreme: bool
    drifts_since: int | None
    grew_lenient: bool | None


@dataclass(frozen=True, slots=True)
class FittedPart:
    """The model over companies that shared shoppers hold together.

    `shift` is by how much a company's total changes without the severity of its shoppers, in
    percentage points, by participation.
    """

    model: Severity
    shift: dict[int, float]
    shoppers: tuple[ShopperSeverity, ...]


def connected_parts(run: uuid.UUID) -> list[tuple[int, ...]]:
    """The participations of a complete run that hang together by shared shoppers, part by part.

    Those that never answered are in none.
    """
    scores = _answered(run)
    parts = components(scores.company, scores.shopper).parts()
    return [tuple(scores.participations[company] for company in part) for part in parts]


def part_of(parts: Iterable[tuple[int, ...]], participations: Iterable[int]) -> int | None:
    """The number of the part that holds all of these; None where no single part does."""
    wanted = set(participations)
    return next((number for number, part in enumerate(parts) if wanted <= set(part)), None)


@lru_cache(maxsize=16)
def fitted_part(run: uuid.UUID, part: int) -> FittedPart | None:
    """The model over one part of a complete run; None where its contacts cannot tell severity."""
    scores = _answered(run)
    found = components(scores.company, scores.shopper)
    own = scores.only(found.companies[scores.company] == part)
    try:
        model = severity(own.company, own.shopper, own.score)
    except ValueError:
        return None
    return FittedPart(model, _shifts(own, model, run), tuple(_shoppers(own, model)))


def _answered(run: uuid.UUID) -> RunScores:
    scores = scores_of_run(run)
    return scores.only(scores.answered)


def _shifts(own: RunScores, model: Severity, run: uuid.UUID) -> dict[int, float]:
    """Of the answered mean, as far as answered contacts make the total."""
    every = scores_of_run(run)
    contacts = dict(zip(every.participations, np.bincount(every.company).tolist(), strict=True))
    answered = np.bincount(own.company)
    shifts = (model.adjusted - model.raw) * answered
    return {
        company: float(shift) / contacts[company]
        for company, shift in zip(own.participations, shifts, strict=True)
    }


def _shoppers(scores: RunScores, model: Severity) -> list[ShopperSeverity]:
    lower, upper = model.effect_intervals()
    zs = model.effect_zs
    residuals = standard_residuals(model, scores.company, scores.shopper, scores.score)
    found = []
    for number, order in enumerate(by_shopper(scores.shopper, scores.moment, residuals)):
        drifted = drift(residuals[order])
        found.append(
            ShopperSeverity(
                shopper=scores.shoppers[number],
                contacts=len(order),
                effect=float(model.effects[number]),
                lower=float(lower[number]),
                upper=float(upper[number]),
                extreme=bool(abs(zs[number]) > EXTREME_Z),
                drifts_since=_began(drifted, scores.moment[order]),
                grew_lenient=drifted.lenient,
            )
        )
    return found


def _began(drifted: Drift, moments: Integers) -> int | None:
    return None if drifted.began is None else int(moments[drifted.began])


def spread_of_contacts(scores: RunScores) -> float | None:
    """The standard deviation of single contacts within a company, in percentage points.

    None where no company has two contacts, or all contacts of each score alike.
    """
    freedom = len(scores.score) - len(scores.participations)
    if freedom < 1:
        return None
    size = np.bincount(scores.company)
    means = np.bincount(scores.company, weights=scores.score) / size
    spread = float(np.sqrt(np.square(scores.score - means[scores.company]).sum() / freedom))
    return spread or None
