"""What a category's contacts come to under a method: figures, places, and how sure they are.

Free of the database, so that a run stores it, `verify` compares with it, and the what-if page
throws it away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.formulas.category_figures import CompanyFigures, Contacts, figures_of_cells
from scoring.formulas.clustered_errors import (
    ClusteredScores,
    all_degrees_of_freedom,
    intervals,
)
from scoring.formulas.company_means import renumbered
from scoring.formulas.contact_cells import ContactCells
from scoring.formulas.counting import Counting
from scoring.formulas.rank_sets import (
    RankSets,
    among_the_best,
    comparisons,
    marginal_rank_sets,
    simultaneous_rank_sets,
)
from scoring.formulas.uncertain_totals import uncertain_totals
from scoring.formulas.winner_test import winner_test
from scoring.method.placing import Place, places
from scoring.method.rules import ScoringRules

Integers = NDArray[np.int64]
# What is estimated is kept with fewer decimals than what is exact: the rest would be noise.
ESTIMATED = 6
_P_VALUE = 6


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure a company's total and place are, at the method's level.

    `error`, `degrees_of_freedom`, `lower` and `upper` are None where one shopper made all contacts:
    then nothing can be said. The ranks are those it could truly have, alone (`ranks`) and with all
    companies of the category at once (`ranks_of_all`); None for a company without a place.
    """

    error: Decimal | None
    degrees_of_freedom: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    ranks: tuple[int, int] | None
    ranks_of_all: tuple[int, int] | None
    could_be_best: bool


@dataclass(frozen=True, slots=True)
class CompanyResult:
    """Everything a run says about one company."""

    figures: CompanyFigures
    shoppers: int
    place: Place
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Lead:
    """A winner's lead over the next one, in percentage points, and whether chance explains it.

    `error` and `p_value` are None where nothing can be said about the error.
    """

    points: Decimal
    error: Decimal | None
    p_value: Decimal | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class NoFigure(Exception):
    """A company has no contact that counts."""

    company: int


class Counted(NamedTuple):
    """A category's contacts one by one and added up, and who made each, by number."""

    contacts: Contacts
    cells: ContactCells
    shopper: Integers


def category_results(
    counted: Counted, *, counting: Counting, rules: ScoringRules, seed: int
) -> dict[int, CompanyResult]:
    """The results of a category's companies, by their number in the contacts.

    `seed` makes the draws behind the ranks the same for
    the same inputs. Raises NoFigure for a company without a contact that counts.
    """
    contacts, cells, shopper = counted
    figures = figures_of_cells(cells, counting)
    for company, found in figures.items():
        if found.total is None:
            raise NoFigure(company)
    made = _shoppers(contacts.company, shopper)
    standing = places(figures, shoppers=made, rules=rules)
    scores = uncertain_totals(contacts, shopper, counting)
    placed = [company for company in figures if standing[company].rank is not None]
    confidences = _confidences(scores, placed, rules=rules, seed=seed)
    return {
        company: CompanyResult(found, made[company], standing[company], confidences[company])
        for company, found in figures.items()
    }


def lead_of(scores: ClusteredScores, candidates: Sequence[int]) -> Lead | None:
    """The best candidate's lead over the next; None where there is no other.

    `candidates` are rows of the scores. The test is two-sided at 5 %, of the winner and the next
    one alone (Gutmann and Maymin 1987: the selection needs no correction).
    """
    if len(candidates) < 2:  # noqa: PLR2004 - a winner and a next one
        return None
    tested = winner_test(_rows(scores, candidates))
    return Lead(
        points=_estimate(tested.difference),
        error=None if tested.error is None else _estimate(tested.error),
        p_value=None if tested.p is None else _estimate(tested.p, _P_VALUE),
        confirmed=tested.confirmed,
    )


def _confidences(
    scores: ClusteredScores, placed: Sequence[int], *, rules: ScoringRules, seed: int
) -> dict[int, Confidence]:
    level = float(rules.confidence.level)
    lower, upper = intervals(scores, level=level)
    freedom = all_degrees_of_freedom(scores)
    ranks, of_all = _rank_sets(_rows(scores, placed), level=level, seed=seed)
    best = among_the_best(of_all)
    at = {company: number for number, company in enumerate(placed)}
    return {
        company: Confidence(
            error=_known(scores.error[company]),
            degrees_of_freedom=_known(freedom[company]),
            lower=_known(lower[company]),
            upper=_known(upper[company]),
            ranks=_bounds(ranks, at.get(company)),
            ranks_of_all=_bounds(of_all, at.get(company)),
            could_be_best=company in at and bool(best[at[company]]),
        )
        for company in range(len(scores.score))
    }


def _rank_sets(scores: ClusteredScores, *, level: float, seed: int) -> tuple[RankSets, RankSets]:
    if not len(scores.score):
        nobody = np.zeros(0, dtype=np.int64)
        return RankSets(nobody, nobody), RankSets(nobody, nobody)
    compared = comparisons(scores.score, scores.influence, seed=seed)
    return (
        marginal_rank_sets(compared, level=level),
        simultaneous_rank_sets(compared, level=level),
    )


def _bounds(sets: RankSets, number: int | None) -> tuple[int, int] | None:
    return None if number is None else (int(sets.lower[number]), int(sets.upper[number]))


def _rows(scores: ClusteredScores, rows: Sequence[int]) -> ClusteredScores:
    chosen = np.array(rows, dtype=np.int64)
    return replace(
        scores,
        score=scores.score[chosen],
        influence=scores.influence[chosen],
        coefficient=scores.coefficient[chosen],
    )


def _shoppers(company: Integers, shopper: Integers) -> Mapping[int, int]:
    """How many shoppers made each company's contacts."""
    width = int(shopper.max(initial=0)) + 1
    pairs, _count = renumbered(company * width + shopper)
    first = np.zeros(int(pairs.max(initial=-1)) + 1, dtype=np.int64)
    first[pairs] = company
    numbers, counts = np.unique(first, return_counts=True)
    return dict(zip(numbers.tolist(), counts.tolist(), strict=True))


def _known(value: float) -> Decimal | None:
    return None if np.isnan(value) else _estimate(float(value))


def _estimate(value: float, decimals: int = ESTIMATED) -> Decimal:
    # Adding zero turns a rounded -0.0 into 0.
    return Decimal(f"{round(value, decimals) + 0.0:.{decimals}f}")
