"""What a release froze, as objects and as canonical lines."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from evaluations.queries.clients.reading import reading_as
from evaluations.visibility import DESK
from scoring.models import (
    Release,
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedContact,
    ReleasedRanking,
    ReleasedWinner,
)
from scoring.models.released import ReleasedRow, as_frozen
from scoring.queries.releases.canonical_lines import line


@dataclass
class Content:
    """The frozen rows of one release, stored or about to be."""

    ranking: list[ReleasedRanking] = field(default_factory=list)
    winners: list[ReleasedWinner] = field(default_factory=list)
    competitors: list[ReleasedCompetitor] = field(default_factory=list)
    areas: list[ReleasedArea] = field(default_factory=list)
    contacts: list[ReleasedContact] = field(default_factory=list)

    def rows(self) -> Iterator[ReleasedRow]:
        """All of them."""
        yield from (*self.ranking, *self.winners, *self.competitors, *self.areas, *self.contacts)


def stored_content(release: Release) -> Content:
    """The rows in the tables now, the confidential ones included. Raises BrokenSeal.

    Within `as_stored` they are those that stand there, altered or not.
    """
    with reading_as(DESK), as_frozen():
        return Content(
            ranking=list(
                ReleasedRanking.objects.filter(release=release).select_related(
                    "company", "category"
                )
            ),
            winners=list(ReleasedWinner.objects.filter(release=release).select_related("company")),
            competitors=list(
                ReleasedCompetitor.objects.filter(release=release).select_related("company")
            ),
            areas=list(ReleasedArea.objects.filter(release=release).select_related("company")),
            contacts=list(
                ReleasedContact.objects.filter(release=release).select_related("company")
            ),
        )


def content_lines(release: Release, content: Content) -> list[bytes]:
    """Everything a reader can learn from the release, one line a fact, in an order of their own.

    Without the release's number, run and times: two releases that say the same have equal lines.
    """
    return sorted(
        [
            line("method", release.run.method_hash),
            line("weights", release.weights),
            line("survey", release.expectation_survey),
            *_objection_lines(release),
            *_departure_lines(release),
            *_public_lines(content),
            *_confidential_lines(content),
        ]
    )


def envelope(release: Release) -> bytes:
    """Which release of what it is, from which run, and from when it may be read."""
    return line(
        "release",
        release.programme.slug,
        release.number,
        release.run.inputs_hash,
        release.run.result_hash,
        _utc(release.clients_from),
        _utc(release.public_from),
        # Only where there is something to say: so releases from before it still verify.
        *([release.correction] if release.correction else []),
        # By its name, so that it is never taken for the other.
        *([{"objections_as_of": release.objections.get("as_of")}] if release.objections else []),
    )


def _objection_lines(release: Release) -> Iterator[bytes]:
    """What it says of objections; that they are counted on another day is no other content."""
    said = {name: fact for name, fact in release.objections.items() if name != "as_of"}
    if said:
        yield line("objections", said)


def _departure_lines(release: Release) -> Iterator[bytes]:
    """Who has left; releases from before, and those that nobody left, have no such line."""
    for departure in release.departures:
        yield line("departure", departure)


def _public_lines(content: Content) -> Iterator[bytes]:
    for row in content.ranking:
        yield line(
            "ranking",
            row.category.key,
            row.company.key,
            row.name,
            row.rank,
            row.contacts,
            row.answered,
            row.total,
            row.answered_only,
            row.agent,
        )
        # Only where there is something to say: so releases from before it still verify.
        if row.unplaced or not row.listed:
            yield line("place", row.company.key, row.unplaced, row.listed)
        if row.formerly:
            yield line("formerly", row.company.key, row.formerly)
        sure = (row.lower, row.upper, row.best_rank, row.worst_rank, row.could_be_best)
        if any(each is not None for each in sure):
            yield line("confidence", row.company.key, *sure)
    for title in content.winners:
        yield line("winner", title.title, title.key, title.company.key)
        if title.confirmed is not None:
            yield line("confirmed", title.title, title.key, title.company.key, title.confirmed)


def _confidential_lines(content: Content) -> Iterator[bytes]:
    for rival in content.competitors:
        yield line("competitor", rival.client_id, rival.company.key)
    for area in content.areas:
        yield line("area", area.company.key, area.area, area.key, area.contacts, area.mean)
    for contact in content.contacts:
        yield line(
            "contact",
            contact.contact,
            contact.company.key,
            contact.channel,
            contact.scenario,
            contact.date.isoformat(),
            contact.half_day,
            contact.answered,
            contact.total,
            contact.sections,
            contact.answers,
            # Only where there are any: so releases from before there were comments still verify.
            *([contact.comments] if contact.comments else []),
        )


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()
