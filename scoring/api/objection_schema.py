"""Filing and withdrawing an objection, as the API's documentation tells it."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from scoring.api.description import PROBLEM, YEAR
from scoring.api.examples import OBJECTION, OBJECTION_FILING
from scoring.api.objection_serializers import FilingSerializer, ObjectionSerializer
from scoring.api.rendering import JSON
from scoring.api.serializers import ProblemSerializer

_Described = Callable[[Any], Any]
OBJECTION_ID = OpenApiParameter(
    "objection",
    OpenApiTypes.UUID,
    OpenApiParameter.PATH,
    description="An id that the client makes itself: sent again, nothing is filed twice.",
    examples=[OpenApiExample("An id", value=OBJECTION["id"])],
)

FILES: _Described = extend_schema(
    operation_id="file_objection",
    summary="File an objection",
    description="Object to one of the client's own contacts while the preview is open. Takes "
    "a key with the scope `object`, or the session of an administrator. The same body under "
    "the same id is filed once, however often it is sent.",
    parameters=[YEAR, OBJECTION_ID],
    request=FilingSerializer,
    examples=[OpenApiExample("Example", value=OBJECTION_FILING, request_only=True)],
    responses={
        (200, JSON): OpenApiResponse(ObjectionSerializer, "It was filed before."),
        (201, JSON): OpenApiResponse(
            ObjectionSerializer,
            "Filed now.",
            examples=[OpenApiExample("Example", value=OBJECTION)],
        ),
        **{
            (status, PROBLEM): OpenApiResponse(ProblemSerializer, words)
            for status, words in {
                400: "The body is no such document; `errors` names each field.",
                401: "A key was sent and is unknown or revoked.",
                403: "The key lacks the scope `object`, or the session is no administrator's.",
                404: "The client has no such contact or programme.",
                406: "The format asked for in Accept is not offered.",
                409: "`window_closed`: the preview is not open. `objected_already`: at this "
                "question the client has objected. `other_objection`: the id was used for "
                "something else. `published`: the results are out. Nothing was changed.",
                415: "The body is no JSON.",
                422: "`unknown_question`, `text_missing` or `text_too_long`.",
            }.items()
        },
    },
)
WITHDRAWS: _Described = extend_schema(
    operation_id="withdraw_objection",
    summary="Withdraw an objection",
    description="Take an objection back while nobody has decided and the preview is open. It "
    "stays to be read, as withdrawn. Takes a key with the scope `object`, or the session of an "
    "administrator. Sent again, it changes nothing.",
    parameters=[YEAR, OBJECTION_ID],
    responses={
        (200, JSON): OpenApiResponse(
            ObjectionSerializer,
            "It is withdrawn.",
            examples=[
                OpenApiExample(
                    "Example", value={**OBJECTION, "state": "withdrawn", "decision": None}
                )
            ],
        ),
        **{
            (status, PROBLEM): OpenApiResponse(ProblemSerializer, words)
            for status, words in {
                401: "A key was sent and is unknown or revoked.",
                403: "The key lacks the scope `object`, or the session is no administrator's.",
                404: "The client has no such objection or programme.",
                406: "The format asked for in Accept is not offered.",
                409: "`decided`: it is answered already. `window_closed`: the preview is not "
                "open. Nothing was changed.",
            }.items()
        },
    },
)
