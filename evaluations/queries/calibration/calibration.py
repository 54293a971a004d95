"""Reading calibrations: who was asked what, who has answered, and what came of it."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from evaluations.enums import CalibrationState
from evaluations.models import (
    Calibration,
    CalibrationCase,
    CalibrationFigure,
    CalibrationRater,
    CalibrationResult,
    CaseRating,
    MasterRating,
    Programme,
    RatingDraft,
)
from shoppers.models import User

MOST_LEASES = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """How many cases a rater was asked to rate, and how many she has rated."""

    rater: CalibrationRater
    asked: int
    rated: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left for her to rate."""
        return self.rated >= self.asked


def calibrations_of(programme: Programme) -> QuerySet[Calibration]:
    """The programme's sessions, the newest first, with `case_count` and `rater_count`."""
    return (
        Calibration.objects.filter(programme=programme)
        .select_related("result")
        .annotate(
            case_count=Count("cases", distinct=True), rater_count=Count("raters", distinct=True)
        )
        .order_by("-opens_on", "-created_at", "pk")
    )


def calibration_on_desk(programme: Programme, key: uuid.UUID) -> Calibration | None:
    """The programme's session with this key."""
    return (
        Calibration.objects.filter(programme=programme, pk=key)
        .select_related("programme", "checklist_version", "created_by", "opened_by", "closed_by")
        .select_related("result")
        .first()
    )


def cases_of(calibration: Calibration) -> list[CalibrationCase]:
    """Its cases in order, with their masters where they have one."""
    found = list(calibration.cases.select_related("master__by", "sound"))
    for case in found:
        case.calibration = calibration
    return found


def case_stamp(case: CalibrationCase) -> str:
    """Changes with the case's words and with its master answers."""
    master = MasterRating.objects.filter(case=case.pk).first()
    return f"{case.stated_at.isoformat()} {master.at.isoformat() if master else ''}".strip()


def progress_of(
    calibration: Calibration, cases: Collection[CalibrationCase] | None = None
) -> list[Progress]:
    """Every rater by name, with how far she has come; a case whose master is hers is not asked."""
    there = cases_of(calibration) if cases is None else cases
    masters = [case.master.by_id for case in there if hasattr(case, "master")]
    raters = (
        calibration.raters.select_related("user__shopper")
        .annotate(rated=Count("ratings"))
        .order_by("user__name", "pk")
    )
    return [
        Progress(rater, len(there) - masters.count(rater.user_id), rater.rated) for rater in raters
    ]


def all_are_in(progress: Collection[Progress]) -> bool:
    """Whether every rater has rated every case that she was asked to."""
    return bool(progress) and all(each.is_done for each in progress)


def rater_of(user: User, key: uuid.UUID) -> CalibrationRater | None:
    """Her place in a session that is open or closed; None where she was not invited."""
    return (
        CalibrationRater.objects.filter(user=user, calibration=key)
        .exclude(calibration__state=CalibrationState.DRAFT)
        .select_related("calibration__programme", "calibration__checklist_version")
        .select_related("calibration__result")
        .first()
    )


def cases_to_rate(rater: CalibrationRater) -> list[CalibrationCase]:
    """The cases that she was asked to rate: all but those whose master is hers."""
    return [case for case in cases_of(rater.calibration) if case.master.by_id != rater.user_id]


def drafts_of(rater: CalibrationRater) -> dict[int, RatingDraft]:
    """What she has begun and not sent, by the keys of the cases."""
    return {draft.case_id: draft for draft in rater.drafts.all()}


def own_places(user: User) -> QuerySet[CalibrationRater]:
    """Her places in sessions that are open or closed, the newest first, with `rated`."""
    return (
        CalibrationRater.objects.filter(user=user)
        .exclude(calibration__state=CalibrationState.DRAFT)
        .select_related("calibration__programme", "calibration__result")
        .annotate(
            rated=Count("ratings", distinct=True),
            asked=Count(
                "calibration__cases",
                filter=~Q(calibration__cases__master__by=F("user")),
                distinct=True,
            ),
        )
        .order_by("-calibration__opened_at", "pk")
    )


def waiting_places(places: Iterable[CalibrationRater]) -> list[CalibrationRater]:
    """Those of her places, as `own_places` found them, where she can answer something today."""
    today = timezone.localdate()
    return [
        place
        for place in places
        if place.calibration.state == CalibrationState.OPEN
        and place.calibration.opens_on <= today <= place.calibration.closes_on
        and place.rated < place.asked  # type: ignore[attr-defined]  # annotated by the query
    ]


def ratings_of(calibration: Calibration) -> list[CaseRating]:
    """Every rating of the session; who may see them, `visibility` says."""
    return list(
        CaseRating.objects.filter(rater__calibration=calibration).select_related("rater", "case")
    )


def figures_of(calibration: Calibration) -> QuerySet[CalibrationFigure]:
    """What the session came to, in the order it was computed."""
    return calibration.figures.select_related("rater__user__shopper").order_by("pk")


def due() -> Q:
    """Results that are to be computed and that nobody is working on."""
    free = Q(leased_until=None) | Q(leased_until__lt=Now())
    return free & Q(computed_at=None, lease__lt=MOST_LEASES * (F("again") + 1))


def is_given_up(result: CalibrationResult) -> bool:
    """Whether its figures were tried for as often as they are, and nobody is at it any more."""
    is_held = result.leased_until is not None and result.leased_until > timezone.now()
    tried = result.lease >= MOST_LEASES * (result.again + 1)
    return result.computed_at is None and tried and (bool(result.error) or not is_held)


def due_results() -> list[uuid.UUID]:
    """Sessions whose figures somebody should compute, those that closed first coming first."""
    rows = CalibrationResult.objects.filter(due()).order_by("asked_at")
    return list(rows.values_list("pk", flat=True))


def oldest_due() -> dt.datetime | None:
    """Since when a session is to be closed, or figures are owed, that wait longest; None if none.

    A session is to be closed since the midnight after its last day.
    """
    found: dict[str, dt.datetime | None] = CalibrationResult.objects.filter(due()).aggregate(
        since=Min("asked_at")
    )
    waits = [since for since in found.values() if since is not None]
    if first := over().first():
        after = dt.datetime.combine(first.closes_on + dt.timedelta(days=1), dt.time())
        waits.append(timezone.make_aware(after))
    return min(waits, default=None)


def over() -> QuerySet[Calibration]:
    """Open sessions whose last day is over."""
    return Calibration.objects.filter(
        state=CalibrationState.OPEN, closes_on__lt=timezone.localdate()
    ).order_by("closes_on", "pk")
