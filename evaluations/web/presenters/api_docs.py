"""A committed OpenAPI file as chapters of a page, in the reader's language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from evaluations.api.openapi_file import OpenApiFile
from evaluations.exports import pretty_json
from evaluations.web.presenters.api_fields import FieldRow, fields, parameter
from evaluations.web.presenters.api_words import paragraphs, prose
from shoppers.languages import Language, current_language

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A status, and what it means."""

    status: str
    text: SafeString


@dataclass(frozen=True, slots=True)
class SentBody:
    """One of the bodies that an operation takes."""

    media_type: str
    fields: list[FieldRow]
    example: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address; `example` is of its answer, where the file has one."""

    key: str
    method: str
    summary: str
    path: str
    paragraphs: list[SafeString]
    parameters: list[FieldRow]
    bodies: list[SentBody]
    fields: list[FieldRow]
    formats: list[str]
    example: str
    curl_path: str
    public: bool
    successes: list[AnswerRow]
    refusals: list[AnswerRow]


def operations(file: OpenApiFile) -> list[Operation]:
    """Every operation, in the order of the addresses."""
    return _operations(file, current_language())


@lru_cache(maxsize=2 * len(Language))
def _operations(file: OpenApiFile, _language: Language) -> list[Operation]:
    schema = file.document()
    return [
        _operation(schema, path, method, said)
        for path, item in sorted(schema["paths"].items())
        for method, said in item.items()
    ]


def _operation(schema: dict[str, Any], path: str, method: str, said: dict[str, Any]) -> Operation:
    summary, answers = said["summary"], sorted(said["responses"].items())
    successes = [(status, each) for status, each in answers if _is_success(status)]
    content = successes[0][1]["content"]
    asked = said["parameters"]
    return Operation(
        key=said["operationId"],
        method=method.upper(),
        summary=gettext(summary),
        path=path,
        paragraphs=paragraphs(said["description"]),
        parameters=[parameter(each) for each in asked],
        bodies=list(_bodies(schema, said)),
        fields=list(fields(schema, content[JSON]["schema"])),
        formats=list(content),
        example=_example(content[JSON]),
        curl_path=path.format(**_examples(asked)),
        public={} in said["security"],
        successes=[AnswerRow(status, prose(each["description"])) for status, each in successes],
        refusals=[
            AnswerRow(status, prose(each["description"]))
            for status, each in answers
            if not _is_success(status)
        ],
    )


def _is_success(status: str) -> bool:
    return HTTPStatus.OK <= int(status) < HTTPStatus.MULTIPLE_CHOICES


def _bodies(schema: dict[str, Any], said: dict[str, Any]) -> Iterator[SentBody]:
    for media_type, body in said.get("requestBody", {}).get("content", {}).items():
        yield SentBody(media_type, list(fields(schema, body["schema"])), _example(body))


def _example(said: Mapping[str, Any]) -> str:
    found = [each["value"] for each in said.get("examples", {}).values()]
    return pretty_json(found[0]) if found else ""


def _examples(parameters: list[dict[str, Any]]) -> dict[str, str]:
    """A value for each part of the path."""
    found = {}
    for said in parameters:
        if said["in"] == "path":
            examples = [each["value"] for each in said.get("examples", {}).values()]
            found[said["name"]] = said.get("example") or examples[0]
    return found
