"""The contacts that a complete run counted, as the formulas take them, kept at hand.

A run never changes, so what was read for it once is good for as long as the process lives; a few
runs are kept. Nothing kept here names a person: of shoppers there are numbers and keys.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from evaluations.models import Category, Participation
from scoring.formulas.category_figures import Contacts
from scoring.formulas.company_means import Integers
from scoring.formulas.contact_cells import ContactCells
from scoring.models import Run, RunPoints
from scoring.queries.runs.inputs import InputPoints, have_changed, input_points, inputs_of
from scoring.queries.runs.packed_points import Unpacked, packed, unpacked
from scoring.queries.runs.run_companies import participations_then
from scoring.refusals import Refusal, Refused


@dataclass(frozen=True, slots=True)
class CategoryData:
    """The contacts of one category; a company's number is its place in `participations`.

    `cells` are the same contacts added up, all that figures under other weights need. `shopper`
    numbers who made each contact, `shopper_keys` are their keys by that number. By company number,
    `shoppers` says how many made its contacts, and `signed_up` whether it takes part of its own
    will.
    """

    participations: tuple[int, ...]
    contacts: Contacts
    cells: ContactCells
    shopper: Integers
    shopper_keys: tuple[int, ...]
    shoppers: Mapping[int, int]
    signed_up: Mapping[int, bool]


@lru_cache(maxsize=4)
def data_of_run(run: uuid.UUID) -> Mapping[str, CategoryData]:
    """The contacts of a complete run by category key, in the order of the keys.

    Raises BrokenSeal where what was kept was altered. A run from before anything was kept is read
    from the points as they stand; then Refused when a contact has changed since.
    """
    found = _kept(run) or _read_anew(run)
    within = Participation.objects.filter(programme__runs=run)
    signed_up = dict(within.values_list("pk", "signed_up"))
    return {key: _data(own, signed_up) for key, own in sorted(found.items())}


def _kept(run: uuid.UUID) -> dict[str, Unpacked]:
    rows = RunPoints.objects.filter(run=run).select_related("run", "category")
    return {row.category.key: unpacked(row) for row in rows}


def _read_anew(run: uuid.UUID) -> dict[str, Unpacked]:
    held = Run.objects.get(pk=run)
    inputs = inputs_of(held)
    if have_changed(inputs):
        raise Refused(Refusal.INPUTS_CHANGED)
    then = dict(participations_then(held).values_list("pk", "category_then"))
    known = Category.objects.in_bulk(set(then.values()))
    category = {pk: known[key] for pk, key in then.items()}
    by_category: dict[Category, list[InputPoints]] = {}
    for row in input_points(inputs):
        by_category.setdefault(category[row.participation], []).append(row)
    return {each.key: unpacked(packed(held, each, rows)) for each, rows in by_category.items()}


def _data(own: Unpacked, signed_up: Mapping[int, bool]) -> CategoryData:
    return CategoryData(
        participations=own.participations,
        contacts=own.contacts,
        cells=own.cells,
        shopper=own.shopper,
        shopper_keys=own.shoppers,
        shoppers={
            company: len(np.unique(own.shopper[own.contacts.company == company]))
            for company in range(len(own.participations))
        },
        signed_up={company: signed_up[key] for company, key in enumerate(own.participations)},
    )
