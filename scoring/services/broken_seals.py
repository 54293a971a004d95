"""Documents that somebody altered: logged each time they are met, told to coordinators once."""

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Model

from evaluations.seals import BrokenSeal
from scoring.models import Release, SealBreak
from scoring.models.sealed import as_stored
from scoring.queries.releases.verification import recomputed_hash
from shoppers.enums import Role
from shoppers.models import User
from shoppers.services.notices import owe

NOTICE = "seal_broken"  # the kind of its mail

_log = structlog.get_logger(__name__)
_LONGEST = SealBreak._meta.get_field("words").max_length


@transaction.atomic
def tell_broken_seal(error: BrokenSeal) -> SealBreak:
    """Write down what was found and owe every coordinator a mail, unless that was done before.

    A row that is altered a second time, to something else, is told again.
    """
    table, row = error.row._meta.db_table, str(error.row.pk)
    _log.error("seal_broken", table=table, row=row, seal=error.seal, found=error.found)
    told, new = SealBreak.objects.get_or_create(
        table=table,
        row=row,
        seal=error.seal,
        found=error.found,
        defaults={"words": _words(error.row)[:_LONGEST]},
    )
    if new:
        coordinators = User.objects.filter(
            is_active=True, role_assignments__role=Role.COORDINATOR
        ).order_by("pk")
        for coordinator in coordinators:
            owe(
                recipient=coordinator,
                kind=NOTICE,
                about=told.pk,
                cause=f"seal:{told.pk.hex}:{coordinator.pk.hex}",
            )
    return told


def _words(row: Model) -> str:
    """What the row calls itself, if what it belongs to still is there and is what it was."""
    try:
        return str(row)
    except (ObjectDoesNotExist, BrokenSeal):
        return f"{row._meta.verbose_name} {row.pk}"


def check_releases() -> int:
    """Compare every release with its fingerprint, and tell of those that differ; how many do.

    Each frozen row is compared with its own seal whenever it is read, and each list with that of
    all its rows. What no page can tell is that all of it was sealed anew: half a second a release,
    from time to time.
    """
    differing = 0
    with as_stored():
        releases = list(Release.objects.select_related("programme", "previous", "run__weight_set"))
    for release in releases:
        found = recomputed_hash(release)
        if found != release.content_hash:
            tell_broken_seal(BrokenSeal(release, seal=release.content_hash, found=found))
            differing += 1
    return differing
