"""Next year's programme of the demo, and the expectation survey that its shopper can fill in.

The sample's years have their answers; another one would count among what their weights rest on.
"""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from evaluations.models import Programme
from evaluations.services.roster.admitting import AlreadyAdmitted, admit
from evaluations.surveys.queries.surveys import survey_of
from scoring.services.demo.accounts import SHOPPER_CODE, sample_years
from scoring.services.weights.surveying import offered, open_expectation_survey
from shoppers.models import Shopper, User

_OPEN = dt.timedelta(weeks=8)
_FIELDWORK = dt.timedelta(weeks=12)


@transaction.atomic
def load_survey(people: Mapping[str, User]) -> None:
    """Open the survey of the year after the sample's newest, once; the demo's shopper is asked."""
    by, today = people["coordinator"], timezone.localdate()
    newest = Programme.objects.select_for_update().get(slug=sample_years()[-1].name)
    programme = _year_after(newest, asked_until=today + _OPEN)
    if survey_of(programme) is not None:
        return
    with suppress(AlreadyAdmitted):
        admit(shopper=Shopper.objects.get(code=SHOPPER_CODE), programme=programme, by=by)
    open_expectation_survey(
        programme=programme,
        asks=offered(programme)[0],
        opens_on=today,
        closes_on=today + _OPEN,
        by=by,
    )


def _year_after(newest: Programme, *, asked_until: dt.date) -> Programme:
    """The same method a year later; its fieldwork begins once shoppers have been asked."""
    year = newest.year + 1
    start = max(newest.fieldwork_start.replace(year=year), asked_until)
    programme, _made = Programme.objects.get_or_create(
        slug=str(year),
        defaults={
            "year": year,
            "name": newest.name.replace(str(newest.year), str(year)),
            "fieldwork_start": start,
            "fieldwork_end": start + _FIELDWORK,
            "checklist_version": newest.checklist_version,
            "method": newest.method,
            "method_hash": newest.method_hash,
            "frozen_at": timezone.now(),
            "call_fee": newest.call_fee,
            "currency": newest.currency,
        },
    )
    return programme
