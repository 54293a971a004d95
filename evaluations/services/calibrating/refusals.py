"""Why a step of a calibration was not taken, and the row that a step holds meanwhile."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from evaluations.enums import CalibrationRefusal, CalibrationState
from evaluations.models import Calibration
from evaluations.services.lifecycle import LifecycleError
from evaluations.validators import AnswerFault, Fault
from shoppers.models import User
from shoppers.rules import is_coordinator


class CalibrationRefused(LifecycleError):
    """A step that was not taken; `refusal` says why and `code` is its word."""

    def __init__(self, refusal: CalibrationRefusal) -> None:
        self.refusal = refusal
        self.code = refusal.value
        super().__init__(str(refusal.label))


class RatingRefused(LifecycleError):
    """Answers that do not fit the checklist; `faults` names the questions."""

    code = "rating_refused"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        missing = all(fault.code is AnswerFault.MISSING_ANSWER for fault in self.faults)
        super().__init__(
            _("Some questions still need an answer. Nothing was sent.")
            if missing
            else _("Some answers do not fit. Nothing was taken.")
        )


def check_coordinator(by: User) -> None:
    """Raises CalibrationRefused."""
    if not is_coordinator(by):
        raise CalibrationRefused(CalibrationRefusal.NOT_A_COORDINATOR)


def held(calibration: Calibration, *states: CalibrationState) -> Calibration:
    """The session, locked for this transaction, in one of these states.

    Raises CalibrationRefused.
    """
    found = (
        Calibration.objects.select_for_update(of=("self",))
        .select_related("programme", "checklist_version")
        .filter(pk=calibration.pk)
        .first()
    )
    if found is None:
        raise CalibrationRefused(CalibrationRefusal.PUT_AWAY)
    if found.state not in states:
        is_draft = states == (CalibrationState.DRAFT,)
        raise CalibrationRefused(
            CalibrationRefusal.NOT_A_DRAFT if is_draft else CalibrationRefusal.NOT_OPEN
        )
    return found
