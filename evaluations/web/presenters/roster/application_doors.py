"""Where applications are taken, in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evaluations.queries.roster.application_doors import Doorway
from evaluations.web.presenters.imports.import_states import Chip


@dataclass(frozen=True, slots=True)
class DoorRow:
    """One place to apply at: whether it is open, and who closed it."""

    name: str
    url: str
    chip: Chip
    again_on: dt.date | None
    closed_by: str
    closed_at: dt.datetime | None


def door_rows(found: Sequence[Doorway]) -> list[DoorRow]:
    """The house first; a closed house closes all, which the others say."""
    house_closed = any(each.programme is None and each.door for each in found)
    return [_row(each, house_closed=house_closed) for each in found]


def _row(doorway: Doorway, *, house_closed: bool) -> DoorRow:
    programme, door = doorway.programme, doorway.door
    if door is not None:
        chip = Chip(pgettext("applications", "Closed"), "neutral", "cross")
    elif house_closed:
        chip = Chip(_("Closed with all"), "neutral", "cross")
    else:
        chip = Chip(pgettext("applications", "Open"), "good", "check")
    return DoorRow(
        name=programme.name if programme else _("All, whatever the programme"),
        url=reverse("apply_for", args=[programme.slug]) if programme else reverse("apply"),
        chip=chip,
        again_on=door.again_on if door else None,
        closed_by=door.by.name if door else "",
        closed_at=door.at if door else None,
    )
