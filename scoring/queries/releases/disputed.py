"""Contacts of a run to which clients object while nobody has decided, and what rests on them."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from evaluations.models import Objection
from evaluations.queries.objections.objections import open_in
from scoring.formulas.category_figures import CompanyFigures, company_figures
from scoring.formulas.ranking import competition_ranks
from scoring.method.placing import strength
from scoring.method.reading import scoring_rules
from scoring.models import RankingRow, Run, RunInput
from scoring.queries.runs.counting import counting_of_run
from scoring.queries.runs.inputs import as_arrays, input_points, inputs_of_company


@dataclass(frozen=True, slots=True)
class DisputedEffect:
    """A company's place and total as released, and without every contact that is disputed.

    `disputed` counts its own such contacts; a company without any may move because another does.
    A place or total is None where nothing is left to compute it from.
    """

    name: str
    category: str
    disputed: int
    rank_with: int | None
    rank_without: int | None
    total_with: Decimal
    total_without: Decimal | None


def open_objections_of(run: Run) -> list[Objection]:
    """The objections that wait for an arbiter in the run's programme, the longest waiting first."""
    return list(open_in(run.programme))


def disputed_effects(run: Run) -> list[DisputedEffect]:
    """Each company with disputed contacts, and each that would move if they were left out.

    All of them are left out together; everything else stays as in the run.
    """
    waiting = {each.evaluation_id for each in open_objections_of(run)}
    counted = RunInput.objects.filter(run=run, evaluation__in=waiting)
    of_company = dict(counted.values_list("evaluation", "participation"))
    rows = list(run.ranking.select_related("participation", "category"))
    disputed = Counter(of_company.values())
    anew = {
        row.participation_id: _figures_without(run, row.participation_id, waiting)
        for row in rows
        if row.participation_id in disputed
    }
    touched = {row.category_id for row in rows if row.participation_id in disputed}
    effects = [
        _effect(row, disputed[row.participation_id], anew, places)
        for category in sorted(touched)
        for places in [_places_without(run, rows, category, anew)]
        for row in rows
        if row.category_id == category
    ]
    return [each for each in effects if each.disputed or each.rank_with != each.rank_without]


def _figures_without(
    run: Run, participation: int, waiting: set[uuid.UUID]
) -> CompanyFigures | None:
    inputs = inputs_of_company(run, participation)
    left = [line for line in inputs if line.evaluation not in waiting]
    if not left:
        return None
    return company_figures(as_arrays(list(input_points(left))), counting_of_run(run))[0]


def _places_without(
    run: Run,
    rows: list[RankingRow],
    category: int,
    anew: Mapping[int, CompanyFigures | None],
) -> dict[int, int]:
    rules = scoring_rules(run.programme)
    strengths = {}
    for row in rows:
        if row.rank is None or row.category_id != category:
            continue
        figures = anew.get(row.participation_id, row)
        if figures is not None:
            strengths[row.participation_id] = strength(figures, rules)
    return dict(competition_ranks(strengths))


def _effect(
    row: RankingRow,
    disputed: int,
    anew: Mapping[int, CompanyFigures | None],
    places: Mapping[int, int],
) -> DisputedEffect:
    figures = anew.get(row.participation_id, row)
    return DisputedEffect(
        name=row.participation.name,
        category=row.category.key,
        disputed=disputed,
        rank_with=row.rank,
        rank_without=places.get(row.participation_id),
        total_with=row.total,
        total_without=figures.total if figures is not None else None,
    )
