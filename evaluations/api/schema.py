"""The OpenAPI document of the shopper's API, made from its addresses and what each says.

It is no part of the clients' document: to them a shopper does not exist.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern
from drf_spectacular.validation import validate_schema
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from evaluations.api.answers import Problem
from evaluations.api.description import JSON, PROBLEM, Body, Operation
from evaluations.api.operations import IDS
from evaluations.api.urls import operations
from evaluations.exports import pretty_json

METHODS = ("get", "put", "post", "patch", "delete")
_PLACE = re.compile("<uuid:([a-z_]+)>")
_MEANINGS = {
    "evaluation": "The report, by the id that the phone made when the form was begun.",
    "call": "The test call.",
    "attempt_key": "The phone's own key of the attempt.",
    "expense": "The expense, by the id that its page made.",
    "attachment_key": "The phone's own key of the file.",
}
_DESCRIPTION = """The write path of a shopper's phone: their reports, drafts, attempts and
files, and receipts of their expenses.

**Who.** A shopper's own session, as the browser has it after signing in, with the token of the
session in `X-CSRFToken` where something is written. Keys of clients open nothing here. What is not
the shopper's own answers 404.

**Ids are the phone's.** It makes a UUID when a report, an attempt or a file is begun, and sends the
same under it as often as needed: nothing is ever there twice.

**When to send again.** No answer, 408, 425, 429 and every 5xx: again, later each time, for ever.
401: keep it, sign in, then again. 403: take a fresh token, then again. Any other 4xx: do not repeat
it; keep the words, show the sentence in `title`, and do what the operation says.

**When to let go.** A copy leaves the phone only when the server has shown that it holds the same:
`body_hash` of a form, `held` of a draft, `received` and `sha256` of a file.

**Errors** are `application/problem+json` in the language of `Accept-Language` (nb, sv, en), and a
refusal has written nothing unless its text says so.
"""


class _Untitled(GenerateJsonSchema):
    """Fields have names; a title would only repeat them."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        return False


def schema_text() -> str:
    """The document as it is committed."""
    return pretty_json(build_schema()) + "\n"


def build_schema() -> dict[str, Any]:
    """The whole document, checked against the OpenAPI 3.1 schema."""
    found = list(described_operations())
    references, parts = _parts([operation for _path, _method, operation in found])
    paths: dict[str, Any] = {}
    for path, method, operation in found:
        paths.setdefault(path, {})[method] = _operation(path, method, operation, references)
    document = {
        "openapi": "3.1.1",
        "info": {"title": "Best in Test: shoppers", "version": "1", "description": _DESCRIPTION},
        "paths": paths,
        "components": {
            "schemas": parts,
            "securitySchemes": {
                "Session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "sessionid",
                    "description": "The session of a signed-in shopper.",
                }
            },
        },
    }
    validate_schema(document)  # type: ignore[no-untyped-call]
    return document


def described_operations() -> Iterator[tuple[str, str, Operation]]:
    """Path, method and words of every operation; AttributeError where one has none."""
    for pattern in operations:
        view = vars(pattern.callback)["cls"]
        for method in METHODS:
            if hasattr(view, method):
                yield _path(pattern), method, getattr(view, method).operation


def _path(pattern: URLPattern) -> str:
    return "/api/v1/" + _PLACE.sub(r"{\1}", str(pattern.pattern))


def _parts(told: list[Operation]) -> tuple[dict[Any, Any], dict[str, Any]]:
    """References to every document by its type, and the named parts that they lead to."""
    sent = {each.document for one in told for each in one.bodies if each.document}
    answered = {one.document for one in told} | {Problem}
    wanted: list[Any] = [
        *((each, "validation", TypeAdapter(each)) for each in sorted(sent, key=str)),
        *((each, "serialization", TypeAdapter(each)) for each in sorted(answered, key=str)),
    ]
    found, whole = TypeAdapter.json_schemas(
        wanted, ref_template="#/components/schemas/{model}", schema_generator=_Untitled
    )
    return {each: schema for (each, _mode), schema in found.items()}, dict(whole["$defs"])


def _operation(
    path: str, method: str, said: Operation, references: dict[Any, Any]
) -> dict[str, Any]:
    names = re.findall("{([a-z_]+)}", path)
    found: dict[str, Any] = {
        "operationId": said.name,
        "summary": said.summary,
        "description": said.description,
        "parameters": [*map(_in_path, names), *_headers(said, method)],
        "security": [{"Session": []}],
    }
    if said.bodies:
        content = {each.media_type: _body(each, references) for each in said.bodies}
        found["requestBody"] = {"required": True, "content": content}
    answers = {
        str(status): _content(words, JSON, references[said.document])
        for status, words in said.answers.items()
    }
    refusals = {
        str(status): _content(words, PROBLEM, references[Problem])
        for status, words in said.refusals.items()
    }
    return {**found, "responses": answers | refusals}


def _in_path(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": _MEANINGS[name],
        "schema": {"type": "string", "format": "uuid"},
        "example": IDS[name],
    }


def _headers(said: Operation, method: str) -> Iterator[dict[str, Any]]:
    if method != "get":
        words = "The token of the session."
        yield _header("X-CSRFToken", words, {"type": "string"}, required=True)
    for name, words in said.headers.items():
        yield _header(name, words, {"type": "integer", "minimum": 0}, required=False)


def _header(name: str, words: str, kind: dict[str, Any], *, required: bool) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": words,
        "schema": kind,
    }


def _body(body: Body, references: dict[Any, Any]) -> dict[str, Any]:
    schema = {} if body.document is None else references[body.document]
    return {"schema": schema, "examples": {"Example": {"value": body.example}}}


def _content(words: str, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {media_type: {"schema": schema}}}
