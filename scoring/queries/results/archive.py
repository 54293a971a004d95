"""Who won, over all the years."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from scoring.enums import Title
from scoring.models import Release, ReleasedRanking, ReleasedWinner
from scoring.queries.releases.whole import assure_whole


@dataclass(slots=True)
class YearOfWinners:
    """A release with the public rows of its winners; `categories` by key, in their order."""

    release: Release
    overall: list[ReleasedRanking] = field(default_factory=list)
    categories: dict[str, list[ReleasedRanking]] = field(default_factory=dict)


def winners_of(releases: Sequence[Release]) -> list[YearOfWinners]:
    """The overall and the category winners of each release, in the order of the releases.

    Costs the same for one release as for many.
    """
    assure_whole(*releases)
    titles = ReleasedWinner.objects.filter(release__in=releases).order_by()
    held = {
        (title.title, title.release_id, title.company_id)
        for title in titles
        if title.title in (Title.OVERALL, Title.CATEGORY)
    }
    years = {release.pk: YearOfWinners(release) for release in releases}
    rows = ReleasedRanking.objects.filter(
        release__in=releases, company__in={company for _title, _release, company in held}
    ).select_related("company", "category")
    for row in rows:
        year = years[row.release_id]
        if (Title.OVERALL, row.release_id, row.company_id) in held:
            year.overall.append(row)
        if (Title.CATEGORY, row.release_id, row.company_id) in held:
            year.categories.setdefault(row.category.key, []).append(row)
    return list(years.values())
