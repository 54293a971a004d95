"""The rows a release freezes, made from a run."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from evaluations.enums import Package
from evaluations.models import PackageCompetitor
from evaluations.queries.companies.company_acts import former_names
from scoring.formulas.rounding import outward
from scoring.formulas.withholding import withheld
from scoring.method.reading import scoring_rules
from scoring.method.rules import Publication
from scoring.models import (
    RankingRow,
    Release,
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedContact,
    ReleasedRanking,
    ReleasedWinner,
    Run,
)
from scoring.queries.releases.release_content import Content
from scoring.services.releases.release_contacts import contacts_of_run

# So many contacts take a fraction of a second.
BATCH = 500


def batches_of_contacts(run: Run) -> int:
    """How often `content_of_run` tells how far it is."""
    return -(-run.inputs.count() // BATCH)


def content_of_run(
    release: Release, *, coarse: bool = True, tell: Callable[[], object] = lambda: None
) -> Content:
    """Everything the release will say, as rows that are not stored yet.

    `coarse` is False for a release from before the bounds of intervals were rounded.

    The contacts are most of the work: `tell` is called after each batch of them.
    """
    run = release.run
    rules = scoring_rules(release.programme).publication
    titled = set(run.winners.values_list("participation", flat=True))
    former = former_names(release.programme)
    return Content(
        ranking=[
            ReleasedRanking(
                release=release,
                company=row.participation.company,
                category=row.category,
                name=row.participation.name,
                formerly=former.get(row.participation_id, ""),
                rank=row.rank,
                unplaced=row.unplaced,
                listed=_is_listed(row, rules) or row.participation_id in titled,
                **_printed(row, rules, coarse=coarse),
                contacts=row.contacts,
                answered=row.answered,
                total=row.total,
                answered_only=row.answered_only,
                agent=row.agent,
            )
            for row in run.ranking.select_related("participation__company", "category")
        ],
        winners=[
            ReleasedWinner(
                release=release,
                title=row.title,
                key=row.key,
                company=row.participation.company,
                confirmed=row.confirmed,
            )
            for row in run.winners.select_related("participation__company")
        ],
        competitors=_competitors(release),
        areas=_areas(release, rules),
        contacts=list(_told(contacts_of_run(release), tell)),
    )


def _told(
    contacts: Iterator[ReleasedContact], tell: Callable[[], object]
) -> Iterator[ReleasedContact]:
    while batch := list(islice(contacts, BATCH)):
        yield from batch
        tell()


def _is_listed(row: RankingRow, rules: Publication) -> bool:
    """Whether the public list prints the company's row."""
    return rules.places == "all" or (row.rank is not None and row.rank <= rules.places)


def _printed(row: RankingRow, rules: Publication, *, coarse: bool) -> dict[str, Any]:
    """The confidence that is printed; what is not printed is not frozen, and stays at the desk.

    Bounds are coarse: from exact ones a client works out which of its contacts one shopper made.
    """
    found: dict[str, Any] = {}
    if rules.interval:
        lower, upper = row.lower, row.upper
        if coarse and lower is not None and upper is not None:
            lower, upper = outward(lower, upper)
        found |= {"lower": lower, "upper": upper}
    if rules.tie_group:
        found |= {
            "best_rank": row.best_rank,
            "worst_rank": row.worst_rank,
            "could_be_best": row.could_be_best,
        }
    return found


def _areas(release: Release, rules: Publication) -> list[ReleasedArea]:
    """Sections and channels, without those that too few contacts stand behind."""
    rows = list(release.run.areas.select_related("participation__company"))
    counts: dict[tuple[int, str], dict[str, int]] = {}
    for row in rows:
        counts.setdefault((row.participation_id, row.area), {})[row.key] = row.contacts
    hidden = {of: withheld(parts, rules.least_contacts) for of, parts in counts.items()}
    return [
        ReleasedArea(
            release=release,
            company=row.participation.company,
            area=row.area,
            key=row.key,
            contacts=row.contacts,
            mean=row.mean,
        )
        for row in rows
        if row.key not in hidden[row.participation_id, row.area]
    ]


def _competitors(release: Release) -> list[ReleasedCompetitor]:
    """The packages as they stand today; a later swap opens nothing in this release."""
    chosen = PackageCompetitor.objects.filter(
        package__programme=release.programme_id, package__package=Package.COMPETITORS
    )
    return [
        ReleasedCompetitor(release=release, client=row.package.client, company=row.company)
        for row in chosen.select_related("package__client", "company")
    ]
