"""A year to be planned: the tiny award's period lies ahead, and shoppers stand ready."""

import datetime as dt

from django.utils import timezone

from evaluations.models import PlanDraft, Programme
from evaluations.services.plans.planning import compute_plan, draft_plan
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.calls import admit, shopper_user

WEEKS = 4
CODES = ("S-911", "S-912", "S-913", "S-914")


def lies_ahead(award: Award, *, weeks: int = WEEKS) -> Award:
    """The award with its period from today on."""
    programme = award.programme
    programme.fieldwork_start = timezone.localdate()
    programme.fieldwork_end = timezone.localdate() + dt.timedelta(weeks=weeks)
    Programme.objects.filter(pk=programme.pk).update(
        fieldwork_start=programme.fieldwork_start, fieldwork_end=programme.fieldwork_end
    )
    return award


def crew(award: Award, by: User, *, capacity: int = 5) -> list[User]:
    """Four more shoppers with log-ins, admitted."""
    users = [shopper_user(code, f"Shopper {code}", capacity=capacity) for code in CODES]
    for user in users:
        admit(user, award.programme, by)
    return users


def ready_plan(award: Award, by: User, *, seed: int = 7) -> PlanDraft:
    """A plan of the award, computed here and now."""
    draft = draft_plan(programme=award.programme, by=by, seed=seed)
    compute_plan(draft.pk)
    draft.refresh_from_db()
    return draft
