"""How sure one category's standing in a complete run is; for coordinators' eyes."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from evaluations.models import Category
from scoring.formulas.best_probability import best_probability
from scoring.formulas.category_figures import Contacts
from scoring.formulas.company_means import ContactPoints, summed
from scoring.formulas.counting import Counting, zeroed_under
from scoring.formulas.sensitivity import Move, Standing, nearest_changes
from scoring.formulas.uncertain_totals import uncertain_totals
from scoring.formulas.variants import Places, Variants, variants
from scoring.models import Run
from scoring.queries.runs.counting import counting_of_run
from scoring.queries.runs.inputs import seed_of
from scoring.queries.runs.run_data import CategoryData, data_of_run


@dataclass(frozen=True, slots=True)
class Moves:
    """Which company is first, and the least move of weights that makes each other one the winner.

    By participation; None where no such move was found.
    """

    first: int
    of: Mapping[int, Move | None]


@dataclass(frozen=True, slots=True)
class Certainty:
    """What stands behind a category's places, by participation.

    `best` is the model probability of being truly the best; companies whose error is not known are
    missing. `variants` counts the category otherwise, with the `places` that gives. `moves` is None
    where the method's total is no plain mean of contacts, over which the weights could be moved.
    """

    best: Mapping[int, float]
    variants: Variants
    places: Mapping[int, Places]
    moves: Moves | None


@lru_cache(maxsize=64)
def category_certainty(run: uuid.UUID, category: str) -> Certainty:
    """How sure a category of a complete run is. Raises Refused where its contacts have changed."""
    found = Run.objects.select_related("programme__checklist_version", "weight_set").get(pk=run)
    counting = counting_of_run(found)
    data = data_of_run(run)[category]
    seed = seed_of(found, Category.objects.get(key=category))
    otherwise = variants(data.contacts, counting)
    key = data.participations
    return Certainty(
        best=_best(data, counting, seed),
        variants=Variants(
            *(
                {key[company]: value for company, value in each.items()}
                for each in (
                    otherwise.total,
                    otherwise.answered_only,
                    otherwise.zero_for_missing,
                )
            )
        ),
        places={key[company]: places for company, places in otherwise.places().items()},
        moves=_moves(data, counting) if is_plain(counting) else None,
    )


def is_plain(counting: Counting) -> bool:
    """Whether a total is the mean of all contacts, each the weighted mean of its sections."""
    return (
        counting.company == "mean_of_contacts"
        and not counting.by_points
        and counting.channel_weights is None
        and all(counting.silent_in)
    )


def standing_of(contacts: Contacts, counting: Counting) -> Standing:
    """The contacts of a plain method added up by company."""
    answered = contacts.answered
    cells = summed(
        ContactPoints(
            group=contacts.company[answered],
            got=contacts.got[answered],
            possible=contacts.possible[answered],
            zeroed=zeroed_under(contacts.zeroed, counting.critical)[answered],
        )
    )
    return Standing(cells, Counter(contacts.company[~answered].tolist()))


def _best(data: CategoryData, counting: Counting, seed: int) -> dict[int, float]:
    scores = uncertain_totals(data.contacts, data.shopper, counting)
    found = best_probability(scores.score, scores.covariance, seed=seed)
    known = zip(data.participations, found.tolist(), strict=True)
    return {company: value for company, value in known if not np.isnan(value)}


def _moves(data: CategoryData, counting: Counting) -> Moves:
    standing = standing_of(data.contacts, counting)
    moves = nearest_changes(standing, counting.weights)
    key = data.participations
    first = next(place for place in standing.totals(counting.weights) if place not in moves)
    return Moves(key[first], {key[company]: move for company, move in moves.items()})
