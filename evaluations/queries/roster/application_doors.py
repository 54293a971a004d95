"""Reading whether applications are taken, for the house and for each programme."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from evaluations.models import ApplicationDoor, Programme


@dataclass(frozen=True, slots=True)
class Doorway:
    """The house (`programme` is None) or a programme one may apply for, with its own word.

    `door` is None while its own word is that applications are taken.
    """

    programme: Programme | None
    door: ApplicationDoor | None


def closed_door(programme: Programme | None) -> ApplicationDoor | None:
    """What keeps applications for the programme out today; None when they are taken.

    Of the house's word and the programme's own, the one that holds longer.
    """
    asked = Q(programme=None)
    if programme is not None:
        asked |= Q(programme=programme)
    found = list(_closed().filter(asked))
    return max(found, key=lambda each: each.again_on or dt.date.max, default=None)


def doorways() -> list[Doorway]:
    """The house, then each programme whose fieldwork is not over, the newest first."""
    closed = {door.programme_id: door for door in _closed().select_related("by")}
    still = Programme.objects.filter(fieldwork_end__gte=timezone.localdate())
    rows = [None, *still.defer("method").order_by("-year", "slug")]
    return [Doorway(each, closed.get(each.pk if each else None)) for each in rows]


def _closed() -> QuerySet[ApplicationDoor]:
    over = Q(again_on__lte=timezone.localdate())
    return ApplicationDoor.objects.filter(~over, closed=True)
