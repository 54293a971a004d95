"""Weights that were asked for, while they are worked out and where that came to nothing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluations.models import Programme
from scoring.enums import RunState
from scoring.models import WeightDraft
from scoring.queries.weights.weight_drafts import newest_weight_draft, weight_draft_failure


@dataclass(frozen=True, slots=True)
class WeightDraftRow:
    """What was asked for last: whether it goes on, what is under way, and why it came to nothing.

    `cancelled` names who cancelled it.
    """

    draft: WeightDraft
    unfinished: bool
    under_way: str
    failure: str
    cancelled: str


def weight_draft_row(programme: Programme) -> WeightDraftRow | None:
    """What was asked for last, in words; None before anything was."""
    draft = newest_weight_draft(programme)
    if draft is None:
        return None
    by = draft.cancelled_by
    return WeightDraftRow(
        draft=draft,
        unfinished=draft.state in RunState.unfinished(),
        under_way=_said(draft),
        failure=weight_draft_failure(draft) if draft.state == RunState.FAILED else "",
        cancelled=by.name if by else "",
    )


def _said(draft: WeightDraft) -> str:
    if draft.error:
        return _("They are worked out again. %(fault)s") % {"fault": weight_draft_failure(draft)}
    if draft.state == RunState.RUNNING:
        return _("The weights are being worked out")
    return _("Waits for a worker")
