"""A document on its way out: bytes, a strong ETag over them, and who may keep a copy."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag
from rest_framework.request import Request

from scoring.api.rendering import CSV, JSON

# Nobody's copy outlives a new release by more than this many seconds.
PUBLIC = "public, max-age=60"
PRIVATE = "private, no-cache"
_CONTENT_TYPES = {JSON: JSON, CSV: f"{CSV}; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One representation of a resource, ready to send."""

    body: bytes
    media_type: str
    etag: str
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(
    text: str, media_type: str = JSON, *, headers: Mapping[str, str] | None = None
) -> Answer:
    """The answer with this content."""
    body = text.encode()
    # Over the bytes themselves: so it also changes when a new version of the code says more.
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:40])
    return Answer(body, media_type, etag, headers or {})


def respond(request: Request, document: Answer) -> HttpResponse:
    """The document, or 304 when the reader holds it already."""
    response: HttpResponse
    if _holds(request, document.etag):
        response = HttpResponseNotModified()
    else:
        content_type = _CONTENT_TYPES[document.media_type]
        response = HttpResponse(document.body, content_type=content_type)
    for name, value in document.headers.items():
        response[name] = value
    response["ETag"] = document.etag
    response["Cache-Control"] = PRIVATE if request.user.is_authenticated else PUBLIC
    return response


def _holds(request: Request, etag: str) -> bool:
    # If-None-Match compares weakly: a proxy may have marked its compressed copy with W/.
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return held == ["*"] or etag in {tag.removeprefix("W/") for tag in held}
