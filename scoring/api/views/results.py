"""What a release says to everybody: ranking, winners, a company's row."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request

from evaluations.departures import departure_words
from evaluations.exports import csv_text, json_text
from evaluations.visibility import Audience
from scoring.api.answers import Answer, answer, respond
from scoring.api.departure_serializers import DepartureSerializer
from scoring.api.description import CATEGORY, COMPANY_ID, PAGING, YEAR, documented
from scoring.api.examples import COMPANY, RANKING, WINNERS
from scoring.api.paging import Window, link_header, links, seal_of, window
from scoring.api.parameters import Parameter, category_asked, page_asked, refused
from scoring.api.releases import release_for
from scoring.api.rendering import CSV, JSON, CsvRenderer, JsonRenderer
from scoring.api.serializers import (
    AreaSerializer,
    CompanySerializer,
    CorrectionSerializer,
    RankingPageSerializer,
    RankingRowSerializer,
    WinnersSerializer,
)
from scoring.api.views.base import ReadView
from scoring.models import Release
from scoring.queries.releases.corrections import corrections_of
from scoring.queries.releases.released import (
    AreaFigure,
    company_result,
    rankings,
    released_categories,
    winners,
)
from scoring.visibility import Depth
from shoppers.rules import anyone

RANKING_COLUMNS = tuple(RankingRowSerializer().fields)


class RankingAsked(NamedTuple):
    """Everything the bytes of a ranking depend on, besides the frozen rows."""

    release: Release
    category: str
    # None: the whole list, as a file.
    window: Window | None
    address: str
    media_type: str


class RankingsView(ReadView):
    """The ranking of a year."""

    rule = anyone
    parameters = frozenset({Parameter.CATEGORY, Parameter.CURSOR, Parameter.PAGE_SIZE})
    renderer_classes = [JsonRenderer, CsvRenderer]

    @documented(
        RankingPageSerializer,
        name="read_ranking",
        summary="Read the ranking",
        description="Every ranked company of the year, by category, rank and id. As CSV "
        "(`Accept: text/csv`) the whole list is one file unless a page is asked for; the pages "
        "of a CSV stand in the `Link` header.",
        parameters=[YEAR, CATEGORY, *PAGING],
        example=RANKING,
        csv=True,
    )
    def get(self, request: Request, year: str) -> HttpResponse:
        """A page of the ranking, or the file."""
        category = category_asked(request.query_params)
        page = page_asked(request.query_params)
        release = release_for(year, reader=self.reader, now=timezone.now())
        media_type = request.accepted_media_type
        part = None
        if page.in_parts or media_type == JSON:
            part = window(page, seal_of(release.content_hash, "rankings", category))
        asked = RankingAsked(release, category, part, address_of(request), media_type)
        return respond(request, _ranking(asked))


class WinnersView(ReadView):
    """The winners of a year."""

    rule = anyone

    @documented(
        WinnersSerializer,
        name="read_winners",
        summary="Read the winners",
        description="Best in each category, best overall, best on each channel.",
        parameters=[YEAR],
        example=WINNERS,
    )
    def get(self, request: Request, year: str) -> HttpResponse:
        """Every title and who holds it."""
        return respond(request, _winners(release_for(year, reader=self.reader, now=timezone.now())))


class CompanyView(ReadView):
    """A company's result in a year."""

    rule = anyone

    @documented(
        CompanySerializer,
        name="read_company",
        summary="Read a company's result",
        description="The company's public row. Its own clients, clients with the company in the "
        "package that was frozen with the release, and coordinators also get sections and "
        "channels, each with its base. A company that left the programme has no result: the "
        "answer is 404, its `detail` says when and how it left, as `departures` of the year do.",
        parameters=[YEAR, COMPANY_ID],
        example=COMPANY,
    )
    def get(self, request: Request, year: str, company: str) -> HttpResponse:
        """One company, as deep as the reader may see."""
        release = release_for(year, reader=self.reader, now=timezone.now())
        result = company_result(release, company, reader=self.reader)
        if result is None:
            raise _without_result(release, company)
        if result.depth is Depth.ROW:
            return respond(request, answer(json_text(RankingRowSerializer(result.row).data)))
        document = {
            **RankingRowSerializer(result.row).data,
            "sections": _areas(result.sections),
            "channels": _areas(result.channels),
        }
        return respond(request, answer(json_text(document)))


def address_of(request: Request) -> str:
    """The address that was asked, without its query."""
    return str(request.build_absolute_uri(request.path))


# Frozen rows give the same bytes to everybody who may read them, however often. Whether somebody
# may is asked before, each time.
@lru_cache(maxsize=256)
def _ranking(asked: RankingAsked) -> Answer:
    rows = rankings(asked.release, category=asked.category)
    count = rows.count()
    if asked.category and not count:
        raise _unknown_category(asked.release)
    part = asked.window
    found: dict[str, str] = {}
    if part is not None:
        filters = {Parameter.CATEGORY: asked.category} if asked.category else {}
        found = links(part, count, address=asked.address, filters=filters)
        rows = rows[part.start : part.stop]
    shown = RankingRowSerializer(rows, many=True).data
    headers = link_header(found)
    if asked.media_type == CSV:
        headers["Content-Disposition"] = f'attachment; filename="{_file_name(asked)}"'
        return answer(csv_text(RANKING_COLUMNS, shown), CSV, headers=headers)
    page = {"count": count, "next": found.get("next"), "previous": found.get("previous")}
    document = {
        **page,
        "corrections": _corrections(asked.release),
        "departures": _departures(asked.release, asked.category),
        "results": shown,
    }
    return answer(json_text(document), headers=headers)


@lru_cache(maxsize=64)
def _winners(release: Release) -> Answer:
    document = {**winners(release), "corrections": _corrections(release)}
    return answer(json_text(WinnersSerializer(document).data))


def _corrections(release: Release) -> Any:
    # Without their times, which are other ones for clients than for the public.
    found = corrections_of(release, audience=Audience.DESK)
    return CorrectionSerializer(found, many=True).data


def _departures(release: Release, category: str) -> Any:
    found = [each for each in release.departures if category in {"", each["category"]}]
    return DepartureSerializer(found, many=True).data


def _areas(figures: Mapping[str, AreaFigure]) -> dict[str, Any]:
    return {key: AreaSerializer(figure).data for key, figure in figures.items()}


class LeftTheProgramme(APIException):
    """There is no result, since the company has left: what its page says, for programs."""

    status_code = HTTPStatus.NOT_FOUND


def _without_result(release: Release, company: str) -> Exception:
    left = next((each for each in release.departures if each["company"] == company), None)
    if left is None:
        return Http404()
    day = dt.date.fromisoformat(left["left_on"])
    words = departure_words(left["kind"], day, into=left["merged_into_name"])
    text = _("It has no place and no figures this year. Those of other years stay.")
    return LeftTheProgramme(f"{words} {text}")


def _unknown_category(release: Release) -> ValidationError:
    known = ", ".join(released_categories(release))
    return refused(Parameter.CATEGORY, _("The categories are: %(known)s.") % {"known": known})


def _file_name(asked: RankingAsked) -> str:
    # Slugs only: nothing in it can break the header, and nothing tells a result.
    parts = ["ranking", asked.release.programme.slug, asked.category]
    return "-".join(part for part in parts if part) + ".csv"
