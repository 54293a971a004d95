"""Reports that were handed in and wait for the last word about them."""

from dataclasses import dataclass

from django.db.models import Count, Q

from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import Evaluation, Programme, TestCall


@dataclass(frozen=True, slots=True)
class Undecided:
    """How many reports of a category wait for a reviewer, and how many are with their shoppers."""

    submitted: int
    returned: int


def undecided_by_category(programme: Programme) -> dict[str, Undecided]:
    """By category key, those with undecided reports alone; a second look is part of the first."""
    category = "test_call__participation__category__key"
    found = (
        Evaluation.objects.filter(
            test_call__participation__programme=programme,
            state__in=sorted(EvaluationState.undecided()),
        )
        .values(category)
        .annotate(
            submitted=Count("pk", filter=Q(state=EvaluationState.SUBMITTED)),
            returned=Count("pk", filter=Q(state=EvaluationState.RETURNED)),
        )
        .order_by(category)
    )
    return {row[category]: Undecided(row["submitted"], row["returned"]) for row in found}


def calls_to_come(programme: Programme, category: str) -> int:
    """How many calls of a category may still become reports, and so will have to be decided."""
    return TestCall.objects.filter(
        participation__programme=programme,
        participation__category__key=category,
        state__in=sorted(TestCallState.to_come()),
    ).count()
