"""The committed OpenAPI file as chapters of a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from scoring.api.openapi_file import committed_schema
from scoring.api.rendering import JSON, pretty_json

_EXAMPLES = {"year": "2026", "company": "fjellbanken"}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of a document or a parameter; `name` is its path from the top."""

    name: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """A status that is no success, and what it means."""

    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address that can be read."""

    key: str
    summary: str
    path: str
    paragraphs: list[str]
    parameters: list[FieldRow]
    fields: list[FieldRow]
    formats: list[str]
    example: str
    curl_path: str
    public: bool
    refusals: list[RefusalRow]


@lru_cache(maxsize=1)
def operations() -> list[Operation]:
    """Every operation, in the order of the addresses."""
    schema = committed_schema()
    return [_operation(schema, path, item["get"]) for path, item in sorted(schema["paths"].items())]


def _operation(schema: dict[str, Any], path: str, said: dict[str, Any]) -> Operation:
    answer = said["responses"]["200"]["content"]
    document = answer[JSON]
    example = next(iter(document["examples"].values()))["value"]
    return Operation(
        key=said["operationId"],
        summary=said["summary"],
        path=path,
        paragraphs=said["description"].split("\n\n"),
        parameters=[_parameter(parameter) for parameter in said["parameters"]],
        fields=list(_fields(schema, document["schema"])),
        formats=list(answer),
        example=pretty_json(example),
        curl_path=path.format(**_EXAMPLES),
        public={} in said["security"],
        refusals=[
            RefusalRow(status, response["description"])
            for status, response in sorted(said["responses"].items())
            if status != "200"
        ],
    )


def _parameter(said: dict[str, Any]) -> FieldRow:
    facts = said["schema"]
    text = said.get("description", "")
    if "default" in facts:
        text = f"{text} {facts['minimum']}–{facts['maximum']}, by default {facts['default']}."
    return FieldRow(said["name"], said["in"], text)


def _fields(schema: dict[str, Any], said: Mapping[str, Any], above: str = "") -> Iterator[FieldRow]:
    """The fields of a document, those inside of it after it."""
    whole = _resolved(schema, said)
    for name, facts in whole.get("properties", {}).items():
        inner = _resolved(schema, facts)
        path = f"{above}{name}"
        text = facts.get("description") or inner.get("description", "")
        yield FieldRow(path, _type(inner), text)
        yield from _inside(schema, inner, path)


def _inside(schema: dict[str, Any], facts: Mapping[str, Any], path: str) -> Iterator[FieldRow]:
    if "items" in facts:
        yield from _fields(schema, facts["items"], f"{path}[].")
    elif isinstance(facts.get("additionalProperties"), dict):
        yield from _fields(schema, facts["additionalProperties"], f"{path}.{{key}}.")
    elif "properties" in facts:
        yield from _fields(schema, facts, f"{path}.")


def _resolved(schema: dict[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is said, with a reference to a named part followed."""
    reference = said.get("$ref")
    for part in said.get("allOf", ()):
        reference = part.get("$ref", reference)
    if reference is None:
        return said
    found: dict[str, Any] = schema["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    return found


def _type(facts: Mapping[str, Any]) -> str:
    said = facts.get("type", "any")
    kinds = [said] if isinstance(said, str) else list(said)
    shown = [facts.get("format", kind) if kind == "string" else kind for kind in kinds]
    return " | ".join(shown)
