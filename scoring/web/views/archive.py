"""Every year that was published, with who won."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.visibility import PUBLIC
from evaluations.web.tables import Table, file_asked
from scoring.enums import Title
from scoring.models import ReleasedRanking
from scoring.queries.archive import YearOfWinners, winners_of
from scoring.queries.years import readable_releases
from scoring.web.presenters.winners import decimals_of_the_best
from shoppers.rules import anyone
from shoppers.web.access import allow


@require_safe
@allow(anyone)
def archive(request: HttpRequest) -> HttpResponse:
    """The public years, newest first, each with its winners, its pages and its fingerprint."""
    years = winners_of(readable_releases(PUBLIC, now=timezone.now()))
    return file_asked(request, "archive", [_table(years)]) or render(
        request,
        "scoring/archive.html",
        {
            "title": _("All years"),
            "archive": [
                (
                    year,
                    decimals_of_the_best(
                        row.total for rows in year.categories.values() for row in rows
                    ),
                )
                for year in years
            ],
        },
    )


def _table(years: Iterable[YearOfWinners]) -> Table:
    """A row a title and year."""
    columns = ("year", "programme", "title", "category", "company", "name", "total", "release_hash")
    rows = [
        _cells(year, title, row)
        for year in years
        for title, holders in (
            (Title.OVERALL, year.overall),
            *((Title.CATEGORY, rows) for rows in year.categories.values()),
        )
        for row in holders
    ]
    return Table("winners", columns, rows)


def _cells(year: YearOfWinners, title: Title, row: ReleasedRanking) -> dict[str, object]:
    programme = year.release.programme
    return {
        "year": programme.year,
        "programme": programme.slug,
        "title": title.value,
        "category": row.category.key,
        "company": row.company.key,
        "name": row.name,
        "total": row.total,
        "release_hash": year.release.content_hash,
    }
