"""Message catalogues without gettext's programs: extraction, update and compilation in Python."""

import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from config.env import ROOT

APPS = ("config", "shoppers", "evaluations", "scoring")
_Translation = str | tuple[str, ...] | list[str]
# English is what the sources are written in.
LANGUAGES = ("nb", "sv")
# What Babel looks for; which of a call's words mean what is read in `_extract`.
_KEYWORDS: dict[str, None] = dict.fromkeys(
    (
        "_",
        "gettext",
        "gettext_lazy",
        "gettext_noop",
        "ngettext",
        "ngettext_lazy",
        "pgettext",
        "pgettext_lazy",
        "npgettext",
        "npgettext_lazy",
    )
)
# With this an OpenAPI file's list of an enumeration's values begins.
_VALUE = "*"
# No dates and no names: a catalogue changes only when its texts do.
_HEADER = """\
# The texts of {app} in the language {language}; `manage.py catalogues` brings them up to date.
msgid ""
msgstr ""
"Project-Id-Version: best-in-test\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@dataclass(frozen=True, slots=True)
class Message:
    """A text found in a source; the plural is empty for most, so is the context."""

    text: str
    plural: str
    context: str
    place: str

    @property
    def key(self) -> tuple[str, str]:
        """What a catalogue files it under."""
        return self.context, self.text

    @property
    def babel_id(self) -> str | tuple[str, str]:
        """The text as Babel names it."""
        return (self.text, self.plural) if self.plural else self.text


def catalogue_path(app: str, language: str) -> Path:
    """Where an app's texts in a language stand."""
    return ROOT / app / "locale" / language / "LC_MESSAGES" / "django.po"


def messages_of(app: str) -> dict[tuple[str, str], Message]:
    """Every text of an app that is marked for translation, in the order of its files."""
    found: dict[tuple[str, str], Message] = {}
    for path in sorted((ROOT / app).rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            source = path.read_text(encoding="utf-8")
        elif path.suffix in {".html", ".txt", ".svg"} and "templates" in path.parts:
            source = _as_python(path.read_text(encoding="utf-8"))
        elif path.name == "openapi.json":
            source = _as_calls(path.read_text(encoding="utf-8"))
        else:
            continue
        for message in _extract(source, str(path.relative_to(ROOT))):
            known = found.get(message.key)
            if known is None or (message.plural and not known.plural):
                found[message.key] = message
    return found


def _as_python(template: str) -> str:
    """The template's texts as calls; indentation means nothing there and must not trip Python."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def _as_calls(openapi: str) -> str:
    """What an OpenAPI file says of its addresses and documents, which a page shows translated."""
    document = json.loads(openapi)
    parts = [document["paths"], document["components"]["schemas"]]
    return "\n".join(f"_({text!r})" for text in _said(parts))


def _said(part: Any) -> Iterator[str]:
    """Summaries, and descriptions by the paragraph; what values mean is in the code already."""
    if isinstance(part, list):
        part = dict(enumerate(part))
    if not isinstance(part, dict):
        return
    for key, value in part.items():
        if key in {"summary", "description"} and isinstance(value, str):
            yield from (each for each in value.split("\n\n") if each and each[0] != _VALUE)
        elif key not in {"example", "examples"}:
            yield from _said(value)


def _extract(source: str, place: str) -> Iterator[Message]:
    stream = io.BytesIO(source.encode())
    # Babel's annotations describe something else than what it yields for Python.
    calls: Iterator[Any] = extract_python(stream, _KEYWORDS, (), {})
    for line, function, found, _comments in calls:
        # One word comes alone; a word that is no literal comes as None.
        words = [word or "" for word in (found if isinstance(found, tuple) else [found])]
        context = words.pop(0) if "pgettext" in function else ""
        if not words or not words[0]:
            continue
        plural = words[1] if "n" in function.partition("gettext")[0] else ""
        yield Message(words[0], plural, context, f"{place}:{line}")


def read(app: str, language: str) -> Catalog:
    """The app's catalogue in a language; empty when there is none yet."""
    path = catalogue_path(app, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def update(app: str, language: str) -> list[str]:
    """Bring the catalogue in line with the sources; the texts that still lack a translation."""
    known, fresh, missing = read(app, language), Catalog(locale=language), []
    for message in messages_of(app).values():
        context = message.context or None
        old = known.get(message.text, context=context)
        translation = _usable(message, old.string if old is not None else None)
        guessed = old is not None and old.fuzzy
        flags = {"fuzzy"} if guessed else set()
        fresh.add(message.babel_id, translation, context=context, flags=flags)
        if guessed or not _complete(translation):
            missing.append(message.text)
    path = catalogue_path(app, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(_HEADER.format(app=app, language=language).encode())
        write_po(stream, fresh, width=100, no_location=True, omit_header=True, sort_output=True)
    return missing


def _usable(message: Message, translation: _Translation | None) -> _Translation:
    """The known translation, unless the text gained or lost its plural since."""
    if translation is None or isinstance(translation, str) is bool(message.plural):
        return ("", "") if message.plural else ""
    return translation


def untranslated(app: str, language: str) -> list[str]:
    """Texts of the app that the catalogue does not translate, each with its place."""
    catalogue = read(app, language)
    missing = []
    for message in messages_of(app).values():
        entry = catalogue.get(message.text, context=message.context or None)
        if entry is None or entry.fuzzy or not _complete(_usable(message, entry.string)):
            missing.append(f"{message.place}: {message.text}")
    return missing


def _complete(translation: _Translation) -> bool:
    if isinstance(translation, str):
        return bool(translation.strip())
    return bool(translation) and all(form.strip() for form in translation)


def compile_all() -> int:
    """Write the binary catalogues Django reads where the text is newer; how many were written."""
    written = 0
    for app in APPS:
        for language in LANGUAGES:
            path = catalogue_path(app, language)
            if not path.exists() or _is_compiled(path):
                continue
            # Renamed into place: another process may be reading.
            fresh = path.with_suffix(f".{os.getpid()}")
            with fresh.open("wb") as stream:
                write_mo(stream, read(app, language))
            fresh.replace(path.with_suffix(".mo"))
            written += 1
    return written


def _is_compiled(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime_ns > path.stat().st_mtime_ns
