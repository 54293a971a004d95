"""What workers do for fieldwork: find in the rows what is due, and call a service."""

from celery import shared_task

from evaluations.services import points_cells
from evaluations.services.checking_files import sweep_attachments as sweep


@shared_task(name="evaluations.sweep_attachments")
def sweep_attachments() -> None:
    """Check what came in, and delete what is due to go."""
    sweep()


@shared_task(name="evaluations.sweep_cells")
def sweep_cells() -> None:
    """Compare the points added up with the points, where nobody has for an hour."""
    points_cells.sweep_cells()
