"""Reading weights that are being worked out: what is owed, and what became of it."""

import datetime as dt
import uuid

from evaluations.models import Programme
from scoring.models import WeightDraft
from scoring.queries.leased import due, longest_due
from scoring.queries.runs.runs import fault_sentence


def oldest_due() -> dt.datetime | None:
    """Since when the longest-waiting draft has been owed; None when none is."""
    return longest_due(WeightDraft)


def due_weight_drafts() -> list[uuid.UUID]:
    """Weights that somebody should work out, those first that were asked for first."""
    rows = WeightDraft.objects.filter(due(WeightDraft)).order_by("planned_at")
    return list(rows.values_list("pk", flat=True))


def unfinished_weight_draft(programme: Programme) -> WeightDraft | None:
    """What is being worked out for the programme; one at most."""
    return WeightDraft.objects.filter(WeightDraft.going_on, programme=programme).first()


def newest_weight_draft(programme: Programme) -> WeightDraft | None:
    """What was asked for last, with who asked and who cancelled it."""
    rows = WeightDraft.objects.filter(programme=programme)
    return rows.select_related("asked_by", "cancelled_by").order_by("-planned_at").first()


def weight_draft_failure(draft: WeightDraft) -> str:
    """What stopped the work the last time, for a coordinator; empty when nothing did."""
    return fault_sentence(draft.error)
