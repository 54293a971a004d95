"""Reading the shoppers as coordinators look over them, beside one programme."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from evaluations.enums import Admitted, Having, TestCallState, Week
from evaluations.models import Admission, Programme, ShopperNote, TestCall
from evaluations.queries.calls.candidates import monday_of
from evaluations.queries.review.screening import open_flags
from evaluations.queries.roster.certification import is_certified
from shoppers.enums import LogInState
from shoppers.languages import Language
from shoppers.models import Shopper
from shoppers.queries.people import person_state

_NAME = "user__name"
_OPEN = sorted(TestCallState.open())
_ORDERS: dict[str, Any] = {
    "code": "code",
    "name": F(_NAME),
    "region": "region",
    "admitted": "admitted",
    "open": "open_calls",
    "week": "week_calls",
    "done": "done_calls",
    "notes": "note_count",
    "flags": "flag_count",
    "state": "state",
}


def _order(column: str, *, down: bool) -> Sequence[Any]:
    first = _ORDERS[column]
    if isinstance(first, F):
        ordered = first.desc(nulls_last=True) if down else first.asc(nulls_last=True)
        return (ordered, "code")
    return (f"-{first}" if down else first, *(() if column == "code" else ("code",)))


SORTS = {
    f"{sign}{column}": _order(column, down=bool(sign)) for column in _ORDERS for sign in ("", "-")
}


_NARROWED: dict[str, Q] = {
    Admitted.YES: Q(admitted=True),
    Admitted.LACKS: Q(admitted=True, certified=False),
    Admitted.NO: Q(admitted=False),
    Week.FREE: Q(week_calls__lt=F("weekly_capacity")),
    Week.FULL: Q(week_calls__gte=F("weekly_capacity")),
    Having.LATE: Q(late_calls__gt=0),
    Having.NOTES: Q(note_count__gt=0),
    Having.FLAGS: Q(flag_count__gt=0),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which shoppers: `search` looks in code, name, e-mail and region; empty means all."""

    search: str = ""
    language: str = ""
    region: str = ""
    admission: str = ""
    week: str = ""
    having: str = ""
    state: str = ""


def roster(
    programme: Programme | None, *, wanted: Wanted | None = None, sort: str = "code"
) -> QuerySet[Shopper]:
    """The shoppers wanted, with what the programme has to do with each.

    Each has `state` (LogInState), `admitted`, `certified`, and in the programme `open_calls`,
    `late_calls` and `done_calls`, and `flag_count` things about her reports that a reviewer is to
    look at; before any programme nobody is admitted or has calls. Of all programmes together she
    has `week_calls`, the calls of this week, Monday to Sunday; `note_count` is how many notes there
    are about her. An unknown `sort` means by code.
    """
    today = timezone.localdate()
    monday = monday_of(today)
    here = TestCall.objects.filter(participation__programme=programme)
    found = Shopper.objects.annotate(
        state=_state(),
        admitted=Exists(Admission.objects.filter(shopper=OuterRef("pk"), programme=programme)),
        certified=_certified(programme),
        open_calls=_number(here.filter(state__in=_OPEN)),
        late_calls=_number(here.filter(state__in=_OPEN, due_on__lt=today)),
        done_calls=_number(here.filter(state=TestCallState.DONE)),
        week_calls=_number(
            TestCall.objects.filter(
                state__in=sorted(TestCallState.with_shopper()),
                due_on__range=(monday, monday + dt.timedelta(days=6)),
            )
        ),
        note_count=_number(ShopperNote.objects.all()),
        flag_count=_number(open_flags(programme)),
    ).filter(_fits(wanted or Wanted()))
    return found.select_related("user").order_by(*SORTS.get(sort, SORTS["code"]))


def _fits(wanted: Wanted) -> Q:
    fits = Q()
    if wanted.search:
        fits &= (
            Q(code__icontains=wanted.search)
            | Q(user__name__icontains=wanted.search)
            | Q(user__email__icontains=wanted.search)
            | Q(region__icontains=wanted.search)
        )
    if wanted.language in Language.values:
        fits &= Q(languages__contains=[wanted.language])
    if wanted.region:
        fits &= Q(region=wanted.region)
    for choice in (wanted.admission, wanted.week, wanted.having):
        fits &= _NARROWED.get(choice, Q())
    if wanted.state in LogInState.values:
        fits &= Q(state=wanted.state)
    return fits


def _certified(programme: Programme | None) -> Case | Value:
    """Whether she has done what the programme asks for before the first call, if anything."""
    if programme is None or not programme.asks_certification:
        return Value(True)
    return Case(When(is_certified(programme), then=Value(True)), default=Value(False))


def _state() -> Case:
    return Case(
        When(user=None, then=Value(LogInState.NO_LOGIN)),
        default=person_state("user__"),
        output_field=CharField(),
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many of these rows are the shopper's."""
    counted = (
        rows.filter(shopper=OuterRef("pk"))
        .order_by()
        .values("shopper")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def admitted_to(programmes: Collection[int]) -> list[Shopper]:
    """The shoppers with a log-in who are admitted to one of these programmes, by code."""
    return list(
        Shopper.objects.filter(admissions__programme__in=programmes, user__isnull=False)
        .select_related("user")
        .order_by("code")
        .distinct()
    )
