"""What workers do for surveys. A task may come twice, late or never."""

from celery import shared_task

from evaluations.surveys.services import opening


@shared_task(name="surveys.announce_due")
def announce_due() -> None:
    """Tell shoppers of every survey whose first day has come."""
    opening.announce_due()
