"""Every counted contact: what was handed in, and the points that follow from it."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from evaluations.canonical import evaluation_hash
from evaluations.models import Attempt, ChecklistVersion, Evaluation, Points, Scenario
from evaluations.queries.points import points_of_evaluation
from scoring.models import RunInput
from scoring.queries.runs.inputs import Input, InputPoints
from scoring.services.verifying.findings import Findings

BATCH = 500
# What a contact is read with; documents that every row would bring along are left out.
_WITH = (
    "test_call__participation__programme",
    "test_call__participation__company",
    "test_call__scenario",
    "test_call__shopper",
)
_WITHOUT = (
    "test_call__participation__programme__method",
    "test_call__scenario__text",
    "test_call__scenario__briefing",
)
_POINTS = ("section_got", "section_possible", "section_zeroed", "question_got", "question_possible")


def check_contacts(
    inputs: Sequence[Input], found: Findings, *, tell: Callable[[], object]
) -> list[InputPoints]:
    """The points of the contacts made anew from their answers, in the order of the list.

    Compares on the way: the fingerprint of what was handed in, the list's own columns, the stored
    points. A contact of which nothing is left, or whose answers give no points, is missing from
    what is returned, and noted. `tell` is called after each batch.
    """
    versions: dict[int, ChecklistVersion] = {}
    points: list[InputPoints] = []
    for start in range(0, len(inputs), BATCH):
        lines = inputs[start : start + BATCH]
        points += _check_batch(lines, versions, found)
        tell()
    return points


def batches(inputs: Sequence[Input]) -> int:
    """How many batches the contacts are checked in."""
    return -(-len(inputs) // BATCH)


def _check_batch(
    lines: Sequence[Input], versions: dict[int, ChecklistVersion], found: Findings
) -> list[InputPoints]:
    rows = Evaluation.objects.select_related(*_WITH).defer(*_WITHOUT)
    evaluations = rows.in_bulk([line.evaluation for line in lines])
    attempts = _attempts(evaluations.values())
    stored = {
        row.pop("evaluation_id"): row
        for row in Points.objects.filter(pk__in=evaluations.keys()).values(
            "evaluation_id", *_columns()
        )
    }
    made = []
    for line in lines:
        evaluation = evaluations.get(line.evaluation)
        found.count(Evaluation._meta.db_table)
        if evaluation is None:
            found.value(Evaluation, str(line.evaluation), "row", None, line.content_hash)
            continue
        _checklist(evaluation, versions)
        _check_handed_in(line, evaluation, attempts.get(evaluation.test_call_id, []), found)
        anew = _points(evaluation, found)
        if anew is not None:
            found.count(Points._meta.db_table)
            found.row(Points, str(line.evaluation), stored.get(line.evaluation, {}), anew)
            made.append(_input_points(line, anew))
    return made


def _columns() -> list[str]:
    return [each.attname for each in Points._meta.concrete_fields if not each.primary_key]


def _attempts(evaluations: Iterable[Evaluation]) -> dict[uuid.UUID, list[Attempt]]:
    calls = [evaluation.test_call_id for evaluation in evaluations]
    made: dict[uuid.UUID, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(test_call__in=calls):
        made.setdefault(attempt.test_call_id, []).append(attempt)
    return made


def _checklist(evaluation: Evaluation, versions: dict[int, ChecklistVersion]) -> None:
    """Give the contact its checklist, of which there are a few for thousands of contacts."""
    pk = evaluation.checklist_version_id
    if pk not in versions:
        versions[pk] = ChecklistVersion.objects.get(pk=pk)
    evaluation.checklist_version = versions[pk]


def _check_handed_in(
    line: Input, evaluation: Evaluation, attempts: Sequence[Attempt], found: Findings
) -> None:
    about = str(line.evaluation)
    call, hashed = evaluation.test_call, evaluation_hash(evaluation, attempts)
    found.value(Evaluation, about, "content_hash", evaluation.content_hash, hashed)
    of, scenario = call.participation.programme_id, call.scenario
    found.value(Scenario, scenario.key, "programme_id", scenario.programme_id, of)
    stored = {
        "content_hash": line.content_hash,
        "participation_id": line.participation,
        "channel": line.channel,
    }
    anew = {
        "content_hash": hashed,
        "participation_id": call.participation_id,
        "channel": call.channel,
    }
    found.row(RunInput, about, stored, anew)


def _points(evaluation: Evaluation, found: Findings) -> dict[str, Any] | None:
    """The columns of `Points`, made anew; None for answers that the checklist does not take."""
    call = evaluation.test_call
    try:
        points = points_of_evaluation(evaluation)
    except ValueError as error:
        found.value(Evaluation, str(evaluation.pk), "answers", str(error), None)
        return None
    return {
        "participation_id": call.participation_id,
        "channel": call.channel,
        "shopper_id": call.shopper_id,
        "answered": evaluation.answered,
        **{name: list(getattr(points, name)) for name in _POINTS},
    }


def _input_points(line: Input, anew: Mapping[str, Any]) -> InputPoints:
    return InputPoints(
        line.pk,
        line.participation,
        line.channel,
        anew["shopper_id"] or 0,
        anew["answered"],
        anew["section_got"],
        anew["section_possible"],
        anew["section_zeroed"],
    )
