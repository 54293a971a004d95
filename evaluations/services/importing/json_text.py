"""JSON as strictly as it is meant: what two readers could understand differently is refused."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_noop

from evaluations.services.importing.sentences import Sentence

# Escapes that the database could not store; looked for first, because a search is cheap.
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
_SHOWN = 60


class NotReadable(Exception):
    """Text that is not the JSON asked for; `line` is where in the text, from 1, if that is known.

    As a string it is English; `sentence` can be read in every language.
    """

    def __init__(self, sentence: Sentence, *, line: int | None = None) -> None:
        self.sentence, self.line = sentence, line
        super().__init__(sentence.english())


class _Repeated(Exception):
    def __init__(self, key: str) -> None:
        self.key = key


def parse(raw: bytes, *, exact: bool = False) -> Any:
    """The value of strict UTF-8 JSON; numbers with a point as Decimal when `exact`.

    Raises NotReadable for a key that stands twice, NaN, NUL, half a character, nesting or numbers
    beyond measure.
    """
    try:
        value = json.loads(
            raw.decode(),
            object_pairs_hook=_once,
            parse_constant=_no_constant,
            parse_float=Decimal if exact else None,
        )
    except _Repeated as error:
        fault = Sentence(gettext_noop("The key %(key)s stands twice."), {"key": shown(error.key)})
        raise NotReadable(fault, line=_line_of_repeat(raw.decode(), error.key)) from error
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = Sentence(gettext_noop("Not UTF-8 at byte %(byte)d."), {"byte": error.start + 1})
        raise NotReadable(fault, line=line) from error
    except json.JSONDecodeError as error:
        # The decoder's own words are English in every language.
        words: dict[str, str | int] = {"column": error.colno, "fault": error.msg}
        fault = Sentence(gettext_noop("Not JSON (column %(column)d: %(fault)s)."), words)
        raise NotReadable(fault, line=error.lineno) from error
    except RecursionError as error:
        raise NotReadable(Sentence(gettext_noop("Nested too deep."))) from error
    except (ValueError, InvalidOperation) as error:
        raise NotReadable(Sentence(gettext_noop("A number has too many digits."))) from error
    if _SUSPECT.search(raw):
        _refuse_unstorable(value)
    return value


def shown(value: Any) -> str:
    """A value as a message may show it in any language: short, on one line, storable."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    if isinstance(value, str):
        short = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
        return json.dumps(short.encode("utf-8", "backslashreplace").decode(), ensure_ascii=False)
    return json.dumps(value)[:_SHOWN]


def line_of(text: str, path: tuple[str | int, ...]) -> int | None:
    """The line of valid JSON text on which the value at a path begins, as near as it exists.

    None where only the whole text is near: its first line would say nothing of the fault.
    """
    best: tuple[int, int | None] = (0, None)
    for there, line in _places(text):
        length = len(there)
        if length > best[0] and there == path[:length]:
            best = (length, line)
    return best[1]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Repeated(twice)
    return found


def _line_of_repeat(text: str, key: str) -> int | None:
    seen = set()
    for path, line in _places(text):
        if path in seen and path[-1] == key:
            return line
        seen.add(path)
    return None


def _no_constant(name: str) -> Any:
    raise NotReadable(Sentence(gettext_noop("Not JSON: %(word)s."), {"word": name}))


def _refuse_unstorable(value: Any) -> None:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and "\x00" in one:
            raise NotReadable(Sentence(gettext_noop("It holds a NUL character.")))
        elif isinstance(one, str) and any("\ud800" <= letter <= "\udfff" for letter in one):
            raise NotReadable(
                Sentence(gettext_noop("It holds half a character (a lone surrogate)."))
            )


def _places(text: str) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Every value's path and line."""
    path: list[str | int] = []
    objects: list[bool] = []
    awaits_key = False
    line, last = 1, 0
    for token in _TOKEN.finditer(text):
        line, last = line + text.count("\n", last, token.start()), token.start()
        word = token.group()
        if word in "}]":
            path.pop()
            objects.pop()
            awaits_key = False
        elif word == ",":
            awaits_key = objects[-1]
            if not objects[-1]:
                path[-1] = int(path[-1]) + 1
        elif word == ":":
            awaits_key = False
        elif awaits_key:
            path[-1] = json.loads(word)
        else:
            yield tuple(path), line
            if word in "{[":
                objects.append(word == "{")
                path.append("" if word == "{" else 0)
                awaits_key = word == "{"
