"""What workers do for fieldwork: find in the rows what is due, and call a service."""

import uuid

import structlog
from celery import shared_task

from evaluations.services import points_cells
from evaluations.services.calibrating.closing import close_those_over
from evaluations.services.calibrating.results import compute_results, sweep_results
from evaluations.services.calibrating.sounds import check_sound
from evaluations.services.field import chasing
from evaluations.services.objections.locking import lock_previewed as lock
from evaluations.services.plans import planning
from evaluations.services.reports.checking_files import sweep_attachments as sweep
from evaluations.services.review import screening
from evaluations.services.roster.applying import sweep_applications as sweep_old

_log = structlog.get_logger(__name__)


@shared_task(name="evaluations.sweep_attachments")
def sweep_attachments() -> None:
    """Check what came in, and delete what is due to go."""
    sweep()


@shared_task(name="evaluations.check_case_sound")
def check_case_sound(sound_id: str) -> None:
    """Make the sound of an acted call anew, unless somebody else is at it or it is done."""
    check_sound(uuid.UUID(sound_id))


@shared_task(name="evaluations.sweep_cells")
def sweep_cells() -> None:
    """Compare the points added up with the points, where nobody has for an hour."""
    points_cells.sweep_cells()


@shared_task(name="evaluations.lock_previewed")
def lock_previewed() -> None:
    """Lock what a preview window has closed over."""
    if found := lock():
        _log.info("contacts_locked", count=found)


@shared_task(name="evaluations.compute_plan")
def compute_plan(draft_id: str) -> None:
    """Compute a plan, unless somebody else is at it or it is done."""
    planning.compute_plan(uuid.UUID(draft_id))


@shared_task(name="evaluations.sweep_plans")
def sweep_plans() -> None:
    """Compute the plans whose hints were lost."""
    planning.sweep_plans()


@shared_task(name="evaluations.sweep_screenings")
def sweep_screenings() -> None:
    """Compare the reports of programmes that have new ones."""
    screening.sweep_screenings()


@shared_task(name="evaluations.sweep_field")
def sweep_field() -> None:
    """Let offers expire, remind of what is due, tell of what is late."""
    chasing.sweep_field()


@shared_task(name="evaluations.compute_calibration")
def compute_calibration(calibration_id: str) -> None:
    """Compute the figures of a closed calibration, unless somebody else is at it or it is done."""
    compute_results(uuid.UUID(calibration_id))


@shared_task(name="evaluations.sweep_calibrations")
def sweep_calibrations() -> None:
    """Close the calibrations whose last day is over, and compute what a lost hint left."""
    close_those_over()
    sweep_results()


@shared_task(name="evaluations.sweep_applications")
def sweep_applications() -> None:
    """Erase applications that nobody keeps any longer."""
    sweep_old()
