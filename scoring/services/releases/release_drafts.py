"""A release as it would be, before it is stored."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from evaluations.models import Programme
from evaluations.services.objections.objection_moments import moment_of_counting
from scoring.enums import RunState
from scoring.models import Release, Run
from scoring.queries.releases.dispute_figures import frozen_figures
from scoring.queries.releases.release_content import Content, content_lines
from scoring.queries.releases.releases import newest_release
from scoring.queries.releases.verification import chained_hash, recomputed_hash, result_hash
from scoring.queries.runs.inputs import have_changed, inputs_of, overtaken
from scoring.queries.runs.run_companies import companies_changed, departures_of
from scoring.queries.weights.survey_aggregates import survey_of
from scoring.queries.weights.weights import published_weights
from scoring.refusals import Refusal, Refused
from scoring.services.releases.release_rows import batches_of_contacts, content_of_run

# A form says "now" in whole minutes, and filling it in takes some.
JUST_NOW = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Times:
    """From when clients and the public may read; None where nobody said."""

    clients_from: dt.datetime | None
    public_from: dt.datetime | None

    def settled(self, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """Both times: what nobody said is now, and the public never before the clients."""
        clients = self.clients_from or min(now, self.public_from or now)
        return clients, self.public_from or max(now, clients)

    def have_passed(self, now: dt.datetime) -> bool:
        """Whether one of them, as far as somebody said it, is no longer to be had."""
        return any(
            has_passed(moment, now)
            for moment in (self.clients_from, self.public_from)
            if moment is not None
        )

    def fit(self, release: Release) -> bool:
        """Whether a release has these times, as far as somebody said them."""
        return self.clients_from in (None, release.clients_from) and self.public_from in (
            None,
            release.public_from,
        )


def has_passed(moment: dt.datetime, now: dt.datetime) -> bool:
    """Whether the moment lies further back than somebody takes to say "now"."""
    return moment < now - JUST_NOW


@dataclass(frozen=True, slots=True)
class Draft:
    """The next release of a programme and its rows; `says_same_as` is the last when equal to it."""

    release: Release
    content: Content
    lines: list[bytes]
    says_same_as: Release | None

    def content_hash(self) -> str:
        """What the release is known by; its correction, too, is part of it."""
        return chained_hash(self.release, self.lines)


def draft_steps(run: Run) -> int:
    """How often a draft of the run tells how far it is, and once more when it is stored."""
    return batches_of_contacts(run) + 3


def draft_release(
    programme: Programme,
    run: Run,
    times: Times,
    *,
    now: dt.datetime | None = None,
    tell: Callable[[], object] = lambda: None,
) -> Draft:
    """What the run would be as the programme's next release; nothing is stored.

    `now`, by default this moment, is when it was asked for. Raises Refused for a run that cannot
    be released, and for a new release in the past.
    """
    now = now or timezone.now()
    _refuse_unfit(programme, run)
    tell()
    previous = newest_release(programme)
    clients_from, public_from = times.settled(now)
    release = Release(
        programme=programme,
        number=previous.number + 1 if previous else 1,
        run=run,
        previous=previous,
        clients_from=clients_from,
        public_from=public_from,
        weights=weights_shown(run),
        expectation_survey=survey_of(run),
        objections=frozen_figures(programme, at=moment_of_counting(programme)),
        departures=departures_of(run),
    )
    content = content_of_run(release, tell=tell)
    lines = content_lines(release, content)
    tell()
    same = previous is not None and times.fit(previous) and _says(previous, lines)
    if not same and times.have_passed(now):
        raise Refused(Refusal.TIME_HAS_PASSED)
    return Draft(release, content, lines, previous if same else None)


def _says(release: Release, lines: list[bytes]) -> bool:
    """Whether the release says this, and its rows still do."""
    return (
        chained_hash(release, lines) == release.content_hash
        and recomputed_hash(release) == release.content_hash
    )


def refuse_unreleasable(programme: Programme, run: Run) -> None:
    """Raise Refused for a run that can be no release of the programme, whatever it counts."""
    if run.programme_id != programme.pk:
        raise Refused(Refusal.RUN_OF_ANOTHER_PROGRAMME)
    if run.state != RunState.COMPLETE:
        raise Refused(Refusal.RUN_NOT_COMPLETE)


def _refuse_unfit(programme: Programme, run: Run) -> None:
    refuse_unreleasable(programme, run)
    if result_hash(run) != run.result_hash:
        raise Refused(Refusal.RUN_DOES_NOT_VERIFY)
    if overtaken(run) or have_changed(inputs_of(run)):
        raise Refused(Refusal.INPUTS_CHANGED)
    if companies_changed(run):
        raise Refused(Refusal.COMPANIES_CHANGED)


def weights_shown(run: Run) -> dict[str, Any]:
    """The weights as the API shows them."""
    if run.weight_set is None:
        raise Refused(Refusal.RUN_NOT_COMPLETE)
    return published_weights(run.weight_set)
