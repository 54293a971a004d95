"""The contacts that a complete run counted, as the formulas take them, kept at hand.

A run never changes, so what was read for it once is good for as long as the process lives; a few
runs are kept. Nothing kept here names a person: of shoppers there are numbers and keys.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from evaluations.models import Participation
from scoring.formulas.category_figures import Contacts
from scoring.formulas.company_means import Integers
from scoring.models import Run
from scoring.queries.inputs import (
    InputPoints,
    as_arrays,
    companies_in,
    have_changed,
    input_points,
    inputs_of,
    shopper_numbers,
)
from scoring.refusals import Refusal, Refused


@dataclass(frozen=True, slots=True)
class CategoryData:
    """The contacts of one category; a company's number is its place in `participations`.

    `shopper` numbers who made each contact, `shopper_keys` are their keys by that number. By
    company number, `shoppers` says how many made its contacts, and `signed_up` whether it takes
    part of its own will.
    """

    participations: tuple[int, ...]
    contacts: Contacts
    shopper: Integers
    shopper_keys: tuple[int, ...]
    shoppers: Mapping[int, int]
    signed_up: Mapping[int, bool]


@lru_cache(maxsize=4)
def data_of_run(run: uuid.UUID) -> Mapping[str, CategoryData]:
    """The contacts of a complete run by category key, in the order of the keys.

    Raises Refused when a contact has changed since the run counted it.
    """
    inputs = inputs_of(Run.objects.get(pk=run))
    if have_changed(inputs):
        raise Refused(Refusal.INPUTS_CHANGED)
    within = Participation.objects.filter(programme__runs=run)
    known = {
        pk: (key, signed)
        for pk, key, signed in within.values_list("pk", "category__key", "signed_up")
    }
    by_category: dict[str, list[InputPoints]] = {}
    for row in input_points(inputs):
        by_category.setdefault(known[row.participation][0], []).append(row)
    return {
        key: _data(rows, {pk: signed for pk, (_key, signed) in known.items()})
        for key, rows in sorted(by_category.items())
    }


def _data(rows: Sequence[InputPoints], signed_up: Mapping[int, bool]) -> CategoryData:
    participations = companies_in(rows)
    contacts, shopper = as_arrays(rows), shopper_numbers(rows)
    return CategoryData(
        participations=tuple(participations),
        contacts=contacts,
        shopper=shopper,
        shopper_keys=tuple(sorted({row.shopper for row in rows})),
        shoppers={
            company: len(np.unique(shopper[contacts.company == company]))
            for company in range(len(participations))
        },
        signed_up={company: signed_up[key] for company, key in enumerate(participations)},
    )
