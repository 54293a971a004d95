"""The middle steps of a run: each category's scores, figures and places."""

from collections.abc import Sequence

from django.db import connection
from psycopg import sql

from evaluations.models import Category
from evaluations.services.points import store_points
from scoring.enums import Area
from scoring.formulas.category_figures import CompanyFigures
from scoring.formulas.contact_scores import agent_score, contact_score
from scoring.formulas.counting import Counting
from scoring.formulas.rounding import figure_text, rounded
from scoring.method.reading import scoring_rules
from scoring.method.results import Counted, NoFigure, category_results
from scoring.method.rules import CHANNELS
from scoring.models import AreaResult, RankingRow, Run, Score
from scoring.queries.runs.counting import counting_of_run
from scoring.queries.runs.inputs import (
    InputPoints,
    evaluations_of,
    have_changed,
    input_points,
    inputs_of,
    seed_of,
    without_points,
)
from scoring.queries.runs.packed_points import packed, unpacked
from scoring.queries.runs.result_columns import columns_of
from scoring.queries.runs.sections import scored_sections
from scoring.refusals import Refusal, Refused

_BATCH = 2_000
# Scores are as many as the contacts, so they go in as a stream.
_SCORES = sql.SQL("COPY {} (run_input_id, answered, total, agent) FROM STDIN").format(
    sql.Identifier(Score._meta.db_table)
)


def score_category(run: Run, *, category: Category) -> None:
    """Score the category's contacts and rank its companies.

    Raises Refused when an input is no longer what was frozen, or a contact has no score.
    """
    inputs = inputs_of(run, category)
    store_points(evaluations=without_points(evaluations_of(inputs)))
    if have_changed(inputs):
        raise Refused(Refusal.INPUTS_CHANGED)
    counting = counting_of_run(run)
    points = list(input_points(inputs))
    _store_scores(points, counting)
    _store_results(run, category, points, counting)


def _store_scores(inputs: Sequence[InputPoints], counting: Counting) -> None:
    known: dict[tuple[object, ...], tuple[str, str | None]] = {}
    with connection.cursor() as cursor, cursor.copy(_SCORES) as copy:
        for row in inputs:
            # Contacts with equal points are many, and exact division is dear.
            points = (row.answered, *row.section_got, *row.section_possible, *row.section_zeroed)
            if points not in known:
                known[points] = _score(row, counting)
            copy.write_row((row.run_input, row.answered, *known[points]))


def _score(row: InputPoints, counting: Counting) -> tuple[str, str | None]:
    total = contact_score(row, counting, answered=row.answered)
    if total is None:
        raise Refused(Refusal.CONTACT_WITHOUT_SCORE)
    agent = agent_score(row, counting, answered=row.answered)
    return (
        figure_text(rounded(total)),
        None if agent is None else figure_text(rounded(agent)),
    )


def _store_results(
    run: Run, category: Category, inputs: Sequence[InputPoints], counting: Counting
) -> None:
    row = packed(run, category, inputs)
    row.save(force_insert=True)
    # From what is kept, as everything is that is worked out of this run later.
    kept = unpacked(row)
    participations = kept.participations
    try:
        results = category_results(
            Counted(kept.contacts, kept.cells, kept.shopper),
            counting=counting,
            rules=scoring_rules(run.programme),
            seed=seed_of(run, category),
        )
    except NoFigure as nobody:
        raise Refused(Refusal.COMPANY_WITHOUT_FIGURE) from nobody
    RankingRow.objects.bulk_create(
        [
            RankingRow(
                run=run,
                participation_id=participations[company],
                category=category,
                **columns_of(result),
            )
            for company, result in results.items()
        ],
        batch_size=_BATCH,
    )
    sections = scored_sections(run.programme)
    AreaResult.objects.bulk_create(
        [
            area
            for company, result in results.items()
            for area in areas_of(run, participations[company], result.figures, sections)
        ],
        batch_size=_BATCH,
    )


def areas_of(
    run: Run, participation: int, figures: CompanyFigures, sections: Sequence[str]
) -> list[AreaResult]:
    """A company's sections and channels, as rows that are not stored yet."""
    keyed = [
        *((Area.SECTION, sections[k], found) for k, found in figures.sections.items()),
        *((Area.CHANNEL, CHANNELS[c].value, found) for c, found in figures.channels.items()),
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
