"""A company's result as the columns that hold it."""

from typing import Any

from scoring.method.results import CompanyResult


def columns_of(result: CompanyResult) -> dict[str, Any]:
    """The columns of `RankingRow`, its run and participation aside."""
    figures, sure = result.figures, result.confidence
    best, worst = sure.ranks or (None, None)
    best_of_all, worst_of_all = sure.ranks_of_all or (None, None)
    return {
        "rank": result.place.rank,
        "unplaced": result.place.unplaced,
        "contacts": figures.contacts,
        "answered": figures.answered,
        "total": figures.total,
        "answered_only": figures.answered_only,
        "agent": figures.agent,
        "shoppers": result.shoppers,
        "error": sure.error,
        "degrees_of_freedom": sure.degrees_of_freedom,
        "lower": sure.lower,
        "upper": sure.upper,
        "best_rank": best,
        "worst_rank": worst,
        "best_rank_of_all": best_of_all,
        "worst_rank_of_all": worst_of_all,
        "could_be_best": sure.could_be_best,
    }
