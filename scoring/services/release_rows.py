"""The rows a release freezes, made from a run."""

from evaluations.enums import Package
from evaluations.models import PackageCompetitor
from scoring.models import (
    Release,
    ReleasedArea,
    ReleasedCompetitor,
    ReleasedRanking,
    ReleasedWinner,
)
from scoring.queries.release_content import Content
from scoring.services.release_contacts import contacts_of_run


def content_of_run(release: Release) -> Content:
    """Everything the release will say, as rows that are not stored yet."""
    run = release.run
    in_programme = "participation__company", "participation__category"
    return Content(
        ranking=[
            ReleasedRanking(
                release=release,
                company=row.participation.company,
                category=row.participation.category,
                name=row.participation.name,
                rank=row.rank,
                unplaced=row.unplaced,
                contacts=row.contacts,
                answered=row.answered,
                total=row.total,
                answered_only=row.answered_only,
                agent=row.agent,
            )
            for row in run.ranking.select_related(*in_programme)
        ],
        winners=[
            ReleasedWinner(
                release=release, title=row.title, key=row.key, company=row.participation.company
            )
            for row in run.winners.select_related(*in_programme)
        ],
        competitors=_competitors(release),
        areas=[
            ReleasedArea(
                release=release,
                company=row.participation.company,
                area=row.area,
                key=row.key,
                contacts=row.contacts,
                mean=row.mean,
            )
            for row in run.areas.select_related(*in_programme)
        ],
        contacts=contacts_of_run(release),
    )


def _competitors(release: Release) -> list[ReleasedCompetitor]:
    """The packages as they stand today; a later swap opens nothing in this release."""
    chosen = PackageCompetitor.objects.filter(
        package__programme=release.programme_id, package__package=Package.COMPETITORS
    )
    return [
        ReleasedCompetitor(release=release, client=row.package.client, company=row.company)
        for row in chosen.select_related("package__client", "company")
    ]
