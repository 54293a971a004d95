"""The fields of a document as an OpenAPI file describes it, one row each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from evaluations.web.presenters.api_words import prose


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of a document or a parameter; `name` is its path from the top."""

    name: str
    type: str
    text: SafeString


def parameter(said: dict[str, Any]) -> FieldRow:
    """A parameter, with where it is sent."""
    facts, text = said["schema"], prose(said.get("description", ""))
    if "default" in facts:
        limits = _("%(minimum)s–%(maximum)s, by default %(default)s.") % facts
        text = format_html("{} {}", text, limits)
    return FieldRow(said["name"], said["in"], text)


def fields(schema: dict[str, Any], said: Mapping[str, Any], above: str = "") -> Iterator[FieldRow]:
    """The fields of a document, those inside of it after it."""
    whole = _resolved(schema, said)
    for name, facts in whole.get("properties", {}).items():
        inner = _resolved(schema, facts)
        path = f"{above}{name}"
        text = facts.get("description") or inner.get("description", "")
        yield FieldRow(path, _type(schema, facts), prose(text))
        for each in _alternatives(schema, facts):
            yield from _inside(schema, each, path)


def _inside(schema: dict[str, Any], facts: Mapping[str, Any], path: str) -> Iterator[FieldRow]:
    if "items" in facts:
        yield from fields(schema, facts["items"], f"{path}[].")
    elif isinstance(facts.get("additionalProperties"), dict):
        yield from fields(schema, facts["additionalProperties"], f"{path}.{{key}}.")
    elif "properties" in facts:
        yield from fields(schema, facts, f"{path}.")


def _resolved(schema: dict[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is said, with a reference to a named part followed."""
    reference = said.get("$ref")
    for part in said.get("allOf", ()):
        reference = part.get("$ref", reference)
    if reference is None:
        return said
    found: dict[str, Any] = schema["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    return found


def _alternatives(schema: dict[str, Any], said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What may stand there: one thing, or any of several."""
    whole = _resolved(schema, said)
    return [_resolved(schema, each) for each in whole.get("anyOf", (whole,))]


def _type(schema: dict[str, Any], said: Mapping[str, Any]) -> str:
    shown: dict[str, None] = {}
    for facts in _alternatives(schema, said):
        kinds = facts.get("type", "any")
        for kind in [kinds] if isinstance(kinds, str) else kinds:
            words = facts.get("enum") or [facts.get("format", kind) if kind == "string" else kind]
            shown |= dict.fromkeys(map(str, words))
    return " | ".join(shown)
