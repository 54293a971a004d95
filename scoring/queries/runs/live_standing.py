"""A category's standing as it is at this moment, from points added up as they came in.

Exact, and what a run would give now; how sure it is takes a run.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from evaluations.enums import Channel
from evaluations.models import Category, Participation, PointsCell, Programme
from evaluations.queries.points_cells import cells_of_category, shoppers_by_company
from scoring.formulas.category_figures import figures_of_cells
from scoring.formulas.contact_cells import ContactCells
from scoring.method.placing import places
from scoring.method.reading import scoring_rules
from scoring.method.rules import CHANNELS
from scoring.models import RankingRow
from scoring.queries.runs.counting import counting_under


def live_standing(
    programme: Programme, category: Category, weights: Mapping[str, Fraction]
) -> list[RankingRow]:
    """The category's companies in the order of their places, as rows that are never stored.

    A company without a contact, or whose contacts give no total, is left out. Interval and
    possible ranks are empty. Raises Refused where the weights do not fit the checklist.
    """
    held = cells_of_category(programme, category)
    if not held:
        return []
    participations = sorted({cell.participation_id for cell in held})
    cells = as_cells(held, participations)
    found = figures_of_cells(cells, counting_under(programme, weights))
    totals = {number: each.total for number, each in found.items() if each.total is not None}
    figures = {number: found[number] for number in totals}
    made = shoppers_by_company(programme, category)
    shoppers = {number: made.get(participations[number], 0) for number in figures}
    standing = places(figures, shoppers=shoppers, rules=scoring_rules(programme))
    companies = Participation.objects.select_related("company").in_bulk(participations)
    rows = [
        RankingRow(
            participation=companies[participations[number]],
            category=category,
            rank=standing[number].rank,
            unplaced=standing[number].unplaced,
            contacts=each.contacts,
            answered=each.answered,
            total=totals[number],
            answered_only=each.answered_only,
            agent=each.agent,
            shoppers=shoppers[number],
        )
        for number, each in figures.items()
    ]
    return sorted(rows, key=_by_place)


def as_cells(held: Sequence[PointsCell], participations: Sequence[int]) -> ContactCells:
    """Stored cells as the formulas take them; companies are numbered as they are listed."""
    number = {participation: place for place, participation in enumerate(participations)}
    return ContactCells(
        company=np.array([number[cell.participation_id] for cell in held], np.int64),
        channel=np.array([CHANNELS.index(Channel(cell.channel)) for cell in held], np.int64),
        answered=np.array([cell.answered for cell in held], np.bool_),
        contacts=np.array([cell.contacts for cell in held], np.int64),
        got=np.array([cell.section_got for cell in held], np.int64),
        possible=np.array([cell.section_possible for cell in held], np.int64),
        zeroed=np.array([cell.section_zeroed for cell in held], np.bool_),
    )


def _by_place(row: RankingRow) -> tuple[bool, int, str]:
    return (row.rank is None, row.rank or 0, row.participation.company.key)
