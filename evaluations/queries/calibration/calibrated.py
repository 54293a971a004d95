"""Whose answers agree enough with the master's for a programme's calls."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from evaluations.enums import LeastAgreement
from evaluations.models import CalibrationFigure, CalibrationWaiver, Programme
from shoppers.models import Shopper

# Doubles of the same share differ by less.
_ROUNDING = 1e-9
# The first try, and the one more that a coordinator may give.
MOST_TRIES = 2


@dataclass(frozen=True, slots=True)
class CalibrationStanding:
    """How a shopper stands with what a programme asks: `tries` are the figures of her sessions.

    A session that she did not rate to its end is no try.
    """

    least: int
    by: LeastAgreement
    tries: tuple[float | None, ...]
    waiver_reason: str = ""

    @property
    def is_waived(self) -> bool:
        """Whether a coordinator has excused her, with `waiver_reason`."""
        return bool(self.waiver_reason)

    @property
    def passed(self) -> bool:
        """Whether one try was enough, or a coordinator has excused her."""
        return self.is_waived or any(self.is_enough(figure) for figure in self.tries)

    @property
    def is_below(self) -> bool:
        """Whether she has tried, and not well enough."""
        return bool(self.tries) and not self.passed

    @property
    def may_try(self) -> bool:
        """Whether she may be invited: the first time, or once more."""
        return len(self.tries) < MOST_TRIES or self.passed

    def is_enough(self, figure: float | None) -> bool:
        """Whether a try with this figure is enough; one that cannot be told is not."""
        return figure is not None and figure >= least_share(self.least)


def least_share(percent: int) -> float:
    """What a figure must be at least, as a share."""
    return percent / 100 - _ROUNDING


def asks_calibration(programme: Programme) -> bool:
    """Whether the programme asks for a least agreement before the first call."""
    return programme.least_agreement is not None


def standings(
    programme: Programme, shoppers: Collection[Shopper]
) -> dict[int, CalibrationStanding]:
    """How each stands, by her key; two queries for any number of them, none where none is asked."""
    if programme.least_agreement is None:
        return {}
    rule = LeastAgreement(programme.least_agreement_by)
    users = {shopper.user_id: shopper.pk for shopper in shoppers if shopper.user_id is not None}
    tries: dict[int, list[float | None]] = {shopper.pk: [] for shopper in shoppers}
    found = _figures(programme).filter(rater__user__in=users).order_by("calibration__closed_at")
    for user, value in found.values_list("rater__user", "value"):
        tries[users[user]].append(value)
    waived: dict[int, str] = dict(
        CalibrationWaiver.objects.filter(programme=programme, shopper__in=tries).values_list(
            "shopper", "reason"
        )
    )
    return {
        key: CalibrationStanding(programme.least_agreement, rule, tuple(made), waived.get(key, ""))
        for key, made in tries.items()
    }


def calibration_standing(shopper: Shopper, programme: Programme) -> CalibrationStanding | None:
    """How she stands; None where the programme asks for none."""
    return standings(programme, [shopper]).get(shopper.pk)


def is_calibrated(programme: Programme) -> Q:
    """The condition on shoppers that they agree enough, or are excused; all where none is asked."""
    if programme.least_agreement is None:
        return Q()
    enough = _figures(programme).filter(
        rater__user=OuterRef("user"), value__gte=least_share(programme.least_agreement)
    )
    waived = CalibrationWaiver.objects.filter(programme=programme, shopper=OuterRef("pk"))
    return Q(Exists(enough)) | Q(Exists(waived))


def _figures(programme: Programme) -> QuerySet[CalibrationFigure]:
    """The figures that decide: of raters who rated every case they were asked to."""
    rule = LeastAgreement(programme.least_agreement_by)
    return CalibrationFigure.objects.filter(
        calibration__programme=programme, rater__is_complete=True, figure=rule.figure
    )
