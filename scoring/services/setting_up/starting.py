"""Starting a year: from then on its rules stand, and shoppers can be sent out."""

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.method import Method
from evaluations.models import Company, Programme, ProgrammeStart
from evaluations.sampling import new_seed
from evaluations.services.setting_up.refusals import SetUpChanged, SetUpRefused, held_draft
from scoring.queries.setting_up import Missing, readiness
from shoppers.models import User

_log = structlog.get_logger(__name__)


class NotReady(SetUpRefused):
    """Something is missing; `missing` says what."""

    code = "not_ready"

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        self.missing = missing
        super().__init__("", _("Something is missing. Nothing was started."))


@transaction.atomic
def start_year(*, programme: Programme, by: User, seen: str) -> ProgrammeStart:
    """Freeze and hash method and checklist; `seen` is the fingerprint that was agreed to.

    Raises AlreadyStarted, also for the second of two who start at once; SetUpChanged where
    something else stands by now; NotReady with everything that is missing.
    """
    held = held_draft(programme)
    state = readiness(held)
    if state.missing:
        raise NotReady(state.missing)
    if state.fingerprint != seen:
        raise SetUpChanged
    held.method_hash = Method.model_validate(held.method).hash()
    held.frozen_at = timezone.now()
    held.save(update_fields=["method_hash", "frozen_at"])
    start = ProgrammeStart.objects.create(
        programme=held,
        method_hash=held.method_hash,
        checklist_hash=held.checklist_version.document_hash,
        draw_seed=new_seed(),
        by=by,
    )
    _bring_names_up_to_date(held)
    _log.info("year_started", programme=held.slug, method=held.method_hash, by=str(by.pk))
    return start


def _bring_names_up_to_date(programme: Programme) -> None:
    """A company is called as in its newest year; an older year does not change it."""
    changed = []
    for each in programme.participations.select_related("company"):
        newer = each.company.participations.filter(programme__year__gt=programme.year)
        if each.company.name != each.name and not newer.exists():
            each.company.name = each.name
            changed.append(each.company)
    Company.objects.bulk_update(changed, ["name"])
