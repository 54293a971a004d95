"""The first step of a run: fix what counts."""

from django.db import connection
from psycopg import sql

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, Participation, Points
from evaluations.services.points import store_points
from scoring.method import scoring_rules
from scoring.models import Run, RunInput
from scoring.queries.inputs import (
    categories,
    counted_without_points,
    has_other_sections,
    inputs_hash,
    inputs_of,
)
from scoring.queries.sections import scored_sections
from scoring.refusals import Refusal, Refused
from scoring.services.weights import weight_set_of

# One statement, so one view of the data, whatever is approved meanwhile; and no row passes through
# this process.
_LIST = sql.SQL(
    """
    INSERT INTO {run_input} (run_id, evaluation_id, participation_id, channel, content_hash)
    SELECT %s, evaluation.id, points.participation_id, points.channel, evaluation.content_hash
    FROM {evaluation} evaluation
    JOIN {points} points ON points.evaluation_id = evaluation.id
    JOIN {participation} participation ON participation.id = points.participation_id
    WHERE participation.programme_id = %s AND evaluation.state = ANY(%s)
    """
).format(
    run_input=sql.Identifier(RunInput._meta.db_table),
    evaluation=sql.Identifier(Evaluation._meta.db_table),
    points=sql.Identifier(Points._meta.db_table),
    participation=sql.Identifier(Participation._meta.db_table),
)


def freeze(run: Run) -> None:
    """Fix the run's weights and its list of evaluations with their content's hashes.

    Raises Refused when they cannot be counted together.
    """
    sections = scored_sections(run.programme)
    if not set(scoring_rules(run.programme).variants.agent.sections) <= set(sections):
        raise Refused(Refusal.WEIGHTS_DO_NOT_FIT)
    run.weight_set = weight_set_of(programme=run.programme)
    # An approval whose points are missing is mended here, never left out of the count.
    store_points(evaluations=counted_without_points(run.programme))
    if not _list_inputs(run):
        raise Refused(Refusal.NO_CONTACTS)
    inputs = inputs_of(run)
    if has_other_sections(inputs, sections):
        raise Refused(Refusal.CHECKLIST_DIFFERS)
    run.inputs_hash = inputs_hash(inputs)
    run.steps = len(categories(run)) + 2  # this one, each category, the winners
    run.steps_done = 1
    run.save(update_fields=["weight_set", "inputs_hash", "steps", "steps_done"])


def _list_inputs(run: Run) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LIST, [run.pk, run.programme_id, sorted(EvaluationState.counted())])
        return int(cursor.rowcount)
