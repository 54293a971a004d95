"""The states of runs and releases as chips: the same word, tone and icon everywhere."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from scoring.enums import RunState
from scoring.models import Release, ReleaseConfirmation, Run


@dataclass(frozen=True, slots=True)
class Chip:
    """A state's word, tone and icon."""

    label: str
    tone: str
    icon: str = ""


class Stage(StrEnum):
    """Where a release stands."""

    PROPOSED = "proposed"
    SUPERSEDED = "superseded"
    CONFIRMED = "confirmed"
    CLIENTS = "clients"
    PUBLIC = "public"


_RUN_TONES = {
    RunState.PLANNED: ("neutral", "clock"),
    RunState.RUNNING: ("info", "refresh"),
    RunState.COMPLETE: ("good", ""),
    RunState.FAILED: ("bad", ""),
    RunState.CANCELLED: ("neutral", ""),
}


def run_chip(run: Run) -> Chip:
    """The run's state."""
    state = RunState(run.state)
    tone, icon = _RUN_TONES[state]
    return Chip(str(state.label), tone, icon)


def stage_of(release: Release, *, now: dt.datetime, superseded: bool) -> Stage:
    """Who reads the release by now; `superseded` says that a newer proposal stands."""
    if confirmation_of(release) is None:
        return Stage.SUPERSEDED if superseded else Stage.PROPOSED
    if now >= release.public_from:
        return Stage.PUBLIC
    return Stage.CLIENTS if now >= release.clients_from else Stage.CONFIRMED


def stage_chip(stage: Stage) -> Chip:
    """The stage in a word."""
    return {
        Stage.PROPOSED: Chip(_("Waits for a second coordinator"), "warn", "clock"),
        Stage.SUPERSEDED: Chip(_("Replaced by a newer proposal"), "neutral"),
        Stage.CONFIRMED: Chip(_("Confirmed, not open yet"), "info", "clock"),
        Stage.CLIENTS: Chip(_("Open to clients"), "info", "eye"),
        Stage.PUBLIC: Chip(_("Public"), "good", "globe"),
    }[stage]


def weights_chip(*, approved: bool, proposed: bool) -> Chip:
    """How far a programme's weights are settled, in a word."""
    if approved:
        return Chip(_("Approved"), "good", "check")
    if proposed:
        return Chip(_("Waits for a second coordinator"), "warn", "clock")
    return Chip(_("Not settled"), "neutral")


def confirmation_of(release: Release) -> ReleaseConfirmation | None:
    """The second coordinator's word, once it was given."""
    found: ReleaseConfirmation | None = getattr(release, "confirmation", None)
    return found
