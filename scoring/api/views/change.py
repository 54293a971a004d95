"""Why an own company's total changed, for the company's own clients."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from evaluations.exports import json_text
from scoring.api.access import reads_for_a_client_or_the_desk
from scoring.api.answers import answer, respond
from scoring.api.change import CHANGE, CompanyChangeSerializer, change_document
from scoring.api.description import COMPANY_ID, YEAR, documented
from scoring.api.releases import release_for
from scoring.api.views.base import ReadView
from scoring.queries.releases.released import depth_of, row_of
from scoring.queries.results.own_change import own_change
from scoring.queries.results.years import ranking_a_company, readable_releases
from scoring.visibility import Depth


class CompanyChangeView(ReadView):
    """What a company's change since the year before consists of."""

    rule = reads_for_a_client_or_the_desk

    @documented(
        CompanyChangeSerializer,
        name="read_company_change",
        summary="Read why a company's total changed",
        description="The change of one of the reader's own companies since the newest earlier "
        "year, taken apart exactly into service, weights, channel mix and questionnaire. It is "
        "worked out from the company's own contacts and the published weights, and where the "
        "change could lie by chance from which contacts one shopper made. Another company "
        "answers 404, as an unknown one does.",
        parameters=[YEAR, COMPANY_ID],
        example=CHANGE,
    )
    def get(self, request: Request, year: str, company: str) -> HttpResponse:
        """The change of one company."""
        now = timezone.now()
        release = release_for(year, reader=self.reader, now=now)
        row = row_of(release, company, reader=self.reader)
        if row is None or depth_of(release, row.company_id, reader=self.reader) != Depth.CONTACTS:
            raise Http404
        releases = ranking_a_company(readable_releases(self.reader, now=now), company)
        found = own_change(release, row, releases=releases, reader=self.reader)
        document = CompanyChangeSerializer(change_document(row, found)).data
        return respond(request, answer(json_text(document)))
