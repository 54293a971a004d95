"""Which of the offered formats a request gets."""

from collections.abc import Iterable
from typing import Any

from django.http.request import MediaType
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

_LONGEST_HEADER = 2_000  # characters; browsers send a hundred


class AcceptHeader(DefaultContentNegotiation):
    """Follows `Accept` with its weights, and nothing in the address."""

    def select_renderer(
        self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """The best offered format; 406 when none will do."""
        offered = {renderer.media_type: renderer for renderer in renderers}
        ranges = _ranges(request.headers.get("Accept", ""))
        # Of equally welcome formats the one that is offered first.
        preferred = max(offered, key=lambda media_type: _quality(media_type, ranges))
        if not _quality(preferred, ranges):
            raise NotAcceptable(_("Offered here: %(types)s.") % {"types": ", ".join(offered)})
        return offered[preferred], preferred


def _ranges(header: str) -> list[MediaType]:
    """What the header names, the most specific first; nothing when nobody can read it."""
    if not header.strip():
        return [MediaType("*/*")]
    if len(header) > _LONGEST_HEADER:
        return []
    try:
        found = [MediaType(token) for token in header.split(",") if token.strip()]
    except ValueError:
        return []  # a parameter in an encoding that does not exist
    return sorted(found, key=lambda media: (media.main_type == "*", media.sub_type == "*"))


def _quality(media_type: str, ranges: list[MediaType]) -> float:
    """How welcome the format is; parameters such as a charset do not matter."""
    main, _slash, sub = media_type.partition("/")
    for media in ranges:
        if media.main_type in {main, "*"} and media.sub_type in {sub, "*"}:
            return float(media.quality)
    return 0.0
