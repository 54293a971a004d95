"""What an operator names on the command line, as objects."""

import uuid

from django.core.management.base import CommandError

from evaluations.models import Programme
from scoring.models import Release, Run
from scoring.queries.releases.releases import releases_of


def programme_named(slug: str) -> Programme:
    """The programme with this slug."""
    found = Programme.objects.select_related("checklist_version").filter(slug=slug).first()
    if found is None:
        known = ", ".join(Programme.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no programme {slug!r}. Known programmes: {known}.")
    return found


def run_named(run_id: str, *, programme: Programme) -> Run:
    """The programme's run with this id."""
    try:
        found = Run.objects.filter(pk=uuid.UUID(run_id), programme=programme).first()
    except ValueError as error:
        raise CommandError(f"{run_id!r} is not a run's id.") from error
    if found is None:
        raise CommandError(f"The programme {programme.slug} has no run {run_id}.")
    return found


def release_named(number: int | None, *, programme: Programme) -> Release:
    """The programme's release with this number; without one the newest that is confirmed.

    Where none is confirmed yet it is the newest proposal.
    """
    rows = releases_of(programme).select_related(
        "programme", "previous", "run__programme__checklist_version", "run__weight_set"
    )
    if number is not None:
        found = rows.filter(number=number).first()
    else:
        found = rows.filter(confirmation__isnull=False).first() or rows.first()
    if found is None:
        what = "no release" if number is None else f"no release {number}"
        raise CommandError(f"The programme {programme.slug} has {what}.")
    return found
