"""Which releases correct another, and why."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Greatest

from evaluations.visibility import Audience
from scoring.models import Release


@dataclass(frozen=True, slots=True)
class Correction:
    """A release that took another's place: since when its reader could read it, and why.

    `reason` holds the sentence by language.
    """

    release: int
    since: dt.datetime
    reason: Mapping[str, str]


def is_correction(release: Release) -> bool:
    """Whether a release comes after one that two coordinators stand behind.

    A proposal that nobody confirmed was read by nobody: there is nothing to correct.
    """
    before = Release.objects.filter(programme=release.programme, confirmation__isnull=False)
    return before.filter(number__lt=release.number).exists()


def corrections_of(release: Release, *, audience: Audience) -> list[Correction]:
    """The corrections that led to this release, the newest first; costs nothing for a first one."""
    if release.number == 1:
        return []
    rows = Release.objects.filter(
        programme=release.programme_id, number__lte=release.number, confirmation__isnull=False
    ).exclude(correction={})
    return [
        Correction(
            each.number,
            each.public_since if audience is Audience.PUBLIC else each.clients_since,
            each.correction,
        )
        for each in rows.select_related("confirmation").order_by("-number")
    ]


def untold_corrections(*, now: dt.datetime) -> QuerySet[Release]:
    """Confirmed corrections that clients read by now and nobody was told of, oldest first.

    Only those of which clients could read an earlier release before.
    """
    confirmed = Release.objects.filter(confirmation__isnull=False).annotate(
        since=Greatest("clients_from", "confirmation__confirmed_at")
    )
    read = confirmed.filter(
        programme=OuterRef("programme"), number__lt=OuterRef("number"), since__lt=OuterRef("since")
    )
    due = confirmed.filter(since__lte=now, told=None).exclude(correction={})
    return due.filter(Exists(read)).order_by("proposed_at")
