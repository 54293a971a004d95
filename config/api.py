"""The root of the API: nobody without a rule, and no JSON that means two things."""

import hashlib
import json
from collections import Counter
from http import HTTPStatus
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

# Nothing that is sent here is nested deeper than this.
DEEPEST = 20


class DenyAll(BasePermission):
    """The default: a view that does not say who may, serves nobody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Never."""
        return False


class TooMuch(APIException):
    """A body over the limit."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self) -> None:
        size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        super().__init__(_("The body is larger than %(size)d bytes.") % {"size": size})


class StrictJSONParser(BaseParser):
    """JSON that every reader reads alike: UTF-8, each key once, no NUL, no NaN, not too deep."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None
    ) -> Any:
        """The value. Raises ParseError, TooMuch."""
        try:
            raw = stream.read()
        except RequestDataTooBig:
            raise TooMuch from None
        if parser_context and "request" in parser_context:
            # An answer may tell the sender what of it arrived here.
            parser_context["request"].raw_digest = hashlib.sha256(raw).hexdigest()
        if len(raw) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooMuch
        return read_json(raw)


def read_json(raw: bytes) -> Any:
    """The value of a JSON text. Raises ParseError with what is wrong with it."""
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_number)
        if b"\\u" in raw:
            # Half a character passes as JSON, written by its number, and cannot be stored.
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ParseError(_too_deep()) from None
    except UnicodeError:
        raise ParseError(_("The body is no UTF-8 text.")) from None
    except ValueError as error:
        raise ParseError(_("The body is no JSON: %(error)s") % {"error": error}) from None
    _check(value)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(key for key, _value in pairs).most_common(1)[0][0]
        raise ParseError(_("The key “%(key)s” stands there twice.") % {"key": twice[:60]})
    return found


def _no_number(word: str) -> Any:
    raise ParseError(_("%(word)s is no JSON number.") % {"word": word})


def _check(value: Any) -> None:
    """Depth and NUL, without recursion: the depth is what is being looked at."""
    waiting = [(value, 1)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEEPEST:
            raise ParseError(_too_deep())
        if isinstance(part, str) and "\x00" in part:
            raise ParseError(_("The body holds a NUL character."))
        if isinstance(part, dict):
            waiting += [(each, depth + 1) for each in (*part, *part.values())]
        elif isinstance(part, list):
            waiting += [(each, depth + 1) for each in part]


def _too_deep() -> str:
    return _("The body is nested more than %(depth)d levels deep.") % {"depth": DEEPEST}
