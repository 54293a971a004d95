"""How sure one category's standing in a complete run is; for coordinators' eyes."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evaluations.models import Category
from scoring.formulas.best_probability import best_probability
from scoring.formulas.category_figures import Contacts
from scoring.formulas.company_means import ContactPoints, summed
from scoring.formulas.counting import Counting, zeroed_under
from scoring.formulas.sensitivity import Move, Standing, nearest_changes
from scoring.formulas.uncertain_totals import uncertain_totals
from scoring.formulas.variants import Places, Variants, variants
from scoring.models import Run
from scoring.queries.counting import counting_of_run
from scoring.queries.inputs import seed_of
from scoring.queries.run_data import CategoryData, data_of_run


@dataclass(frozen=True, slots=True)
class Otherwise:
    """The category counted otherwise, by participation.

    `moves` says of every company but the first which least move of weights makes it the winner;
    None where none was found.
    """

    variants: Variants
    places: Mapping[int, Places]
    first: int
    moves: Mapping[int, Move | None]


@dataclass(frozen=True, slots=True)
class Certainty:
    """What stands behind a category's places.

    `best` is the model probability of being truly the best, by participation; companies whose
    error is not known are missing. `otherwise` is None where the method's total is no plain mean of
    contacts, over which the weights could be moved.
    """

    best: Mapping[int, float]
    otherwise: Otherwise | None


@lru_cache(maxsize=64)
def category_certainty(run: uuid.UUID, category: str) -> Certainty:
    """How sure a category of a complete run is. Raises Refused where its contacts have changed."""
    found = Run.objects.select_related("programme__checklist_version", "weight_set").get(pk=run)
    counting = counting_of_run(found)
    data = data_of_run(run)[category]
    seed = seed_of(found, Category.objects.get(key=category))
    return Certainty(
        best=_best(data, counting, seed),
        otherwise=_otherwise(data, counting) if is_plain(counting) else None,
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


def _otherwise(data: CategoryData, counting: Counting) -> Otherwise:
    standing = standing_of(data.contacts, counting)
    found = variants(standing, counting.weights, _asked(data.contacts))
    moves = nearest_changes(standing, counting.weights)
    first = next(company for company in found.total if company not in moves)
    key = data.participations
    return Otherwise(
        variants=Variants(
            *(
                {key[company]: value for company, value in each.items()}
                for each in (found.total, found.answered_only, found.zero_for_missing)
            )
        ),
        places={key[company]: places for company, places in found.places().items()},
        first=key[first],
        moves={key[company]: move for company, move in moves.items()},
    )


def _asked(contacts: Contacts) -> NDArray[np.bool_]:
    """The sections that applied to some contact of the category: those the checklist asks."""
    return np.asarray((contacts.possible > 0).any(axis=0))
