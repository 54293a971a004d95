"""Reading the shoppers as coordinators look over them, beside one programme."""

from collections.abc import Collection
from dataclasses import dataclass

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

from evaluations.enums import TestCallState
from evaluations.models import Admission, Programme, TestCall
from evaluations.queries.certification import is_certified
from shoppers.enums import LogInState
from shoppers.languages import Language
from shoppers.models import Shopper
from shoppers.queries.people import person_state

_NAME = "user__name"
SORTS = {
    "code": ("code",),
    "-code": ("-code",),
    "name": (F(_NAME).asc(nulls_last=True), "code"),
    "-name": (F(_NAME).desc(nulls_last=True), "code"),
    "open": ("open_calls", "code"),
    "-open": ("-open_calls", "code"),
    "done": ("done_calls", "code"),
    "-done": ("-done_calls", "code"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which shoppers: `search` looks in code, name, e-mail and region; empty means all."""

    search: str = ""
    language: str = ""
    admitted: bool | None = None
    state: str = ""


def roster(
    programme: Programme | None, *, wanted: Wanted | None = None, sort: str = "code"
) -> QuerySet[Shopper]:
    """The shoppers wanted, with what the programme has to do with each.

    Each has `state` (LogInState), `admitted`, `certified`, and in the programme `open_calls` and
    `done_calls`; before any programme nobody is admitted or has calls. An unknown `sort` means by
    code.
    """
    found = Shopper.objects.annotate(
        state=_state(),
        admitted=Exists(Admission.objects.filter(shopper=OuterRef("pk"), programme=programme)),
        certified=_certified(programme),
        open_calls=_calls(programme, TestCallState.open()),
        done_calls=_calls(programme, {TestCallState.DONE}),
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
    if wanted.admitted is not None:
        fits &= Q(admitted=wanted.admitted)
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


def _calls(programme: Programme | None, states: Collection[TestCallState]) -> Coalesce:
    counted = (
        TestCall.objects.filter(
            shopper=OuterRef("pk"), participation__programme=programme, state__in=sorted(states)
        )
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
