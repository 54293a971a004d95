"""The public list of winners."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.models import Programme
from evaluations.visibility import PUBLIC
from evaluations.web.presenters.years.years import year_switch
from evaluations.web.tables import file_asked
from scoring.models import Release
from scoring.queries.releases.released import announced_programmes, confirmed_titles, rankings
from scoring.queries.releases.released import winners as released_winners
from scoring.queries.results.years import readable_releases, year_before
from scoring.web.presenters.results.corrections import corrections_shown
from scoring.web.presenters.results.departures import departures_shown
from scoring.web.presenters.results.disputes import objections_said
from scoring.web.presenters.results.winners import WinnersList, titles_table, winners_list
from shoppers.rules import anyone
from shoppers.web.access import allow


@require_safe
@allow(anyone)
def winners(request: HttpRequest, year: str = "") -> HttpResponse:
    """The winners of the newest programme that the public may read, or of the one named.

    A programme that is announced and has nothing to read says so, whatever is being prepared.
    """
    releases = readable_releases(PUBLIC, now=timezone.now())
    release = _chosen(releases, year)
    programme = release.programme if release else _announced(year)
    titles = _titles(release) if release else None
    tables = (
        [
            titles_table("categories", "category", titles.categories),
            titles_table("channels", "channel", titles.channels),
        ]
        if titles
        else []
    )
    return file_asked(request, programme.slug if programme else "", tables) or render(
        request,
        "scoring/results/winners.html",
        {
            "title": _title(programme if year or release else None),
            "programme": programme,
            "announced": programme is not None,
            "list": titles,
            "sure": titles is not None
            and any(title.confirmed is not None for title in titles.categories),
            "has_year_before": release is not None and year_before(releases, release) is not None,
            "corrections": corrections_shown(release, reader=PUBLIC) if release else [],
            "objections_said": objections_said(release) if release else [],
            "departures": departures_shown(release) if release else [],
            "years": year_switch(
                [each.programme for each in releases], current=programme, page="winners"
            ),
        },
    )


def _titles(release: Release) -> WinnersList:
    return winners_list(released_winners(release), rankings(release), confirmed_titles(release))


def _chosen(releases: list[Release], year: str) -> Release | None:
    if not year:
        return releases[0] if releases else None
    return next((each for each in releases if each.programme.slug == year), None)


def _announced(year: str) -> Programme | None:
    if not year:
        return announced_programmes().first()
    programme = announced_programmes().filter(slug=year).first()
    if programme is None:
        raise Http404
    return programme


def _title(programme: Programme | None) -> str:
    return programme.name if programme else _("The winners")
