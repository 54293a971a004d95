"""What counted how much, and what shoppers expected; as frozen in the release.

Both are for clients and the coordinators' desk. The public reads the method, which says how the
weights come about, and the results (design, who sees what); what a year's shoppers answered, and
the weights that follow from it, are in neither.
"""

from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from evaluations.exports import json_text
from scoring.api.access import reads_for_a_client_or_the_desk
from scoring.api.answers import answer, respond
from scoring.api.description import YEAR, documented
from scoring.api.examples import EXPECTATION_SURVEY, WEIGHTS
from scoring.api.releases import release_for
from scoring.api.views.base import ReadView
from scoring.api.weight_serializers import ExpectationSurveySerializer, WeightsSerializer


class WeightsView(ReadView):
    """The weights of a year."""

    rule = reads_for_a_client_or_the_desk

    @documented(
        WeightsSerializer,
        name="read_weights",
        summary="Read the section weights",
        description="The weights of the release. For clients and coordinators.",
        parameters=[YEAR],
        example=WEIGHTS,
    )
    def get(self, request: Request, year: str) -> HttpResponse:
        """The released weights."""
        release = release_for(year, reader=self.reader, now=timezone.now())
        document = WeightsSerializer(release.weights).data
        return respond(request, answer(json_text(document)))


class ExpectationSurveyView(ReadView):
    """The expectation survey of a year."""

    rule = reads_for_a_client_or_the_desk

    @documented(
        ExpectationSurveySerializer,
        name="read_expectation_survey",
        summary="Read the expectation survey",
        description="The survey's aggregates as frozen in the release, never an answer. 404 also "
        "when the year had no survey, or too few answers to publish. For clients and coordinators.",
        parameters=[YEAR],
        example=EXPECTATION_SURVEY,
    )
    def get(self, request: Request, year: str) -> HttpResponse:
        """The released aggregates."""
        release = release_for(year, reader=self.reader, now=timezone.now())
        if release.expectation_survey is None:
            raise Http404
        document = ExpectationSurveySerializer(release.expectation_survey).data
        return respond(request, answer(json_text(document)))
