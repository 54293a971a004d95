"""What a category would come to under other weights; nothing of it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from scoring.formulas.category_figures import CompanyFigures, figures_of_cells
from scoring.formulas.contact_cells import ContactCells
from scoring.formulas.counting import Counting
from scoring.method.placing import Candidate, may_win, places, title_holders
from scoring.method.rules import ScoringRules, WeightedChannels


@dataclass(frozen=True, slots=True)
class Placed:
    """A company's figures in percent, its place, and whether it holds the category's title."""

    figures: CompanyFigures
    rank: int | None
    unplaced: str
    wins: bool

    @property
    def total(self) -> Decimal | None:
        """Over all contacts that count; None where the weights leave it none."""
        return self.figures.total


def with_weights(counting: Counting, weights: Sequence[Fraction]) -> Counting:
    """The same counting under other weights, as parts of their sum.

    Raises ValueError for weights that are negative or all 0.
    """
    whole = sum(weights, Fraction(0))
    if min(weights) < 0 or not whole:
        raise ValueError("weights are at least 0, and one is above")
    return replace(counting, weights=tuple(weight / whole for weight in weights))


def placed(
    cells: ContactCells,
    counting: Counting,
    rules: ScoringRules,
    *,
    shoppers: Mapping[int, int],
    signed_up: Mapping[int, bool],
) -> dict[int, Placed]:
    """The places of a category's companies, by their number, under this counting.

    `cells` are its contacts added up: however many those are, they are not looked at again.
    `shoppers` made each company's contacts. A company that the weights leave without a total stands
    without a place.
    """
    figures = figures_of_cells(
        cells, counting, with_areas=isinstance(rules.channels, WeightedChannels)
    )
    scored = {company: found for company, found in figures.items() if found.total is not None}
    standing = places(scored, shoppers=shoppers, rules=rules)
    candidates = {
        company: candidate
        for company, found in scored.items()
        if standing[company].rank is not None
        and may_win(candidate := Candidate(found, signed_up[company]), rules)
    }
    with_place = sum(place.rank is not None for place in standing.values())
    enough = with_place >= rules.eligibility.companies
    holders = title_holders(candidates, rules) if enough else set()
    return {
        company: Placed(
            figures=found,
            rank=standing[company].rank if company in standing else None,
            unplaced=standing[company].unplaced if company in standing else "",
            wins=company in holders,
        )
        for company, found in figures.items()
    }
