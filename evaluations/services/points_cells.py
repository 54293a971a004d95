"""Cells compared with the points they add up, and added up anew where they differ.

The triggers of `Points` keep them; this finds what somebody wrote past the triggers.
"""

import structlog
from django.db import connection, transaction
from django.utils import timezone

from evaluations.models import Points, PointsCell, PointsCheck, Programme
from evaluations.models.points_sums import CELLS, KEY, summed
from evaluations.queries.points_cells import (
    POINTS_OF_PROGRAMME,
    differing_cells,
    unchecked_programmes,
)

_log = structlog.get_logger(__name__)
_COLUMNS = ", ".join((*KEY, "contacts", "section_got"))


@transaction.atomic
def rebuild_cells(*, programme: Programme) -> int:
    """Add up the programme's points anew; how many cells differed before.

    Nobody writes points meanwhile, so that none is missed.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Points._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        differed = differing_cells(programme)
        PointsCell.objects.filter(participation__programme=programme).delete()
        cursor.execute(
            f"INSERT INTO {CELLS} ({_COLUMNS}) {summed(POINTS_OF_PROGRAMME)}",
            {"programme": programme.pk},
        )
    return differed


def check_cells(*, programme: Programme) -> int:
    """Compare, and mend what differs; how many cells differed."""
    differed = differing_cells(programme)
    facts = {"checked_at": timezone.now()}
    if differed:
        differed = rebuild_cells(programme=programme)
        facts["mended_at"] = facts["checked_at"]
        _log.error("points_cells_mended", programme=programme.slug, cells=differed)
    PointsCheck.objects.update_or_create(programme=programme, defaults=facts)
    return differed


def sweep_cells() -> int:
    """Check every programme that nobody has checked for an hour; how many cells differed."""
    return sum(check_cells(programme=programme) for programme in unchecked_programmes())
