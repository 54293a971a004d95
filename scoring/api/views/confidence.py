"""How sure a year's results are, for everybody who may read them."""

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from evaluations.exports import json_text
from scoring.api.answers import Answer, answer, respond
from scoring.api.confidence import ConfidenceSerializer
from scoring.api.description import YEAR, documented
from scoring.api.examples import CONFIDENCE
from scoring.api.releases import release_for
from scoring.api.views.base import ReadView
from scoring.enums import Title
from scoring.method.reading import scoring_rules
from scoring.models import Release
from scoring.queries.releases.released import confirmed_titles, rankings
from shoppers.rules import anyone


class ConfidenceView(ReadView):
    """The confidence of a year's results."""

    rule = anyone

    @documented(
        ConfidenceSerializer,
        name="read_confidence",
        summary="Read how sure the results are",
        description="Where each total could lie by chance, the ranks that a company could truly "
        "have, and which titles are confirmed. What the method does not print is null.",
        parameters=[YEAR],
        example=CONFIDENCE,
    )
    def get(self, request: Request, year: str) -> HttpResponse:
        """Every company of the public list, and every title."""
        release = release_for(year, reader=self.reader, now=timezone.now())
        return respond(request, _confidence(release))


# Frozen rows give the same bytes to everybody who may read them.
@lru_cache(maxsize=64)
def _confidence(release: Release) -> Answer:
    document = {
        "level": str(scoring_rules(release.programme).confidence.level),
        "confirmed": _confirmed(release),
        "companies": rankings(release),
    }
    return answer(json_text(ConfidenceSerializer(document).data))


def _confirmed(release: Release) -> dict[str, Any]:
    found = confirmed_titles(release)
    by_kind = {
        kind.value: {key: sure for (title, key), sure in found.items() if title == kind}
        for kind in (Title.CATEGORY, Title.CHANNEL)
    }
    return {"overall": found.get((Title.OVERALL, "")), **by_kind}
