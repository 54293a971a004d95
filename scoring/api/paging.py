"""Walking through a frozen list.

A release never changes, so a position in it means the same for ever. A cursor carries the position
and a seal over what the list is: release, path, filter and whose eyes. It opens nothing by itself;
each request is judged anew, and a cursor of another list is refused.
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from scoring.api.parameters import PageAsked, Parameter, invalid_cursor

_CURSOR = re.compile(r"([0-9]{1,9})-([0-9a-f]{16})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Window:
    """The rows from `start`, `size` of them, in a list that `seal` stands for."""

    seal: str
    start: int
    size: int

    @property
    def stop(self) -> int:
        """Where the next page begins."""
        return self.start + self.size


def seal_of(*facts: str) -> str:
    """What stands for a list in its cursors."""
    return hashlib.sha256("\x00".join(facts).encode()).hexdigest()


def window(asked: PageAsked, seal: str) -> Window:
    """The rows a request asks for; 400 when its cursor belongs to another list."""
    if not asked.cursor:
        return Window(seal, 0, asked.size)
    found = _CURSOR.fullmatch(asked.cursor)
    if found is None or asked.cursor != _cursor(seal, int(found[1])):
        raise invalid_cursor()
    return Window(seal, int(found[1]), asked.size)


def links(shown: Window, count: int, *, address: str, filters: dict[str, str]) -> dict[str, str]:
    """Addresses of the pages before and after: `previous` and `next`, where there is one."""

    def to(start: int) -> str:
        query = filters | {Parameter.PAGE_SIZE: str(shown.size)}
        if start:
            query[Parameter.CURSOR] = _cursor(shown.seal, start)
        return f"{address}?{urlencode(query)}"

    found = {}
    if shown.start:
        found["previous"] = to(max(0, shown.start - shown.size))
    if shown.stop < count:
        found["next"] = to(shown.stop)
    return found


def link_header(found: dict[str, str]) -> dict[str, str]:
    """The same addresses as a `Link` header, for formats that have no room for them."""
    words = {"previous": "prev", "next": "next"}
    text = ", ".join(f'<{url}>; rel="{words[name]}"' for name, url in found.items())
    return {"Link": text} if text else {}


def _cursor(seal: str, start: int) -> str:
    return f"{start}-{seal_of(seal, str(start))[:16]}"
