"""What a run has counted stays as it was counted."""

from django.utils.translation import gettext as _

from evaluations.models import Evaluation
from scoring.models import RunInput


def released_already(evaluation: Evaluation) -> str:
    """That a confirmed release rests on what the report says; empty when none does."""
    released = RunInput.objects.filter(
        evaluation=evaluation, run__releases__confirmation__isnull=False
    )
    if released.exists():
        return _("Published results rest on this contact as it stands. Nothing was changed.")
    return ""


def counted_already(evaluation: Evaluation) -> str:
    """That a run rests on the report's approval; empty when none does."""
    if RunInput.objects.filter(evaluation=evaluation).exists():
        return _("A run has counted this report already, so its approval stands.")
    return ""
