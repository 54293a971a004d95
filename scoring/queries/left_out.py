"""Contacts that a run leaves out because they were rejected, and what they would have changed."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import OuterRef, Subquery

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, EvaluationEvent
from evaluations.queries.points import points_of_evaluation
from scoring.formulas.contact_scores import contact_score
from scoring.formulas.ranking import competition_ranks
from scoring.formulas.rounding import rounded
from scoring.models import RankingRow, Run
from scoring.queries.sections import scored_sections
from scoring.queries.weights import weights_in_order


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rejected contact and its reason; the company's place and total without it and with it.

    A place is None where the company has no other contact, or the contact has no score. The total
    with it is made from the rounded one, so its last decimal may be off.
    """

    contact: uuid.UUID
    company: str
    name: str
    channel: str
    submitted_at: dt.datetime
    reason: str
    rank_without: int | None
    rank_with: int | None
    total_without: Decimal | None
    total_with: Decimal | None


def left_out_contacts(run: Run) -> list[LeftOut]:
    """Every contact of the run's programme that stands rejected, by company and time.

    Each is looked at alone: with it, and with everything else as in the run.
    """
    rows = run.ranking.select_related("participation")
    standing = {row.participation_id: row for row in rows}
    return [_left_out(run, evaluation, standing) for evaluation in _rejected(run)]


def _rejected(run: Run) -> list[Evaluation]:
    last = EvaluationEvent.objects.filter(
        subject=OuterRef("pk"), to_state=EvaluationState.REJECTED
    ).order_by("-at", "-pk")
    return list(
        Evaluation.objects.filter(
            test_call__participation__programme=run.programme_id, state=EvaluationState.REJECTED
        )
        .select_related(
            "checklist_version", "test_call__scenario", "test_call__participation__company"
        )
        .annotate(rejected_because=Subquery(last.values("reason")[:1]))
        .order_by("test_call__participation__company__key", "submitted_at", "pk")
    )


def _left_out(run: Run, evaluation: Evaluation, standing: Mapping[int, RankingRow]) -> LeftOut:
    call = evaluation.test_call
    row = standing.get(call.participation_id)
    total = _total_with(row, _score(run, evaluation))
    return LeftOut(
        contact=evaluation.pk,
        company=call.participation.company.key,
        name=call.participation.name,
        channel=call.channel,
        submitted_at=evaluation.submitted_at or evaluation.created_at,
        reason=getattr(evaluation, "rejected_because", None) or "",
        rank_without=row.rank if row else None,
        rank_with=_rank_with(call.participation_id, total, standing),
        total_without=row.total if row else None,
        total_with=total,
    )


def _score(run: Run, evaluation: Evaluation) -> Fraction | None:
    points = points_of_evaluation(evaluation)
    sections = scored_sections(run.programme)
    if run.weight_set is None or len(points.section_got) != len(sections):
        return None
    weights = weights_in_order(run.weight_set, sections)
    return contact_score(points, weights, answered=evaluation.answered)


def _total_with(row: RankingRow | None, score: Fraction | None) -> Decimal | None:
    if row is None or score is None:
        return None
    return rounded((Fraction(row.total) * row.contacts + score) / (row.contacts + 1))


def _rank_with(
    participation: int, total: Decimal | None, standing: Mapping[int, RankingRow]
) -> int | None:
    row = standing.get(participation)
    if row is None or total is None:
        return None
    category = row.participation.category_id
    rivals = {
        other.participation_id: other.total
        for other in standing.values()
        if other.participation.category_id == category
    }
    return competition_ranks({**rivals, participation: total})[participation]
