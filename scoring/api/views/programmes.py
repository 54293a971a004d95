"""Award years."""

import datetime as dt

from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from evaluations.exports import json_text
from evaluations.models import Programme
from evaluations.visibility import Audience, Reader
from scoring.api.answers import answer, respond
from scoring.api.description import YEAR, documented
from scoring.api.examples import PROGRAMME, PROGRAMMES
from scoring.api.serializers import ProgrammeDetailSerializer, ProgrammeListSerializer
from scoring.api.views.base import ReadView
from scoring.models import Release
from scoring.queries.releases.corrections import corrections_of
from scoring.queries.releases.dispute_figures import dispute_figures
from scoring.queries.releases.released import announced_programmes
from scoring.queries.releases.releases import current_release
from scoring.queries.results.years import readable_releases
from shoppers.rules import anyone


class ProgrammesView(ReadView):
    """The years of the award."""

    rule = anyone

    @documented(
        ProgrammeListSerializer,
        name="list_programmes",
        summary="List programmes",
        description="Every award year whose method is frozen, newest first, and whether its "
        "results are out for the reader. Not paged: there is one a year.",
        example=PROGRAMMES,
    )
    def get(self, request: Request) -> HttpResponse:
        """Every announced programme."""
        found = readable_releases(self.reader, now=timezone.now())
        releases = {release.programme_id: release for release in found}
        programmes = [
            _note(programme, releases.get(programme.pk), self.reader)
            for programme in announced_programmes()
        ]
        document = ProgrammeListSerializer({"results": programmes}).data
        return respond(request, answer(json_text(document)))


class ProgrammeView(ReadView):
    """One year of the award."""

    rule = anyone

    @documented(
        ProgrammeDetailSerializer,
        name="read_programme",
        summary="Read a programme and its method",
        description="The award year with its frozen method. The method is public from its freeze "
        "on, before any result.",
        parameters=[YEAR],
        example=PROGRAMME,
    )
    def get(self, request: Request, year: str) -> HttpResponse:
        """One announced programme."""
        programme = announced_programmes().filter(slug=year).first()
        if programme is None:
            raise Http404
        release = current_release(programme, reader=self.reader, now=timezone.now())
        document = ProgrammeDetailSerializer(_note(programme, release, self.reader)).data
        return respond(request, answer(json_text(document)))


def _note(programme: Programme, release: Release | None, reader: Reader) -> Programme:
    """The programme, with what of it is out for the reader written on it."""
    facts = {
        "released": release is not None,
        "released_since": release and _since(release, reader),
        "release": release and release.number,
        "release_hash": release and release.content_hash,
        "objections": dispute_figures(release) if release else None,
        "corrections": corrections_of(release, audience=reader.audience) if release else [],
        "departures": release.departures if release else [],
    }
    for name, value in facts.items():
        setattr(programme, name, value)
    return programme


def _since(release: Release, reader: Reader) -> dt.datetime:
    # Coordinators read ahead; they are told the time that was set for clients.
    return release.public_since if reader.audience is Audience.PUBLIC else release.clients_since
