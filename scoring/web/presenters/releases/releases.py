"""Releases as the desk lists them."""

import datetime as dt
from dataclasses import dataclass

from scoring.models import Release
from scoring.web.presenters.states import Chip, Stage, stage_chip

RELEASE_COLUMNS = ("proposed", "name", "clients_from", "public_from", "by")


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release or proposal of the list; `name` orders it by programme and number."""

    release: Release
    stage: Stage
    state: Chip
    name: tuple[str, int]
    proposed: dt.datetime
    clients_from: dt.datetime
    public_from: dt.datetime
    by: str


def release_row(release: Release, stage: Stage) -> ReleaseRow:
    """The release at this stage."""
    return ReleaseRow(
        release=release,
        stage=stage,
        state=stage_chip(stage),
        name=(release.programme.name.casefold(), release.number),
        proposed=release.proposed_at,
        clients_from=release.clients_since,
        public_from=release.public_since,
        by=release.proposed_by.name,
    )
