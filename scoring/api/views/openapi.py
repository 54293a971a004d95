"""The API's own description."""

from functools import lru_cache

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from scoring.api.answers import Answer, answer, respond
from scoring.api.openapi_file import CLIENTS
from scoring.api.views.base import ReadView
from shoppers.rules import anyone


@extend_schema(exclude=True)
class OpenApiView(ReadView):
    """The committed OpenAPI file; a test holds it to the code."""

    rule = anyone

    def get(self, request: Request) -> HttpResponse:
        """The file."""
        return respond(request, _file())


@lru_cache(maxsize=1)
def _file() -> Answer:
    return answer(CLIENTS.text())
