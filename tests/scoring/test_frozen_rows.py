"""Rows that may change for a while, and what of them the database itself keeps once they may not.

As in test_append_only.py the statements are plain SQL of the app's role: no service is asked.
"""

import datetime as dt
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.utils import timezone

from evaluations.enums import EvaluationState, ImportReason, ImportState
from evaluations.models import (
    Evaluation,
    EvaluationEvent,
    Import,
    ImportProblem,
    Scenario,
    TestCall,
)
from evaluations.models.evaluation import STEPS
from evaluations.transitions import TABLE, Subject
from scoring.enums import RunState
from scoring.models import Run
from scoring.services.runs.runs import plan_run
from tests import people
from tests.conftest import MakeOnce
from tests.factories.awards import scored, scored_award
from tests.factories.tiny_method import PERFECT

REFUSED = {
    "a complete run is not planned again": "UPDATE scoring_run SET state = 'planned' {complete}",
    "nor failed": "UPDATE scoring_run SET state = 'failed' {complete}",
    "its result stays": "UPDATE scoring_run SET result_hash = repeat('0', 64) {complete}",
    "its inputs stay": "UPDATE scoring_run SET inputs_hash = repeat('0', 64) {complete}",
    "it is not removed": "DELETE FROM scoring_run {complete}",
    "a failed run is not taken up again": (
        "UPDATE scoring_run SET state = 'planned' WHERE state = 'failed'"
    ),
    "answers of an approved report stay": (
        "UPDATE evaluations_evaluation SET answers = '{{}}' WHERE state = 'approved' AND answered"
    ),
    "as do those of a report in review": (
        "UPDATE evaluations_evaluation SET answers = '{{}}' WHERE state = 'submitted'"
    ),
    "and those of a rejected one": (
        "UPDATE evaluations_evaluation SET answers = '{{}}' WHERE state = 'rejected'"
    ),
    "not even while a step is taken": (
        "UPDATE evaluations_evaluation SET answers = '{{}}', state = 'submitted'"
        " WHERE state = 'approved' AND answered"
    ),
    "its comments stay": (
        "UPDATE evaluations_evaluation SET comments = '{{\"a\": 1}}' WHERE state = 'approved'"
    ),
    "its hash stays": (
        "UPDATE evaluations_evaluation SET content_hash = repeat('0', 64) WHERE state = 'approved'"
    ),
    "it is no draft again": (
        "UPDATE evaluations_evaluation SET state = 'draft' WHERE state = 'approved'"
    ),
    "nor returned": (
        "UPDATE evaluations_evaluation SET state = 'returned' WHERE state = 'approved'"
    ),
    "it is not removed either": "DELETE FROM evaluations_evaluation WHERE state = 'approved'",
    "the words of a played scenario stay": "UPDATE evaluations_scenario SET text = '{{}}'",
    "and why one calls": "UPDATE evaluations_scenario SET reason = 'complaint'",
    "a line that was not usable is kept": "DELETE FROM evaluations_importproblem",
    "word for word": "UPDATE evaluations_importproblem SET raw = ''",
    "no step has an unknown name": (
        "INSERT INTO evaluations_evaluationevent"
        " (event, author_id, reason, at, subject_id, from_state, to_state)"
        " SELECT 'foo', author_id, reason, at, subject_id, from_state, to_state"
        " FROM evaluations_evaluationevent LIMIT 1"
    ),
}
TABLES = (Run, Evaluation, EvaluationEvent, Scenario, TestCall, ImportProblem)


def _make() -> Evaluation:
    """A run of each end, a report in each state, and a line that was not usable; the draft."""
    alma, award = people.alma(), scored_award()
    scored(award)
    Run.objects.filter(pk=plan_run(programme=award.programme, by=None).pk).update(
        state=RunState.FAILED, error="no_contacts"
    )
    award.rejected("alfa", PERFECT, by=alma, reason="Not by the script")
    others = {EvaluationState.APPROVED, EvaluationState.REJECTED, EvaluationState.DRAFT}
    for state in sorted(set(EvaluationState) - others):
        award.contact("alfa", PERFECT, state=state)
    run = Import.objects.create(
        programme=award.programme,
        by=alma,
        state=ImportState.COMPLETE,
        finished_at=timezone.now() + dt.timedelta(hours=1),
    )
    ImportProblem.objects.create(
        programme=award.programme,
        first_import=run,
        line=7,
        reason=ImportReason.MALFORMED,
        message="Not JSON",
        raw="{",
        raw_hash="0" * 64,
    )
    return award.contact("alfa", PERFECT, state=EvaluationState.DRAFT)


@pytest.fixture(scope="module")
def made(make_once: MakeOnce[Evaluation]) -> Evaluation:
    return make_once(_make)


@pytest.fixture
def draft(made: Evaluation, db: None) -> Evaluation:
    return deepcopy(made)


def _all() -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = []
    for model in TABLES:
        rows: Any = model._default_manager.order_by("pk").values()
        found.append(list(rows))
    return found


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_the_database_refuses(statement: str) -> None:
    before = _all()

    with (
        pytest.raises((ProgrammingError, IntegrityError), match=r"Cannot|stays|violates check"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(complete="WHERE state = 'complete'"))

    assert _all() == before


@pytest.mark.parametrize("source", EvaluationState)
@pytest.mark.parametrize("target", EvaluationState)
def test_a_report_takes_the_steps_of_the_table_and_no_other(
    draft: Evaluation, source: EvaluationState, target: EvaluationState
) -> None:
    report = Evaluation.objects.filter(state=source).first()
    assert report is not None
    known = {
        (state, step.target)
        for step in TABLE
        if step.subject is Subject.EVALUATION
        for state in step.sources
    }
    assert known | {(EvaluationState.APPROVED, EvaluationState.SUBMITTED)} == set(STEPS)
    row = Evaluation.objects.filter(pk=report.pk)

    if source == target or (source, target) in STEPS:
        assert row.update(state=target) == 1
        return

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        row.update(state=target)
    assert row.get().state == source


def test_what_may_change_still_does(draft: Evaluation) -> None:
    returned = Evaluation.objects.filter(state=EvaluationState.RETURNED)
    hers = [(draft.pk, "draft"), (returned.get().pk, "returned")]

    for pk, _state in hers:
        assert Evaluation.objects.filter(pk=pk).update(answers={}, content_hash="1" * 64) == 1
    assert ImportProblem.objects.update(closed_at=timezone.now()) == 1
    assert Scenario.objects.update(briefing={"role": {"en": "You have moved."}}) == 2
    TestCall.objects.filter(scenario__key="buy").update(state="planned")
    assert Scenario.objects.filter(key="buy").update(text={"en": "Buy"}) == 1
