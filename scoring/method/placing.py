"""The method's rules on finished figures: who gets which place, and who may win."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import NamedTuple, Protocol, TypeVar

from evaluations.checklist_document import Text
from scoring.enums import Unplaced
from scoring.formulas.category_figures import CompanyFigures
from scoring.formulas.ranking import Strength, competition_ranks, holders
from scoring.method.rules import CHANNELS, Scale, ScoringRules, WeightedChannels

K = TypeVar("K")
_ROUNDING = {"half_even": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP}
_NOTHING = Decimal("-Infinity")  # stands behind every figure


class Compared(Protocol):
    """The figures in percent that a company can be compared by."""

    @property
    def total(self) -> Decimal | None:
        """Over all contacts that count."""

    @property
    def answered_only(self) -> Decimal | None:
        """Over those that were answered."""

    @property
    def agent(self) -> Decimal | None:
        """Over the agent's sections."""


class Place(NamedTuple):
    """A place in the category, or why there is none."""

    rank: int | None
    unplaced: str


class Candidate(NamedTuple):
    """A company with a place, as the titles look at it."""

    figures: Compared
    signed_up: bool


def places(
    figures: Mapping[K, CompanyFigures], *, shoppers: Mapping[K, int], rules: ScoringRules
) -> dict[K, Place]:
    """The place of every company of a category; `shoppers` made each company's contacts."""
    unplaced = {
        company: _unplaced(found, shoppers=shoppers[company], rules=rules)
        for company, found in figures.items()
    }
    ranks = competition_ranks(
        {
            company: strength(found, rules)
            for company, found in figures.items()
            if not unplaced[company]
        }
    )
    return {company: Place(ranks.get(company), unplaced[company]) for company in figures}


def _unplaced(figures: CompanyFigures, *, shoppers: int, rules: ScoringRules) -> str:
    if figures.contacts < rules.eligibility.contacts:
        return Unplaced.FEW_CONTACTS
    if shoppers < rules.eligibility.shoppers:
        return Unplaced.FEW_SHOPPERS
    channels = rules.channels
    if isinstance(channels, WeightedChannels) and channels.missing == "no_place":
        counted = {CHANNELS[number] for number in figures.channels}
        if any(weight and channel not in counted for channel, weight in channels.weights.items()):
            return Unplaced.CHANNEL_MISSING
    return ""


def strength(figures: Compared, rules: ScoringRules) -> Strength:
    """What a company is compared by: its total, then the figures that break a tie."""
    breakers = (getattr(figures, name) for name in rules.tie.broken_by)
    return tuple(_compared(figure, rules) for figure in (figures.total, *breakers))


def _compared(figure: Decimal | None, rules: ScoringRules) -> Decimal:
    if figure is None:
        return _NOTHING
    if rules.tie.compared == "twelve_decimals":
        return figure
    mark = printed(figure, rules.scale)
    return mark if rules.scale.best > rules.scale.worst else -mark


def printed(figure: Decimal, scale: Scale) -> Decimal:
    """A figure in percent as the scale prints it."""
    step = Decimal(1).scaleb(-scale.decimals)
    return scale.of(figure).quantize(step, _ROUNDING[scale.rounding])


def title_holders(candidates: Mapping[K, Candidate], rules: ScoringRules) -> set[K]:
    """Who holds a title among companies with a place: the best of those that may win.

    Nobody where the best does not reach the mark that the method asks of a winner.
    """
    best = holders(
        {
            company: strength(candidate.figures, rules)
            for company, candidate in candidates.items()
            if may_win(candidate, rules)
        }
    )
    return {company for company in best if _reaches(candidates[company].figures.total, rules)}


def may_win(candidate: Candidate, rules: ScoringRules) -> bool:
    """Whether a company with a place may hold a title."""
    return rules.eligibility.may_win == "every_company" or candidate.signed_up


def _reaches(total: Decimal | None, rules: ScoringRules) -> bool:
    asked, scale = rules.eligibility.winner_reaches, rules.scale
    if asked is None or total is None:
        return total is not None
    mark = scale.of(total)
    return mark >= asked if scale.best > scale.worst else mark <= asked


def grade_of(figure: Decimal, scale: Scale) -> Text | None:
    """The word for a figure in percent; None where the scale has no grades.

    What is compared is the figure as it is printed, so that nobody reads 2.5 and another grade.
    """
    mark, upwards = printed(figure, scale), scale.best > scale.worst
    for grade in scale.grades:
        if mark >= grade.reaches if upwards else mark <= grade.reaches:
            return grade.text
    return scale.grades[-1].text if scale.grades else None
