"""Points added up by cell: as they stand, and compared with the points themselves."""

import datetime as dt

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from evaluations.models import Category, Points, PointsCell, Programme
from evaluations.models.points_sums import CELLS, KEY, summed

CHECK_AFTER = dt.timedelta(hours=1)
POINTS_OF_PROGRAMME = f"""(
    SELECT points.* FROM {Points._meta.db_table} AS points
    JOIN evaluations_participation AS member ON member.id = points.participation_id
    WHERE member.programme_id = %(programme)s
) AS chosen"""  # noqa: S608 - of words of this project alone
_DIFFERING = f"""
    WITH recounted AS ({summed(POINTS_OF_PROGRAMME)}), standing AS (
        SELECT {", ".join(f"cell.{column}" for column in KEY)}, contacts, section_got
        FROM {CELLS} AS cell
        JOIN evaluations_participation AS member ON member.id = cell.participation_id
        WHERE member.programme_id = %(programme)s
          AND NOT (contacts = 0 AND 0 = ALL (section_got))
    )
    SELECT count(*) FROM recounted FULL JOIN standing USING ({", ".join(KEY)})
    WHERE (recounted.contacts, recounted.section_got)
          IS DISTINCT FROM (standing.contacts, standing.section_got)
"""  # noqa: S608 - as above


def cells_of_category(programme: Programme, category: Category) -> list[PointsCell]:
    """The cells of a category's companies that hold contacts, company by company.

    Who has left the programme is not among them.
    """
    return list(
        PointsCell.objects.filter(
            participation__programme=programme,
            participation__category=category,
            participation__left_on=None,
            contacts__gt=0,
        ).order_by("participation", *(column for column in KEY[1:]))
    )


def shoppers_by_company(programme: Programme, category: Category) -> dict[int, int]:
    """How many shoppers made each company's approved contacts, by participation."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT participation_id, count(DISTINCT shopper_id) FROM evaluations_points"
            " WHERE participation_id = ANY(%s) GROUP BY participation_id",
            [list(programme.participations.filter(category=category).values_list("pk", flat=True))],
        )
        return dict(cursor.fetchall())


def differing_cells(programme: Programme) -> int:
    """How many of the programme's cells are not the sum of its points, at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERING, {"programme": programme.pk})
        found: int = cursor.fetchone()[0]
        return found


def unchecked_programmes() -> list[Programme]:
    """Programmes whose cells nobody has compared for an hour."""
    since = timezone.now() - CHECK_AFTER
    recently = Q(points_check__checked_at__gt=since)
    return list(Programme.objects.exclude(recently).order_by("pk"))
