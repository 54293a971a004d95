"""Which reports are locked next: those whose client has nothing to say any more."""

import datetime as dt

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, Max, OuterRef, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation, EvaluationEvent, Programme
from evaluations.rules import TAKE_BACK_WITHIN

_UNTIL = "test_call__participation__programme__preview_until"


def to_lock() -> QuerySet[Evaluation]:
    """Approved reports whose preview is over.

    Not those that moved a moment ago: who approved them may take that back.
    """
    now = timezone.now()
    over = list(Programme.objects.filter(preview_until__lte=now).values_list("pk", flat=True))
    if not over:
        return Evaluation.objects.none()
    moved = EvaluationEvent.objects.filter(subject=OuterRef("pk"), at__gt=now - TAKE_BACK_WITHIN)
    return Evaluation.objects.filter(
        ~Exists(moved),
        state=EvaluationState.APPROVED,
        test_call__participation__programme__in=over,
    )


def oldest_due() -> dt.datetime | None:
    """Since when the report that should have been locked first has waited; None when none does."""
    settled = ExpressionWrapper(
        Max("events__at") + TAKE_BACK_WITHIN, output_field=DateTimeField(null=True)
    )
    waiting = to_lock().annotate(since=Greatest(F(_UNTIL), settled)).order_by("since")
    return waiting.values_list("since", flat=True).first()
