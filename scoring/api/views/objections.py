"""Objections to contacts in the preview, filed and read by the company's own clients."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request

from evaluations.api.base import Refused, refused
from evaluations.enums import KeyScope, ObjectionReason
from evaluations.exports import json_text
from evaluations.models import ApiKey, Client, Objection, Programme
from evaluations.queries.clients.reading import reading_as
from evaluations.queries.objections.objections import (
    answer_until,
    objection_for_client,
    objections_for_client,
    state_of,
)
from evaluations.queries.objections.previews import preview_of
from evaluations.rules import may_object
from evaluations.services.lifecycle import LifecycleError
from evaluations.services.objections.objecting import Filing, file_objection, withdraw
from evaluations.services.objections.objection_refusals import (
    TextMissing,
    TextTooLong,
    UnknownContact,
    UnknownQuestion,
)
from scoring.api.access import reads_for_a_client
from scoring.api.answers import answer, respond
from scoring.api.description import PAGING, YEAR, documented
from scoring.api.examples import OBJECTION, OBJECTIONS
from scoring.api.objection_schema import FILES, OBJECTION_ID, WITHDRAWS
from scoring.api.objection_serializers import (
    FilingSerializer,
    ObjectionPageSerializer,
    ObjectionSerializer,
)
from scoring.api.paging import link_header, links, seal_of, window
from scoring.api.parameters import Parameter, page_asked
from scoring.api.rendering import JSON
from scoring.api.views.base import ReadView
from scoring.api.views.results import address_of
from shoppers.models import User

_IMPOSSIBLE = (TextMissing, TextTooLong, UnknownQuestion)


class ObjectionsView(ReadView):
    """What the client filed in a year."""

    rule = reads_for_a_client
    parameters = frozenset({Parameter.CURSOR, Parameter.PAGE_SIZE})

    @documented(
        ObjectionPageSerializer,
        name="read_objections",
        summary="Read own objections",
        description="Every objection that the reader's client filed in the programme, the oldest "
        "first, with its state and answer. Nobody else's are told.",
        parameters=[YEAR, *PAGING],
        example=OBJECTIONS,
    )
    def get(self, request: Request, year: str) -> HttpResponse:
        """A page of objections."""
        page = page_asked(request.query_params)
        client, programme = _own(self.reader.client, year)
        part = window(page, seal_of(str(client.pk), "objections", programme.slug))
        with reading_as(self.reader):
            rows = objections_for_client(client, programme=programme.slug, sort="filed")
            count = rows.count()
            shown = [_document(each) for each in rows[part.start : part.stop]]
        found = links(part, count, address=address_of(request), filters={})
        beside = {"count": count, "next": found.get("next"), "previous": found.get("previous")}
        document = json_text({**beside, "results": shown})
        return respond(request, answer(document, headers=link_header(found)))


class ObjectionView(ReadView):
    """One objection: read it, file it under an id of one's own, or take it back."""

    rule = reads_for_a_client
    http_method_names = ["get", "head", "put", "delete"]

    @documented(
        ObjectionSerializer,
        name="read_objection",
        summary="Read an objection",
        description="One of the reader's client's objections, with its state and answer.",
        parameters=[YEAR, OBJECTION_ID],
        example=OBJECTION,
    )
    def get(self, request: Request, year: str, objection: uuid.UUID) -> HttpResponse:
        """The objection."""
        _client, found = _found(self.reader.client, year, objection)
        return respond(request, answer(json_text(_document(found))))

    @FILES
    def put(self, request: Request, year: str, objection: uuid.UUID) -> HttpResponse:
        """File it."""
        client, _programme = _own(self.reader.client, year)
        by, key = _filer(request)
        sent = _sent(request)
        try:
            filed = file_objection(
                objection_id=objection,
                client=client,
                contact=sent["contact"],
                filing=Filing(
                    sent["question"],
                    ObjectionReason(sent["reason"]),
                    sent["text"],
                    sent["evidence"],
                ),
                by=by,
                key=key,
                within=year,
            )
        except UnknownContact as error:
            raise Http404 from error
        except _IMPOSSIBLE as error:
            raise refused(error, HTTPStatus.UNPROCESSABLE_ENTITY) from None
        except LifecycleError as error:
            raise refused(error, HTTPStatus.CONFLICT) from None
        found = objection_for_client(client, filed.objection.pk)
        status = HTTPStatus.CREATED if filed.is_new else HTTPStatus.OK
        return _said_now(found or filed.objection, status)

    @WITHDRAWS
    def delete(self, request: Request, year: str, objection: uuid.UUID) -> HttpResponse:
        """Withdraw it."""
        client, found = _found(self.reader.client, year, objection)
        by, key = _filer(request)
        try:
            withdraw(objection=found, by=by, key=key)
        except LifecycleError as error:
            raise refused(error, HTTPStatus.CONFLICT) from None
        return _said_now(objection_for_client(client, objection) or found, HTTPStatus.OK)

    def handle_exception(self, exc: Exception) -> Any:
        """Add the reason's name to the problem document."""
        response = super().handle_exception(exc)
        if isinstance(exc, Refused):
            body = {
                "type": "about:blank",
                "title": str(exc.detail),
                "status": int(exc.status_code),
                "code": exc.code,
            }
            response.content = json_text(body).encode()
        return response


def _own(client: Client | None, year: str) -> tuple[Client, Programme]:
    programme = preview_of(client, year) if client else None
    if client is None or programme is None:
        raise Http404
    return client, programme


def _found(client: Client | None, year: str, key: uuid.UUID) -> tuple[Client, Objection]:
    own, programme = _own(client, year)
    found = objection_for_client(own, key)
    if found is None or _programme(found) != programme.pk:
        raise Http404
    return own, found


def _said_now(objection: Objection, status: HTTPStatus) -> HttpResponse:
    """What stands after a step."""
    response = HttpResponse(json_text(_document(objection)), content_type=JSON, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _filer(request: Request) -> tuple[User, ApiKey | None]:
    """Who answers for what is filed: the administrator herself, or who issued the key."""
    key = request.auth
    if isinstance(key, ApiKey):
        if KeyScope.OBJECT not in key.scopes:
            raise PermissionDenied(_("This key reads only. Issue one that may file objections."))
        return key.issued_by, key
    if not isinstance(request.user, User) or not may_object(request.user):
        raise PermissionDenied(_("Only administrators of the client's account object."))
    if may_object.owes_second_factor(request.user):
        raise PermissionDenied(_("Show your second factor first."))
    return request.user, None


def _sent(request: Request) -> Mapping[str, Any]:
    document = FilingSerializer(data=request.data)
    document.is_valid(raise_exception=True)
    unknown = sorted(set(request.data) - set(document.fields))[:10]
    if unknown:
        raise ValidationError({name[:60]: [_("This field is not known here.")] for name in unknown})
    said: Mapping[str, Any] = document.validated_data
    return said


def _programme(objection: Objection) -> int:
    return objection.evaluation.test_call.participation.programme_id


def _document(objection: Objection) -> Any:
    told, decision = getattr(objection, "told_time", None), getattr(objection, "decision", None)
    facts = {
        "state": state_of(objection),
        "answer_due": answer_until(objection),
        "contact_at": told and told.moment,
    }
    for name, value in facts.items():
        setattr(objection, name, value)
    if decision is None:
        shown = ObjectionSerializer(_Undecided(objection)).data
    else:
        shown = ObjectionSerializer(objection).data
    return shown


class _Undecided:
    """An objection whose answer is None: the row beside it does not exist."""

    decision = None

    def __init__(self, objection: Objection) -> None:
        self._objection = objection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._objection, name)
