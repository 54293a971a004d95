"""Who has signed and passed what a programme asks for, as coordinators look it over."""

from dataclasses import dataclass

from django.db import models
from django.db.models import (
    Case,
    Count,
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
from django.utils.translation import gettext_lazy as _

from evaluations.enums import SignedText
from evaluations.models import Programme, Signature
from evaluations.queries.calibration.calibrated import is_calibrated
from shoppers.models import ExtraTry, QualificationTry, Shopper
from shoppers.queries.qualifications import document_of, has_passed, newest_version


class CertificationState(models.TextChoices):
    """How far a shopper has come."""

    CERTIFIED = "certified", _("Signed and passed")
    UNDER_WAY = "under_way", _("Something to do")
    NO_TRY_LEFT = "no_try_left", _("No try left")


SORTS = {
    "code": ("code",),
    "-code": ("-code",),
    "name": ("user__name", "code"),
    "-name": ("-user__name", "code"),
    "tries": ("tries", "code"),
    "-tries": ("-tries", "code"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which shoppers: `search` looks in code and name; empty means all."""

    search: str = ""
    state: str = ""
    sort: str = "code"


def admitted_shoppers(programme: Programme, wanted: Wanted) -> QuerySet[Shopper]:
    """Who is admitted to the programme and can sign in.

    Each has `code_at` and `briefing_at`, when she signed them, `passed`, `tries` made,
    `tries_left`, and `is_calibrated`, true too where no calibration is asked for. An unknown
    `sort` means by code.
    """
    test = programme.qualification
    newest = newest_version(test) if test is not None else None
    allowed = document_of(newest).tries if newest is not None else 0
    found = (
        Shopper.objects.filter(user__isnull=False, admissions__programme=programme)
        .select_related("user")
        .annotate(
            code_at=_signed(programme, SignedText.CODE),
            briefing_at=_signed(programme, SignedText.BRIEFING),
            passed=has_passed(programme.qualification_id, OuterRef("pk")),
            tries=_counted(QualificationTry.objects.filter(version__test=test)),
            extra=_counted(ExtraTry.objects.filter(test=test)),
            is_calibrated=_calibrated(programme),
        )
        .annotate(tries_left=Value(allowed) + F("extra") - F("tries"))
    )
    return found.filter(_fits(wanted)).order_by(*SORTS.get(wanted.sort, SORTS["code"]))


def _calibrated(programme: Programme) -> Case | Value:
    """Whether she agrees enough for the programme."""
    if programme.least_agreement is None:
        return Value(True)
    return Case(When(is_calibrated(programme), then=Value(True)), default=Value(False))


def _signed(programme: Programme, signed: SignedText) -> Subquery:
    found = Signature.objects.filter(shopper=OuterRef("pk"), programme=programme, signed=signed)
    return Subquery(found.values("at")[:1])


def _counted(rows: QuerySet[QualificationTry] | QuerySet[ExtraTry]) -> Coalesce:
    counted = (
        rows.filter(shopper=OuterRef("pk"))
        .order_by()
        .values("shopper")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _fits(wanted: Wanted) -> Q:
    fits = Q(code__icontains=wanted.search) | Q(user__name__icontains=wanted.search)
    certified = Q(code_at__isnull=False, briefing_at__isnull=False, passed=True, is_calibrated=True)
    out = Q(passed=False, tries_left__lte=0)
    states: dict[str, Q] = {
        CertificationState.CERTIFIED: certified,
        CertificationState.UNDER_WAY: ~certified & ~out,
        CertificationState.NO_TRY_LEFT: out,
    }
    return fits & states.get(wanted.state, Q())
