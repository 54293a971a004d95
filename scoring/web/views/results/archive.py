"""Every year that was published, with who won."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.visibility import PUBLIC
from evaluations.web.tables import Table, file_asked
from scoring.enums import Title
from scoring.models import ReleasedRanking
from scoring.queries.results.archive import YearOfWinners, winners_of
from scoring.queries.results.years import readable_releases
from scoring.web.filters import ArchiveFilter
from scoring.web.presenters.results.winners import decimals_of_the_best
from shoppers.rules import anyone
from shoppers.web.access import allow

YEARS_A_PAGE = 10


@require_safe
@allow(anyone)
def archive(request: HttpRequest) -> HttpResponse:
    """The public years, each with its winners, its pages and its fingerprint."""
    every = winners_of(readable_releases(PUBLIC, now=timezone.now()))
    form = ArchiveFilter(request.GET, categories=_categories(every))
    chosen = form.chosen()
    years = _of_category(every, chosen["category"]) if chosen else every
    if form.order() == "year":
        years = years[::-1]
    page = Paginator(years, YEARS_A_PAGE).get_page(request.GET.get("page"))
    return file_asked(request, "archive", [_table(years)]) or render(
        request,
        "scoring/results/archive.html",
        {
            "title": _("All years"),
            "form": form if every else None,
            "clear_url": request.path if chosen else "",
            "result": ngettext("%(count)d year", "%(count)d years", len(years))
            % {"count": len(years)},
            "page": page,
            "archive": [(year, _decimals(year)) for year in page],
        },
    )


def _categories(years: Iterable[YearOfWinners]) -> list[tuple[str, str]]:
    """Every category that was ever won, by its key, in the order in which the years name them."""
    named: dict[str, str] = {}
    for year in years:
        for key, rows in year.categories.items():
            named.setdefault(key, str(rows[0].category))
    return list(named.items())


def _of_category(years: Iterable[YearOfWinners], category: str) -> list[YearOfWinners]:
    """The years in which the category was won, with nothing but that."""
    return [
        replace(year, overall=[], categories={category: year.categories[category]})
        for year in years
        if category in year.categories
    ]


def _decimals(year: YearOfWinners) -> int:
    return decimals_of_the_best(row.total for rows in year.categories.values() for row in rows)


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
