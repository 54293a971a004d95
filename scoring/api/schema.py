"""The OpenAPI document, generated from the views."""

from typing import Any

from django.urls import URLResolver, include, path
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from evaluations.exports import pretty_json

_DESCRIPTION = """Results of a yearly customer-service award, for programs.

**Who sees what.** Rankings, winners and a company's row are public from the public time of a
release on; clients read them from the clients' time on, and of their own companies also sections,
channels and single contacts. Companies in a client's package open their sections and channels.
What a reader may not know does not exist for them: it answers 404.

**Keys.** Send `Authorization: Api-Key …`, or use the session of a signed-in browser. A key that is
unknown or revoked answers 401 everywhere, also where no key is needed.

**Numbers.** Figures are in percent with 12 decimals, as they were frozen; read them as decimals to
keep each digit. null means that there is nothing to measure, never 0.

**Copies.** Every answer has a strong `ETag`; send it back in `If-None-Match`, and what has not
changed answers 304. Public answers may be kept for 60 seconds.

**Objections.** While a programme's preview is open, a key with the scope `object` files objections
to own contacts with `PUT`; nothing else here is written.

**Errors** are `application/problem+json` in the language of `Accept-Language` (nb, sv, en). Unknown
query parameters are refused, never ignored.
"""


def build_schema() -> dict[str, Any]:
    """The whole document, in English, checked against the OpenAPI 3.1 schema."""
    patterns = [path("api/v1/", include("scoring.api.urls"))]
    with translation.override("en"):
        document: dict[str, Any] = _generate(patterns)
        document["info"] = {
            "title": "Best in Test",
            "version": "1",
            "description": _DESCRIPTION,
        }
    validate_schema(document)  # type: ignore[no-untyped-call]
    return document


def _generate(patterns: list[URLResolver]) -> Any:
    generator = SchemaGenerator(patterns=patterns)  # type: ignore[no-untyped-call]
    return generator.get_schema(public=True)  # type: ignore[no-untyped-call]


def schema_text() -> str:
    """The document as it is committed: indented JSON, figures in examples with all their digits."""
    return pretty_json(build_schema()) + "\n"
