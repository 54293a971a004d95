"""The middle steps of a run: each category's scores, figures and places."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from django.db import connection
from psycopg import sql

from evaluations.enums import Channel
from evaluations.models import Category
from evaluations.services.points import store_points
from scoring.enums import Area
from scoring.formulas.category_figures import CompanyFigures, Contacts, company_figures
from scoring.formulas.contact_scores import contact_score, weighted_score
from scoring.formulas.ranking import competition_ranks
from scoring.formulas.rounding import figure_text, rounded
from scoring.method import scoring_rules
from scoring.models import AreaResult, RankingRow, Run, Score
from scoring.queries.inputs import (
    InputPoints,
    evaluations_of,
    have_changed,
    input_points,
    inputs_of,
    without_points,
)
from scoring.queries.sections import scored_sections
from scoring.queries.weights import weights_in_order
from scoring.refusals import Refusal, Refused

_BATCH = 2_000
_CHANNELS = tuple(Channel)
# Scores are as many as the contacts, so they go in as a stream.
_SCORES = sql.SQL("COPY {} (run_input_id, answered, total, agent) FROM STDIN").format(
    sql.Identifier(Score._meta.db_table)
)


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a run scores by: sections in order, their weights, and which are the agent's."""

    sections: tuple[str, ...]
    weights: list[Fraction]
    agent: list[bool]

    @property
    def agent_weights(self) -> list[Fraction]:
        """The weights with every section but the agent's at 0."""
        return [weight * on for weight, on in zip(self.weights, self.agent, strict=True)]


def scheme_of(run: Run) -> Scheme:
    """The scheme of a run whose inputs are frozen."""
    if run.weight_set is None:
        raise Refused(Refusal.WEIGHTS_DO_NOT_FIT)
    sections = scored_sections(run.programme)
    of_agent = scoring_rules(run.programme).variants.agent.sections
    return Scheme(
        sections,
        weights_in_order(run.weight_set, sections),
        [section in of_agent for section in sections],
    )


def score_category(run: Run, *, category: Category) -> None:
    """Score the category's contacts and rank its companies.

    Raises Refused when an input is no longer what was frozen, or a contact has no score.
    """
    inputs = inputs_of(run, category)
    store_points(evaluations=without_points(evaluations_of(inputs)))
    if have_changed(inputs):
        raise Refused(Refusal.INPUTS_CHANGED)
    scheme = scheme_of(run)
    points = list(input_points(inputs))
    _store_scores(points, scheme)
    _store_results(run, points, scheme)


def _store_scores(inputs: Sequence[InputPoints], scheme: Scheme) -> None:
    known: dict[tuple[object, ...], tuple[str, str | None]] = {}
    with connection.cursor() as cursor, cursor.copy(_SCORES) as copy:
        for row in inputs:
            # Contacts with equal points are many, and exact division is dear.
            points = (row.answered, *row.section_got, *row.section_possible, *row.section_zeroed)
            if points not in known:
                known[points] = _score(row, scheme)
            copy.write_row((row.run_input, row.answered, *known[points]))


def _score(row: InputPoints, scheme: Scheme) -> tuple[str, str | None]:
    total = contact_score(row, scheme.weights, answered=row.answered)
    if total is None:
        raise Refused(Refusal.CONTACT_WITHOUT_SCORE)
    agent = weighted_score(row, scheme.agent_weights) if row.answered else None
    return (
        figure_text(rounded(total)),
        None if agent is None else figure_text(rounded(agent)),
    )


def _store_results(run: Run, inputs: Sequence[InputPoints], scheme: Scheme) -> None:
    participations = sorted({row.participation for row in inputs})
    figures = company_figures(
        _arrays(inputs, participations), weights=scheme.weights, agent=scheme.agent
    )
    ranks = competition_ranks({company: found.total for company, found in figures.items()})
    RankingRow.objects.bulk_create(
        [
            RankingRow(
                run=run,
                participation_id=participations[company],
                rank=ranks[company],
                contacts=found.contacts,
                answered=found.answered,
                total=found.total,
                answered_only=found.answered_only,
                agent=found.agent,
            )
            for company, found in figures.items()
        ],
        batch_size=_BATCH,
    )
    AreaResult.objects.bulk_create(
        [
            area
            for company, found in figures.items()
            for area in _areas(run, participations[company], found, scheme)
        ],
        batch_size=_BATCH,
    )


def _areas(
    run: Run, participation: int, figures: CompanyFigures, scheme: Scheme
) -> list[AreaResult]:
    keyed = [
        *((Area.SECTION, scheme.sections[k], found) for k, found in figures.sections.items()),
        *((Area.CHANNEL, _CHANNELS[c].value, found) for c, found in figures.channels.items()),
    ]
    return [
        AreaResult(
            run=run,
            participation_id=participation,
            area=area,
            key=key,
            contacts=found.contacts,
            mean=found.mean,
        )
        for area, key, found in keyed
    ]


def _arrays(inputs: Sequence[InputPoints], participations: Sequence[int]) -> Contacts:
    number = {participation: place for place, participation in enumerate(participations)}
    return Contacts(
        company=np.array([number[row.participation] for row in inputs], dtype=np.int64),
        channel=np.array([_CHANNELS.index(Channel(row.channel)) for row in inputs], dtype=np.int64),
        answered=np.array([row.answered for row in inputs], dtype=np.bool_),
        got=np.array([row.section_got for row in inputs], dtype=np.int64, order="F"),
        possible=np.array([row.section_possible for row in inputs], dtype=np.int64, order="F"),
        zeroed=np.array([row.section_zeroed for row in inputs], dtype=np.bool_, order="F"),
    )
