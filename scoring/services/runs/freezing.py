"""The first step of a run: fix what counts."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection
from psycopg import sql

from evaluations.models import Points
from evaluations.services.companies.company_acts import newest_act
from evaluations.services.points import store_points
from scoring.method.reading import scoring_rules
from scoring.models import Run, RunInput
from scoring.queries.runs.inputs import (
    counted,
    has_other_sections,
    inputs_hash,
    inputs_of,
    rows_by_key,
    without_points,
)
from scoring.queries.runs.run_companies import left_by_then
from scoring.queries.runs.sections import scored_sections
from scoring.refusals import Refusal, Refused
from scoring.services.weights.weights import weight_set_of

_INPUTS = sql.SQL(
    "COPY {} (run_id, evaluation_id, participation_id, channel, content_hash) FROM STDIN"
).format(sql.Identifier(RunInput._meta.db_table))


def freeze(run: Run) -> None:
    """Fix the run's weights and its list of evaluations with their content's hashes.

    Contacts with companies that have left are not among them.

    The list is stored, the run itself is not: whoever ends the step saves it. Raises Refused when
    they cannot be counted together.
    """
    sections = scored_sections(run.programme)
    if not set(scoring_rules(run.programme).variants.agent.sections) <= set(sections):
        raise Refused(Refusal.WEIGHTS_DO_NOT_FIT)
    run.weight_set = weight_set_of(programme=run.programme)
    run.acts_until = newest_act(run.programme)
    evaluations = counted(run.programme, besides=left_by_then(run))
    if not evaluations:
        raise Refused(Refusal.NO_CONTACTS)
    # An approval whose points are missing is mended here, never left out of the count.
    store_points(evaluations=without_points(list(evaluations)))
    _list_inputs(run, evaluations)
    inputs = inputs_of(run)
    if has_other_sections(inputs, sections):
        raise Refused(Refusal.CHECKLIST_DIFFERS)
    run.inputs_hash = inputs_hash(inputs)


def _list_inputs(run: Run, evaluations: Mapping[UUID, str]) -> None:
    points = rows_by_key(Points.objects.all(), list(evaluations), "participation_id", "channel")
    with connection.cursor() as cursor, cursor.copy(_INPUTS) as copy:
        for evaluation, content in evaluations.items():
            copy.write_row((run.pk, evaluation, *points[evaluation], content))
