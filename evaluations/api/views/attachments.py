"""Files beside reports and expenses: announced, sent in parts, asked after, taken away."""

import uuid
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from evaluations.api.base import Refused, ShopperView, answer, by_of, posted, refused
from evaluations.api.description import described
from evaluations.api.documents import FileDocument
from evaluations.api.operations import PART, READ_FILE, REMOVE_FILE, SEND_FILE
from evaluations.api.views.reports import own_report
from evaluations.enums import AttachmentFault
from evaluations.models import Attachment, Evaluation, PayExtra
from evaluations.services.lifecycle import LifecycleError, StateChanged
from evaluations.services.reports.attachment_refusals import (
    LARGEST_PART,
    AnotherFile,
    AttachmentRefused,
    ExpenseDecided,
    FileTooLarge,
    TooMuchToday,
    WrongOffset,
    WrongPart,
)
from evaluations.services.reports.attachments import (
    FileNote,
    announce,
    remove_attachment,
    take_part,
)

if TYPE_CHECKING:
    from evaluations.api.answers import HeldFile

_STATUS: dict[type[AttachmentRefused], HTTPStatus] = {
    FileTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    TooMuchToday: HTTPStatus.TOO_MANY_REQUESTS,
    AnotherFile: HTTPStatus.CONFLICT,
    WrongOffset: HTTPStatus.CONFLICT,
    ExpenseDecided: HTTPStatus.CONFLICT,
    WrongPart: HTTPStatus.BAD_REQUEST,
}
# One digit more than any file's size has.
_LONGEST_OFFSET = 9


class NoRoom(LifecycleError):
    """The part could not be written now."""

    code = "no_room"

    def __init__(self) -> None:
        super().__init__(_("The file cannot be kept just now. Try again in a while."))


class PartParser(BaseParser):
    """Bytes as they come, as many as a part may have."""

    media_type = PART

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, bytes]:
        """The part under its name. Raises Refused when it goes on."""
        try:
            part = stream.read(LARGEST_PART + 1)
        except RequestDataTooBig:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, WrongPart()) from None
        if len(part) > LARGEST_PART:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, WrongPart())
        return {"part": part}


class FileView(ShopperView):
    """One file beside something of hers, under the key that the phone gave it."""

    parser_classes = [PartParser, *ShopperView.parser_classes]

    def read(self, owner: Evaluation | PayExtra, key: uuid.UUID) -> HttpResponse:
        """How much of it is here, and what became of it; never the file itself."""
        return _standing(_held(owner, key))

    def take(self, request: Request, owner: Evaluation | PayExtra, key: uuid.UUID) -> HttpResponse:
        """Its announcement, or a part of it."""
        try:
            if request.content_type == PART:
                return _take(request, _held(owner, key))
            note = self.note(request, key)
            held, is_new = announce(beside=owner, note=note, by=by_of(request))
        except StateChanged as error:
            raise refused(error, HTTPStatus.CONFLICT) from None
        except WrongOffset as error:
            raise refused(error, HTTPStatus.CONFLICT, received=error.received) from None
        except AttachmentRefused as error:
            status = _STATUS.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY)
            raise refused(error, status) from None
        except OSError:
            raise refused(NoRoom(), HTTPStatus.SERVICE_UNAVAILABLE) from None
        return _standing(held, HTTPStatus.CREATED if is_new else HTTPStatus.OK)

    def remove(
        self, request: Request, owner: Evaluation | PayExtra, key: uuid.UUID
    ) -> HttpResponse:
        """Take it away; one that is gone stays gone."""
        held = _held(owner, key)
        try:
            remove_attachment(attachment=held, by=by_of(request))
        except (StateChanged, ExpenseDecided) as error:
            raise refused(error, HTTPStatus.CONFLICT) from None
        held.refresh_from_db()
        return _standing(held)

    def note(self, request: Request, key: uuid.UUID) -> FileNote:
        """What the phone says of the file, by the document of this kind of files."""
        raise NotImplementedError


class AttachmentView(FileView):
    """One file of a report."""

    @described(READ_FILE)
    def get(
        self, request: Request, evaluation: uuid.UUID, attachment_key: uuid.UUID
    ) -> HttpResponse:
        """How far it has come."""
        return self.read(own_report(by_of(request), evaluation), attachment_key)

    @described(SEND_FILE)
    def put(
        self, request: Request, evaluation: uuid.UUID, attachment_key: uuid.UUID
    ) -> HttpResponse:
        """Announce it as JSON, then send its bytes in parts, each with its `Upload-Offset`.

        Either of them sent again changes nothing.
        """
        return self.take(request, own_report(by_of(request), evaluation), attachment_key)

    @described(REMOVE_FILE)
    def delete(
        self, request: Request, evaluation: uuid.UUID, attachment_key: uuid.UUID
    ) -> HttpResponse:
        """Take it away."""
        return self.remove(request, own_report(by_of(request), evaluation), attachment_key)

    def note(self, request: Request, key: uuid.UUID) -> FileNote:
        """What the phone says of the file."""
        return posted(request, FileDocument).note(key)


def _held(owner: Evaluation | PayExtra, key: uuid.UUID) -> Attachment:
    held = owner.attachments.filter(key=key).first()
    if held is None:
        raise Http404
    # As it was found, with what decides about its files.
    if isinstance(owner, PayExtra):
        held.extra = owner
    else:
        held.evaluation = owner
    return held


def _take(request: Request, held: Attachment) -> HttpResponse:
    offset = request.headers.get("Upload-Offset", "")
    if not (offset.isascii() and offset.isdigit() and len(offset) <= _LONGEST_OFFSET):
        raise ParseError(_("Upload-Offset says after how many bytes this part begins."))
    # Of a request that does not say how long it is nothing is read.
    part = request.data.get("part", b"") if isinstance(request.data, dict) else b""
    return _standing(take_part(attachment=held, offset=int(offset), part=part, by=by_of(request)))


def _standing(held: Attachment, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    fault = AttachmentFault(held.fault) if held.fault else None
    body: HeldFile = {
        "key": str(held.key),
        "kind": str(held.kind),
        "size": held.size,
        "sha256": held.sha256,
        "state": str(held.state),
        "received": held.received,
        "fault": None if fault is None else {"code": fault.value, "message": str(fault.label)},
    }
    response = answer(body, status)
    response["Upload-Offset"] = str(held.received)
    return response
