"""Which release stands for whom."""

import datetime as dt

from django.db.models import QuerySet

from evaluations.models import Programme
from evaluations.visibility import Audience, Reader
from scoring.models import Release, ReleaseConfirmation


def releases_of(programme: Programme) -> QuerySet[Release]:
    """Every release and proposal of the programme, newest first; for coordinators."""
    return (
        Release.objects.filter(programme=programme)
        .select_related("run", "proposed_by", "confirmation__confirmed_by")
        .order_by("-number")
    )


def newest_release(programme: Programme) -> Release | None:
    """The newest release, confirmed or only proposed."""
    return releases_of(programme).first()


def last_confirmed_release(programme: Programme) -> Release | None:
    """The newest release that two coordinators stand behind, whether or not it is out."""
    return releases_of(programme).filter(confirmation__isnull=False).first()


def open_releases(reader: Reader, *, now: dt.datetime) -> QuerySet[Release]:
    """Every confirmed release whose time has come for this reader.

    Coordinators see a confirmed release at once.
    """
    confirmed = Release.objects.filter(confirmation__isnull=False).select_related("confirmation")
    match reader.audience:
        case Audience.CLIENT:
            return confirmed.filter(clients_from__lte=now)
        case Audience.PUBLIC:
            return confirmed.filter(public_from__lte=now)
        case Audience.DESK:
            return confirmed


def current_release(programme: Programme, *, reader: Reader, now: dt.datetime) -> Release | None:
    """The newest release of the programme that is open to this reader; None before any."""
    found = open_releases(reader, now=now).filter(programme=programme)
    return found.select_related("run").order_by("-number").first()


def is_confirmed(release: Release) -> bool:
    """Whether a second coordinator stands behind the release."""
    return ReleaseConfirmation.objects.filter(release=release).exists()


def is_superseded(release: Release) -> bool:
    """Whether a newer proposal has taken this one's place, so it can no longer be confirmed."""
    return Release.objects.filter(
        programme=release.programme_id, number__gt=release.number
    ).exists()
