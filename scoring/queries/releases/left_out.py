"""Contacts that a run leaves out because they were rejected, and what they would have changed."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Subquery

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, EvaluationEvent
from evaluations.queries.points import points_of_evaluation
from scoring.formulas.category_figures import CompanyFigures, company_figures
from scoring.formulas.contact_scores import contact_score
from scoring.formulas.ranking import competition_ranks
from scoring.method.placing import strength
from scoring.method.reading import scoring_rules
from scoring.models import RankingRow, Run
from scoring.queries.runs.counting import counting_of_run
from scoring.queries.runs.inputs import InputPoints, as_arrays, input_points, inputs_of_company
from scoring.queries.runs.sections import scored_sections


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rejected contact and its reason; the company's place and total without it and with it.

    A place or total is None where the company has no other contact, or the contact has no score.
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
    figures = _figures_with(run, evaluation) if row else None
    return LeftOut(
        contact=evaluation.pk,
        company=call.participation.company.key,
        name=call.participation.name,
        channel=call.channel,
        submitted_at=evaluation.submitted_at or evaluation.created_at,
        reason=getattr(evaluation, "rejected_because", None) or "",
        rank_without=row.rank if row else None,
        rank_with=_rank_with(run, row, figures, standing) if row and figures else None,
        total_without=row.total if row else None,
        total_with=figures.total if figures else None,
    )


def _figures_with(run: Run, evaluation: Evaluation) -> CompanyFigures | None:
    """The company's figures with one contact more; None when that contact has no score."""
    points = points_of_evaluation(evaluation)
    if run.weight_set is None or len(points.section_got) != len(scored_sections(run.programme)):
        return None
    counting, call = counting_of_run(run), evaluation.test_call
    if contact_score(points, counting, answered=evaluation.answered) is None:
        return None
    one_more = InputPoints(
        0,
        call.participation_id,
        call.channel,
        call.shopper_id or 0,
        evaluation.answered,
        points.section_got,
        points.section_possible,
        points.section_zeroed,
    )
    counted = input_points(inputs_of_company(run, call.participation_id))
    return company_figures(as_arrays([*counted, one_more]), counting)[0]


def _rank_with(
    run: Run, row: RankingRow, figures: CompanyFigures, standing: Mapping[int, RankingRow]
) -> int | None:
    if row.rank is None:
        return None
    rules = scoring_rules(run.programme)
    strengths = {
        other.participation_id: strength(other, rules)
        for other in standing.values()
        if other.rank is not None and other.category_id == row.category_id
    }
    strengths[row.participation_id] = strength(figures, rules)
    return competition_ranks(strengths)[row.participation_id]
