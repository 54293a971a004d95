"""What a client's own companies got, year by year."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from evaluations.visibility import Reader
from scoring.models import Release, ReleasedRanking
from scoring.queries.releases.whole import assure_whole
from scoring.queries.results.client_companies import own_companies


@dataclass(frozen=True, slots=True)
class OwnResult:
    """A company's public row in a release, and among how many of its category."""

    release: Release
    row: ReleasedRanking
    companies: int


def own_results(releases: Sequence[Release], *, reader: Reader) -> list[OwnResult]:
    """Every row of the reader's own companies, in the order of the releases, then by name."""
    assure_whole(*releases)
    within = ReleasedRanking.objects.filter(release__in=releases)
    sizes = {
        (release, category): count
        for release, category, count in within.order_by()
        .values_list("release", "category")
        .annotate(count=Count("pk"))
    }
    rows = within.filter(company__in=own_companies(reader)).select_related("company", "category")
    by_release: dict[object, list[ReleasedRanking]] = {}
    for row in rows.order_by("name", "company__key"):
        by_release.setdefault(row.release_id, []).append(row)
    return [
        OwnResult(release, row, sizes[release.pk, row.category_id])
        for release in releases
        for row in by_release.get(release.pk, [])
    ]
