"""What a programme asks of a shopper before her first call, and how far she has come with it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from evaluations.enums import FirstStep, SignedText
from evaluations.models import Admission, Briefing, Programme, Signature
from evaluations.queries.calibration.calibrated import (
    CalibrationStanding,
    asks_calibration,
    calibration_standing,
    is_calibrated,
)
from shoppers.models import QualificationTry, Shopper, User
from shoppers.queries.qualifications import has_passed, newest_version

_CODE, _BRIEFING = SignedText.CODE.value, SignedText.BRIEFING.value


@dataclass(frozen=True, slots=True)
class Certification:
    """What she has signed, whether she has passed the test, and how she stands with calibration.

    `calibration` is None where the programme asks for none.
    """

    programme: Programme
    code: Signature | None
    briefing: Signature | None
    passed: bool
    calibration: CalibrationStanding | None = None

    @property
    def steps(self) -> list[FirstStep]:
        """What the programme asks for, in this order."""
        asked = self.calibration is not None
        return [step for step in FirstStep if asked or step is not FirstStep.CALIBRATION]

    def done(self, step: FirstStep) -> bool:
        """Whether this step is behind her."""
        return {
            FirstStep.CODE: self.code is not None,
            FirstStep.BRIEFING: self.briefing is not None,
            FirstStep.TEST: self.passed,
            FirstStep.CALIBRATION: self.calibration is None or self.calibration.passed,
        }[step]

    @property
    def next_step(self) -> FirstStep | None:
        """The first thing that is still to do; None when she may take calls."""
        return next((step for step in self.steps if not self.done(step)), None)


def newest_briefing(programme: Programme) -> Briefing | None:
    """The briefing that is signed today; None while nobody has published one."""
    return programme.briefings.order_by("-version").first()


def can_ask(programme: Programme) -> bool:
    """Whether there is a briefing to sign and a test to pass."""
    test = programme.qualification
    return (
        newest_briefing(programme) is not None
        and test is not None
        and newest_version(test) is not None
    )


def certification_of(shopper: Shopper, programme: Programme) -> Certification:
    """How far she has come in this programme."""
    return certifications(shopper, [programme])[programme.pk]


def certifications(shopper: Shopper, programmes: Collection[Programme]) -> dict[int, Certification]:
    """How far she has come in each programme, by its key.

    Two queries for any number of them, and two for each that asks for a calibration.
    """
    signed = {
        (signature.programme_id, signature.signed): signature
        for signature in Signature.objects.filter(shopper=shopper, programme__in=programmes)
    }
    passed = set(
        QualificationTry.objects.filter(shopper=shopper, passed=True).values_list(
            "version__test_id", flat=True
        )
    )
    return {
        programme.pk: Certification(
            programme,
            code=signed.get((programme.pk, _CODE)),
            briefing=signed.get((programme.pk, _BRIEFING)),
            passed=programme.qualification_id in passed,
            calibration=calibration_standing(shopper, programme)
            if asks_calibration(programme)
            else None,
        )
        for programme in programmes
    }


def asking_programmes(user: User) -> QuerySet[Programme]:
    """The programmes that ask something of this shopper: she is admitted to them."""
    admitted = Admission.objects.filter(programme=OuterRef("pk"), shopper__user=user)
    return (
        Programme.objects.filter(Exists(admitted), asks_certification=True)
        .select_related("qualification")
        .defer("method")
    )


def asked_calibrations(user: User) -> list[tuple[Programme, CalibrationStanding]]:
    """Programmes that ask a calibration of her, with how she stands."""
    asking = list(asking_programmes(user).filter(least_agreement__isnull=False))
    if not asking:
        return []
    shopper = Shopper.objects.get(user=user)
    found = [(each, calibration_standing(shopper, each)) for each in asking]
    return [(programme, standing) for programme, standing in found if standing is not None]


def to_certify(user: User) -> list[Certification]:
    """Programmes in which she still has something to do before her first call."""
    asking = list(asking_programmes(user))
    if not asking:
        return []
    found = certifications(Shopper.objects.get(user=user), asking)
    return [found[each.pk] for each in asking if found[each.pk].next_step is not None]


def is_certified(programme: Programme | None) -> Q:
    """The condition on shoppers that they have done all that the programme asks for."""
    if programme is None:
        return Q(pk__in=[])
    here = Signature.objects.filter(shopper=OuterRef("pk"), programme=programme)
    return (
        Q(Exists(here.filter(signed=_CODE)))
        & Q(Exists(here.filter(signed=_BRIEFING)))
        & Q(has_passed(programme.qualification_id, OuterRef("pk")))
        & is_calibrated(programme)
    )


def certified_among(shoppers: Collection[int], programme: Programme) -> set[int]:
    """Those of these shoppers who may be given calls as far as this goes; all where none asks."""
    if not programme.asks_certification:
        return set(shoppers)
    found = Shopper.objects.filter(is_certified(programme), pk__in=shoppers)
    return set(found.values_list("pk", flat=True))
