"""What happens to companies in the middle of a year, by the service that coordinators use."""

from typing import Any

from django.utils import timezone

from evaluations.enums import CompanyActKind
from evaluations.models import (
    Company,
    Fee,
    Participation,
    ParticipationAct,
    TestCall,
    TestCallEvent,
)
from evaluations.services.companies.company_acts import CompanyAct, perform
from shoppers.models import Notice, User
from tests.factories.awards import Award

# For the coordinators alone.
REASON = "canary-why-a-company-changed"


def wish(kind: CompanyActKind, *, reason: str = REASON, **facts: Any) -> CompanyAct:
    """An act that holds from today on."""
    return CompanyAct(kind, reason, facts.pop("from_day", timezone.localdate()), **facts)


def happened(
    award: Award, company: str, kind: CompanyActKind, by: User, **facts: Any
) -> ParticipationAct:
    """The act, done; the award's participation is as it stands afterwards."""
    found = award.participations[company]
    act = perform(participation=found, wanted=wish(kind, **facts), by=by)
    award.participations[company] = Participation.objects.select_related(
        "programme", "company", "category"
    ).get(pk=found.pk)
    return act


def everything() -> list[Any]:
    """All that an act writes."""
    return [
        list(TestCall.objects.order_by("pk").values()),
        list(Participation.objects.order_by("pk").values()),
        list(Company.objects.order_by("pk").values()),
        *(model.objects.count() for model in (ParticipationAct, TestCallEvent, Notice, Fee)),
    ]
