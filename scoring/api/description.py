"""What the views tell about themselves; from here the OpenAPI file is generated."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import Serializer

from scoring.api.parameters import DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE, Parameter
from scoring.api.rendering import CSV, JSON
from scoring.api.serializers import ProblemSerializer
from shoppers.rules import anyone

PROBLEM = "application/problem+json"
YEAR = OpenApiParameter(
    "year",
    OpenApiTypes.STR,
    OpenApiParameter.PATH,
    description="The programme's slug, by default its year.",
    examples=[OpenApiExample("2026", value="2026")],
)
COMPANY_ID = OpenApiParameter(
    "company",
    OpenApiTypes.STR,
    OpenApiParameter.PATH,
    description="The company's lasting id, as in a ranking.",
    examples=[OpenApiExample("fjellbanken", value="fjellbanken")],
)
CATEGORY = OpenApiParameter(
    Parameter.CATEGORY,
    OpenApiTypes.STR,
    OpenApiParameter.QUERY,
    description="Only this category, by its key.",
    examples=[OpenApiExample("bank", value="bank")],
)
PAGING = [
    OpenApiParameter(
        Parameter.PAGE_SIZE,
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE_SIZE},
        OpenApiParameter.QUERY,
        description="Rows in a page.",
        default=DEFAULT_PAGE_SIZE,
    ),
    OpenApiParameter(
        Parameter.CURSOR,
        OpenApiTypes.STR,
        OpenApiParameter.QUERY,
        description="Where the page begins, from `next` or `previous` of another page. A cursor "
        "belongs to one list of one release.",
    ),
]
_HELD = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag of a copy at hand; answers 304 while it is current.",
)
_ETAG = OpenApiParameter(
    "ETag",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Strong: changes with every byte of the answer.",
    response=[200, 304],
)
_REFUSALS = {
    400: "A query parameter is unknown, given twice or invalid; `errors` names it.",
    401: "A key was sent and is unknown or revoked.",
    404: "There is nothing here for this reader. Unreleased results, other clients' contacts and "
    "what never existed answer alike.",
    406: "The format asked for in Accept is not offered.",
}


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a key is sent."""

    target_class = "evaluations.api.authentication.ApiKeyAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """The header."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Authorization: Api-Key bit_…`. A key reads for one client; its "
            "administrators issue and revoke keys on the page of API keys.",
        }


class ReadSchema(AutoSchema):
    """Adds to every operation what `ReadView` does for every view."""

    def get_auth(self) -> list[dict[str, Any]]:
        """A key or a session; on public resources neither is needed."""
        auth: list[dict[str, Any]] = super().get_auth()
        return [*auth, {}] if getattr(self.view, "rule", None) is anyone else auth

    def get_tags(self) -> list[str]:
        """One chapter a noun."""
        return ["Results" if "{year}/" in self.path else "Programmes"]


def documented(  # noqa: PLR0913 - the facts of one operation
    serializer: type[Serializer[Any]],
    *,
    name: str,
    summary: str,
    description: str,
    example: Mapping[str, Any],
    parameters: Sequence[OpenApiParameter] = (),
    csv: bool = False,
) -> Callable[[Any], Any]:
    """Describe a `get`: its document with an example, its parameters, and every refusal."""
    responses: dict[Any, Any] = {
        (200, JSON): OpenApiResponse(
            serializer, "The document.", examples=[OpenApiExample("Example", value=example)]
        )
    }
    if csv:
        responses[200, CSV] = OpenApiResponse(
            OpenApiTypes.STR, "A table with a head; null is an empty cell. UTF-8."
        )
    responses[304] = OpenApiResponse(description="The copy at hand is current.")
    for status, reason in _REFUSALS.items():
        if status != HTTPStatus.NOT_FOUND or YEAR in parameters:
            responses[status, PROBLEM] = OpenApiResponse(ProblemSerializer, reason)
    return extend_schema(
        operation_id=name,
        summary=summary,
        description=description,
        parameters=[*parameters, _HELD, _ETAG],
        responses=responses,
    )
