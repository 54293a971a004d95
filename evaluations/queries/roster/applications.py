"""Reading who wants to become a shopper."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.utils import timezone

from evaluations.enums import ApplicationState
from evaluations.models import Application, Programme
from shoppers.languages import Language
from shoppers.queries.people import person_by_email

SORTS = {
    "applied": ("confirmed_at", "pk"),
    "-applied": ("-confirmed_at", "pk"),
    "name": ("name", "pk"),
    "-name": ("-name", "pk"),
    "region": ("region", "pk"),
    "-region": ("-region", "pk"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which applications: `search` looks in name, e-mail and region; empty means all."""

    search: str = ""
    language: str = ""
    programme: str = ""
    state: str = ""


def applications(wanted: Wanted, *, sort: str = "applied") -> QuerySet[Application]:
    """Those that were confirmed, each with its `state` (ApplicationState), the oldest first."""
    found = Application.objects.filter(confirmed_at__isnull=False).annotate(state=_state())
    if wanted.search:
        found = found.filter(
            Q(name__icontains=wanted.search)
            | Q(email__icontains=wanted.search)
            | Q(region__icontains=wanted.search)
        )
    if wanted.language in Language.values:
        found = found.filter(languages__contains=[wanted.language])
    if wanted.programme:
        found = found.filter(programme__slug=wanted.programme)
    if wanted.state in ApplicationState.values:
        found = found.filter(state=wanted.state)
    order = SORTS.get(sort, SORTS["applied"])
    return found.select_related("programme", "decided_by", "shopper").order_by(*order)


def _state() -> Case:
    return Case(
        When(decided_at=None, then=Value(ApplicationState.WAITING)),
        When(shopper=None, then=Value(ApplicationState.DECLINED)),
        default=Value(ApplicationState.ACCEPTED),
        output_field=CharField(),
    )


def application_on_desk(key: uuid.UUID) -> Application | None:
    """One that was confirmed, with its state."""
    return applications(Wanted()).filter(pk=key).first()


def waiting_applications() -> int:
    """How many wait for a coordinator."""
    return Application.objects.filter(confirmed_at__isnull=False, decided_at=None).count()


def has_account(application: Application) -> bool:
    """Whether somebody signs in with the applicant's e-mail already."""
    return person_by_email(application.email) is not None


def takes_applications(programme: Programme) -> bool:
    """Whether one may apply for the programme: until its fieldwork is over."""
    return programme.fieldwork_end >= timezone.localdate()


def forgotten(*, unconfirmed: dt.datetime, waiting: dt.datetime, decided: dt.datetime) -> Q:
    """Those that nobody keeps any longer: each kind from before its moment."""
    return (
        Q(confirmed_at=None, applied_at__lt=unconfirmed)
        | Q(confirmed_at__isnull=False, decided_at=None, confirmed_at__lt=waiting)
        | Q(decided_at__lt=decided)
    )
