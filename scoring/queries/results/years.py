"""The programmes a reader can choose among, each with the release that stands for her."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from evaluations.visibility import Reader
from scoring.models import Release, ReleasedRanking
from scoring.queries.releases.releases import open_releases
from scoring.queries.releases.whole import assure_whole


def ranking_a_company(releases: Sequence[Release], company: str) -> list[Release]:
    """Those of the releases that rank the company."""
    rows = ReleasedRanking.objects.filter(release__in=releases, company__key=company)
    return _among(releases, rows)


def ranking_a_category(releases: Sequence[Release], category: str) -> list[Release]:
    """Those of the releases that rank the category."""
    rows = ReleasedRanking.objects.filter(release__in=releases, category__key=category)
    return _among(releases, rows)


def _among(releases: Sequence[Release], rows: QuerySet[ReleasedRanking]) -> list[Release]:
    assure_whole(*releases)
    ids = set(rows.values_list("release", flat=True).distinct())
    return [release for release in releases if release.pk in ids]


def readable_releases(reader: Reader, *, now: dt.datetime) -> list[Release]:
    """The newest release of each programme that the reader may read, newest programme first."""
    by_programme = ("programme__year", "programme__slug")
    return list(
        open_releases(reader, now=now)
        .select_related("programme__checklist_version")
        .order_by("-programme__year", "programme__slug", "-number")
        .distinct(*by_programme)
    )


def year_before(releases: Sequence[Release], release: Release) -> Release | None:
    """The newest of these releases from an earlier year than this one's.

    Two awards of one year stand beside each other, so neither is before the other.
    """
    earlier = [each for each in releases if each.programme.year < release.programme.year]
    return max(earlier, key=lambda each: each.programme.year, default=None)
