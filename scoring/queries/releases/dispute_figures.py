"""How often clients objected, as a release freezes and publishes it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from evaluations.canonical import digest
from evaluations.models import Objection, Programme
from evaluations.queries.objections.disputes import objection_counts, previewed_count
from evaluations.seals import BrokenSeal
from scoring.models import Release

# Counted for the day of the proposal alone; the fingerprint covers it afterwards.
AS_PUBLISHED = ("as_of", "previewed")
_PROGRAMME = "evaluation__test_call__participation__programme"


@dataclass(frozen=True, slots=True)
class DisputeFigures:
    """A release's figures about objections; `disputed` and `previewed` are contacts."""

    as_of: dt.datetime
    previewed: int
    disputed: int
    filed: int
    withdrawn: int
    open: int
    accepted: int
    partly: int
    refused: int

    @property
    def rate(self) -> Fraction | None:
        """The share of previewed contacts that were disputed; None where none was previewed."""
        return Fraction(self.disputed, self.previewed) if self.previewed else None

    @property
    def decided(self) -> int:
        """How many objections have an answer."""
        return self.accepted + self.partly + self.refused


def frozen_figures(programme: Programme, *, at: dt.datetime) -> dict[str, Any]:
    """What a release freezes about objections; empty while no preview has opened."""
    if programme.preview_from is None or programme.preview_from > at:
        return {}
    return {
        "as_of": at.astimezone(dt.UTC).isoformat(),
        "previewed": previewed_count(programme),
        **objection_counts(programme, at=at),
    }


def recounted(release: Release) -> dict[str, Any]:
    """The same, counted again from the rows for the moment that the release names.

    Nothing for a release that names none: somebody altered it.
    """
    stored = release.objections
    try:
        at = dt.datetime.fromisoformat(stored["as_of"])
    except (KeyError, TypeError, ValueError):
        return {}
    beside = {name: stored.get(name) for name in AS_PUBLISHED}
    return {**beside, **objection_counts(release.programme, at=at)}


def dispute_figures(release: Release) -> DisputeFigures | None:
    """What a release says about objections; None for one without a preview, or from before.

    Raises BrokenSeal for what no release ever said.
    """
    if not release.objections:
        return None
    facts = dict(release.objections)
    try:
        return DisputeFigures(as_of=dt.datetime.fromisoformat(facts.pop("as_of")), **facts)
    except (KeyError, TypeError, ValueError) as fault:
        found = digest(release.objections)
        raise BrokenSeal(release, seal=release.content_hash, found=found) from fault


def open_at(programme: Programme, *, at: dt.datetime) -> set[uuid.UUID]:
    """The objections that nobody had decided or withdrawn at that moment."""
    filed = Objection.objects.filter(at__lte=at, **{_PROGRAMME: programme})
    closed = filed.filter(decision__at__lte=at) | filed.filter(withdrawal__at__lte=at)
    return set(filed.values_list("pk", flat=True)) - set(closed.values_list("pk", flat=True))
