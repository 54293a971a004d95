"""What a run counts: the frozen list, and the points behind it.

The rows of a new run are unknown to the planner's statistics: it takes them for one or none, and a
join over several large tables can then cost the square of their size. So the list is read alone,
and what stands behind it by keys, a batch at a time.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import F, QuerySet
from numpy.typing import NDArray

from evaluations.enums import Channel, EvaluationState
from evaluations.models import (
    Category,
    ChecklistVersion,
    Evaluation,
    Points,
    Programme,
    TestCall,
)
from evaluations.points import section_keys
from evaluations.queries.calls.deciding import contact_moments
from evaluations.queries.years.checklists import checklist_of
from scoring.formulas.category_figures import Contacts
from scoring.method.rules import CHANNELS
from scoring.models import Run, RunInput
from scoring.queries.runs.run_companies import participations_then

BATCH = 2_000


class Input(NamedTuple):
    """One line of the frozen list."""

    pk: int
    evaluation: UUID
    participation: int
    channel: str
    content_hash: str


class InputPoints(NamedTuple):
    """One counted contact with its points by section."""

    run_input: int
    participation: int
    channel: str
    shopper: int
    answered: bool
    section_got: Sequence[int]
    section_possible: Sequence[int]
    section_zeroed: Sequence[bool]


def inputs_of(run: Run, category: Category | None = None) -> list[Input]:
    """The frozen list, of one category or whole, in the order of the evaluations' ids."""
    rows = run.inputs.order_by("evaluation_id")
    if category is not None:
        within = participations_then(run).filter(category_then=category.pk)
        rows = rows.filter(participation__in=list(within.values_list("pk", flat=True)))
    return [Input(*row) for row in rows.values_list("pk", *Input._fields[1:])]


def evaluations_of(inputs: Sequence[Input]) -> list[UUID]:
    """The ids of the evaluations on the list, in its order."""
    return [line.evaluation for line in inputs]


def rows_by_key(rows: QuerySet[Any], keys: Sequence[Any], *fields: str) -> dict[Any, Any]:
    """`{primary key: tuple of fields}` of those of the keys that have a row."""
    return {
        key: tuple(values)
        for batch in _batches(keys)
        for key, *values in rows.filter(pk__in=batch).values_list("pk", *fields)
    }


def counted(programme: Programme, *, besides: Collection[int] = ()) -> dict[UUID, str]:
    """The evaluations of the programme that count now, each with its content's hash.

    Those with the participations `besides` are left out.
    """
    everybody = programme.participations.exclude(pk__in=besides)
    within = list(everybody.values_list("pk", flat=True))
    calls = list(TestCall.objects.filter(participation__in=within).values_list("pk", flat=True))
    evaluations = Evaluation.objects.filter(state__in=EvaluationState.counted())
    return {
        pk: content
        for keys in _batches(calls)
        for pk, content in evaluations.filter(test_call__in=keys).values_list("pk", "content_hash")
    }


def moments_of(calls: Sequence[UUID]) -> dict[UUID, dt.datetime]:
    """The moment of each test call's contact; calls without an attempt are missing."""
    return {
        call: moment for keys in _batches(calls) for call, moment in contact_moments(keys).items()
    }


def without_points(ids: Sequence[UUID]) -> list[Evaluation]:
    """Those of the evaluations that count and whose points were never derived, or were lost."""
    pointed = rows_by_key(Points.objects.all(), ids)
    missing = [pk for pk in ids if pk not in pointed]
    rows = Evaluation.objects.filter(state__in=EvaluationState.counted()).select_related(
        "test_call__scenario", "checklist_version"
    )
    return [row for keys in _batches(missing) for row in rows.filter(pk__in=keys)]


def inputs_of_company(run: Run, participation: int) -> list[Input]:
    """The lines of the frozen list that are one company's."""
    rows = run.inputs.filter(participation=participation).order_by("evaluation_id")
    return [Input(*row) for row in rows.values_list("pk", *Input._fields[1:])]


def companies_in(inputs: Sequence[InputPoints]) -> list[int]:
    """The participations behind the contacts, in the order in which `as_arrays` numbers them."""
    return sorted({row.participation for row in inputs})


def as_arrays(inputs: Sequence[InputPoints]) -> Contacts:
    """The contacts as the formulas take them; companies are numbered in the order of their keys."""
    number = {participation: place for place, participation in enumerate(companies_in(inputs))}
    return Contacts(
        company=np.array([number[row.participation] for row in inputs], dtype=np.int64),
        channel=np.array([CHANNELS.index(Channel(row.channel)) for row in inputs], dtype=np.int64),
        answered=np.array([row.answered for row in inputs], dtype=np.bool_),
        got=np.array([row.section_got for row in inputs], dtype=np.int64, order="F"),
        possible=np.array([row.section_possible for row in inputs], dtype=np.int64, order="F"),
        zeroed=np.array([row.section_zeroed for row in inputs], dtype=np.bool_, order="F"),
    )


def shopper_numbers(inputs: Sequence[InputPoints]) -> NDArray[np.int64]:
    """Who made each contact, numbered in the order of the shoppers' keys."""
    keys = sorted({row.shopper for row in inputs})
    number = {shopper: place for place, shopper in enumerate(keys)}
    return np.array([number[row.shopper] for row in inputs], dtype=np.int64)


def seed_of(run: Run, category: Category) -> int:
    """What the draws for a category begin with: the same for the same inputs."""
    digest = hashlib.sha256(f"{run.inputs_hash} {category.key}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def _batches(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def has_other_sections(inputs: Sequence[Input], sections: Sequence[str]) -> bool:
    """Whether a contact's checklist has other scored sections than these."""
    ids = evaluations_of(inputs)
    versions = rows_by_key(Evaluation.objects.all(), ids, "checklist_version")
    found = ChecklistVersion.objects.in_bulk({version for (version,) in versions.values()})
    return any(section_keys(checklist_of(each)) != tuple(sections) for each in found.values())


def inputs_hash(inputs: Sequence[Input]) -> str:
    """sha256 over the lines `evaluation content_hash`, in the order of the evaluations' ids."""
    total = hashlib.sha256()
    for line in inputs:
        total.update(f"{line.evaluation} {line.content_hash}\n".encode())
    return total.hexdigest()


def categories(run: Run) -> list[Category]:
    """The categories of the counted contacts, always in the same order."""
    counted = list(run.inputs.values_list("participation", flat=True).distinct())
    rows = participations_then(run).filter(pk__in=counted)
    found = Category.objects.filter(pk__in=rows.values("category_then"))
    return sorted(found, key=lambda category: category.key)


def have_changed(inputs: Sequence[Input]) -> bool:
    """Whether a contact is no longer what was frozen, or has no points left."""
    ids = evaluations_of(inputs)
    contents = rows_by_key(Evaluation.objects.all(), ids, "content_hash")
    pointed = rows_by_key(Points.objects.all(), ids)
    return any(
        contents.get(line.evaluation) != (line.content_hash,) or line.evaluation not in pointed
        for line in inputs
    )


def overtaken(run: Run) -> bool:
    """Whether a contact has left the count since, or its report was changed.

    An arbiter may have taken it out after an objection, or somebody has reopened its report.
    """
    as_counted = {
        "evaluation__state__in": sorted(EvaluationState.counted()),
        "evaluation__content_hash": F("content_hash"),
    }
    return RunInput.objects.filter(run=run).exclude(**as_counted).exists()


def input_points(inputs: Sequence[Input]) -> Iterator[InputPoints]:
    """The points of the contacts, in their order."""
    ids = evaluations_of(inputs)
    points = rows_by_key(Points.objects.all(), ids, "shopper_id", *InputPoints._fields[4:])
    for line in inputs:
        yield InputPoints(line.pk, line.participation, line.channel, *points[line.evaluation])
