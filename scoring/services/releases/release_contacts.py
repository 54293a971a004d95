"""Contacts as a release shows them to their company's own clients."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.utils import timezone

from evaluations.checklist_document import ChecklistDocument
from evaluations.enums import HalfDay
from evaluations.models import (
    ChecklistVersion,
    Company,
    Evaluation,
    Points,
    Scenario,
    TestCall,
)
from evaluations.points import section_keys, shown_answers
from evaluations.queries.review.comments import cleared_comments
from evaluations.queries.years.checklists import checklist_of
from scoring.formulas.contact_scores import counted_points, section_score
from scoring.formulas.counting import Critical
from scoring.formulas.rounding import figure_text, rounded
from scoring.method.reading import scoring_rules
from scoring.models import Release, ReleasedContact, Run, Score
from scoring.queries.runs.inputs import evaluations_of, inputs_of, moments_of, rows_by_key

_NOON = 12


class _Points(NamedTuple):
    """A contact's points, by section and by question."""

    section_got: Sequence[int]
    section_possible: Sequence[int]
    section_zeroed: Sequence[bool]
    question_got: Sequence[int]
    question_possible: Sequence[int]


class _Counted(NamedTuple):
    """A contact that the run counted, and the moment of the attempt that decided it."""

    contact: uuid.UUID
    total: Decimal
    company: int
    channel: str
    scenario: Scenario
    answered: bool
    answers: Mapping[str, Any]
    comments: Mapping[str, str]
    version: int
    points: _Points
    moment: dt.datetime


def contacts_of_run(release: Release) -> Iterator[ReleasedContact]:
    """Every contact that the release's run counted, as rows that are not stored yet."""
    rows = list(_counted(release.run))
    companies = Company.objects.in_bulk({row.company for row in rows})
    versions = ChecklistVersion.objects.in_bulk({row.version for row in rows})
    critical = scoring_rules(release.programme).critical
    shown_by = {pk: _Shown(checklist_of(version), critical) for pk, version in versions.items()}
    return (_contact(release, companies[row.company], row, shown_by[row.version]) for row in rows)


def _counted(run: Run) -> Iterator[_Counted]:
    inputs = inputs_of(run)
    ids = evaluations_of(inputs)
    scores = rows_by_key(Score.objects.all(), [line.pk for line in inputs], "total")
    points = rows_by_key(Points.objects.all(), ids, *_Points._fields)
    answers = rows_by_key(
        Evaluation.objects.all(),
        ids,
        "test_call_id",
        "submitted_at",
        "answered",
        "answers",
        "checklist_version_id",
    )
    calls = [call for call, *_ in answers.values()]
    scenario_of = rows_by_key(TestCall.objects.all(), calls, "scenario_id")
    moments = moments_of(calls)
    scenarios = Scenario.objects.filter(programme=run.programme_id).in_bulk()
    comments = cleared_comments(ids)
    company_of = dict(run.programme.participations.values_list("pk", "company"))
    for line in inputs:
        call, submitted_at, answered, given, version = answers[line.evaluation]
        yield _Counted(
            contact=line.evaluation,
            total=scores[line.pk][0],
            company=company_of[line.participation],
            channel=line.channel,
            scenario=scenarios[scenario_of[call][0]],
            answered=answered,
            answers=given,
            comments=comments.get(line.evaluation, {}),
            version=version,
            points=_Points(*points[line.evaluation]),
            moment=moments.get(call, submitted_at),
        )


def _contact(release: Release, company: Company, row: _Counted, shown: "_Shown") -> ReleasedContact:
    # Never nearer to the attempt than its half of the day, on the award's clock.
    local = timezone.localtime(row.moment, timezone.get_default_timezone())
    return ReleasedContact(
        release=release,
        company=company,
        contact=row.contact,
        channel=row.channel,
        scenario=row.scenario.key,
        date=local.date(),
        half_day=HalfDay.MORNING if local.hour < _NOON else HalfDay.AFTERNOON,
        answered=row.answered,
        total=row.total,
        sections=shown.sections(row) if row.answered else {},
        answers=shown.answers(row) if row.answered else [],
        comments=dict(row.comments),
    )


class _Shown:
    """What a client sees of a contact on one checklist."""

    def __init__(self, checklist: ChecklistDocument, critical: Critical) -> None:
        self.checklist, self.critical = checklist, critical

    @cached_property
    def section_keys(self) -> tuple[str, ...]:
        """The scored sections, in the order of the points."""
        return section_keys(self.checklist)

    def sections(self, row: _Counted) -> dict[str, Any]:
        """Points and percentage by section; one that did not apply has no percentage."""
        counted = counted_points(row.points, self.critical)
        points = zip(
            counted.section_got, counted.section_possible, counted.section_zeroed, strict=True
        )
        return {
            key: {
                "got": got,
                "possible": possible,
                "percent": _percent(got, possible, zeroed=zeroed),
                "critical": zeroed,
            }
            for key, (got, possible, zeroed) in zip(self.section_keys, points, strict=True)
        }

    def answers(self, row: _Counted) -> list[dict[str, Any]]:
        """The answers to the questions that were part of the contact."""
        return [
            answer._asdict()
            for answer in shown_answers(
                self.checklist,
                channel=row.channel,
                scenario_reason=row.scenario.reason,
                answers=row.answers,
                question_got=row.points.question_got,
                question_possible=row.points.question_possible,
            )
        ]


@lru_cache(maxsize=4096)
def _percent(got: int, possible: int, *, zeroed: bool) -> str | None:
    score = section_score(got, possible, zeroed=zeroed)
    return None if score is None else figure_text(rounded(score))
