"""Reports that wait for the last word about them, a client's objection included."""

from dataclasses import dataclass

from django.db.models import Count, Q

from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import Evaluation, Programme, TestCall


@dataclass(frozen=True, slots=True)
class Undecided:
    """How many reports of a category wait for a reviewer, for their shoppers, for an arbiter."""

    submitted: int
    returned: int
    objected: int = 0


def undecided_by_category(programme: Programme) -> dict[str, Undecided]:
    """By category key, those with undecided reports alone; a second look is part of the first."""
    category = "test_call__participation__category__key"
    found = (
        Evaluation.objects.filter(
            test_call__participation__programme=programme,
            state__in=sorted(EvaluationState.undecided() | {EvaluationState.OBJECTED}),
        )
        .values(category)
        .annotate(
            submitted=Count("pk", filter=Q(state=EvaluationState.SUBMITTED)),
            returned=Count("pk", filter=Q(state=EvaluationState.RETURNED)),
            objected=Count("pk", filter=Q(state=EvaluationState.OBJECTED)),
        )
        .order_by(category)
    )
    return {
        row[category]: Undecided(row["submitted"], row["returned"], row["objected"])
        for row in found
    }


def calls_to_come(programme: Programme, category: str) -> int:
    """How many calls of a category may still become reports, and so will have to be decided."""
    return TestCall.objects.filter(
        participation__programme=programme,
        participation__category__key=category,
        state__in=sorted(TestCallState.to_come()),
    ).count()


def review_has_closed(programme: Programme) -> bool:
    """Whether no call of the programme is to come and every report of it has its last word."""
    to_come = TestCall.objects.filter(
        participation__programme=programme, state__in=sorted(TestCallState.to_come())
    )
    return not to_come.exists() and not undecided_by_category(programme)
