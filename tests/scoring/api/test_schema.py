"""The OpenAPI file: current, complete, true; and the page made from it."""

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.utils import translation
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from evaluations.api.openapi_file import OpenApiFile
from evaluations.web.presenters.api_docs import operations
from scoring.api.openapi_file import CLIENTS
from scoring.management.commands import write_schema
from tests.scoring.api.conftest import Award, Get
from tests.scoring.api.paths import OBJECTION as UNFILED
from tests.scoring.api.paths import PATHS
from tests.scoring.api.test_queries import OBJECTION, ROUTES

TEMPLATES = {
    path.replace("2025", "{year}")
    .replace("fjellbanken", "{company}")
    .replace(OBJECTION, "{objection}"): path
    for path in (*PATHS, UNFILED)
    if "schema" not in path
}


def test_the_committed_file_is_current_and_the_command_compares_and_writes(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("write_schema", check=True)
    elsewhere = OpenApiFile(tmp_path / "openapi.json")
    # The text is the committed one, as was just found; to make it again takes a second.
    monkeypatch.setattr(write_schema, "FILES", ((elsewhere, CLIENTS.text),))
    with pytest.raises(CommandError, match="not current"):
        call_command("write_schema", check=True)
    assert not elsewhere.path.exists()
    call_command("write_schema")
    assert elsewhere.text() == CLIENTS.text()
    assert capsys.readouterr().out == f"Written: {'/'.join(elsewhere.path.parts[-3:])}\n"


def test_every_route_is_described_and_nothing_else() -> None:
    schema = CLIENTS.document()

    assert schema["openapi"].startswith("3.1")
    assert set(schema["paths"]) == set(TEMPLATES)
    assert len(schema["paths"]) == len(ROUTES) - 1  # all but the file itself
    for path, item in schema["paths"].items():
        assert list(item) == (["get", "put", "delete"] if "{objection}" in path else ["get"])
        said = item["get"]
        assert said["summary"]
        assert said["description"]
        names = {parameter["name"] for parameter in said["parameters"]}
        assert ("year" in names) == ("{year}" in path)
        assert "format" not in names
        assert all(parameter["description"] for parameter in said["parameters"])
        assert {"200", "304", "400", "401", "406"} <= set(said["responses"])
        assert ("404" in said["responses"]) == ("{year}" in path)


def test_closed_routes_need_a_key_or_a_session() -> None:
    closed = {
        path
        for path, item in CLIENTS.document()["paths"].items()
        if {} not in item["get"]["security"]
    }

    assert {path.rsplit("/", 2)[1] for path in closed} == {
        "change",
        "contacts",
        "weights",
        "expectation-survey",
        "objections",
        "{objection}",
    }


def validator(schema: dict[str, Any], reference: dict[str, Any]) -> Draft202012Validator:
    """A validator that refuses fields which the file does not name."""
    strict = json.loads(json.dumps(schema["components"]["schemas"], default=float))
    for part in strict.values():
        part.setdefault("additionalProperties", False)
    return Draft202012Validator(reference | {"components": {"schemas": strict}})


def test_answers_are_as_described(award: Award, reads: dict[str, Get]) -> None:
    schema = CLIENTS.document()
    for template, path in TEMPLATES.items():
        said = schema["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]
        check = validator(schema, said["schema"])
        for who in ("anonymous", "key", "other key", "coordinator"):
            answer = reads[who](path)
            if answer.status_code == 200:
                check.validate(answer.json())
        for example in said["examples"].values():
            check.validate(json.loads(json.dumps(example["value"], default=float)))


def test_problems_are_as_described(award: Award, reads: dict[str, Get]) -> None:
    schema = CLIENTS.document()
    check = validator(schema, {"$ref": "#/components/schemas/Problem"})
    refused = [
        reads["anonymous"]("/api/v1/programmes/1999/rankings/"),
        reads["anonymous"]("/api/v1/programmes/?x=1"),
        reads["revoked key"]("/api/v1/programmes/"),
        reads["anonymous"]("/api/v1/programmes/", headers={"accept": "text/html"}),
        reads["anonymous"].__self__.post("/api/v1/programmes/"),  # type: ignore[attr-defined]
    ]

    assert [answer.status_code for answer in refused] == [404, 400, 401, 406, 405]
    for answer in refused:
        check.validate(answer.json())
        assert answer.json()["status"] == answer.status_code


@pytest.mark.django_db
def test_the_file_is_served() -> None:
    answer = Browser().get("/api/v1/schema/")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.content.decode() == CLIENTS.text()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("Good to know", "Read the ranking", "1–200, by default", "the wrong department"),
        ),
        ("nb", ("Verdt å vite", "Les rangeringen", "1–200, ellers", "feil avdeling")),
        ("sv", ("Bra att veta", "Läs rankningen", "1–200, annars", "fel avdelning")),
    ],
)
def test_the_docs_show_every_operation(language: str, words: tuple[str, ...]) -> None:
    answer = Browser(headers={"accept-language": language}).get("/api/v1/docs/")
    page = answer.content.decode()

    assert answer.status_code == 200
    for each in words:
        assert each in page
    for path, item in CLIENTS.document()["paths"].items():
        assert f"GET {path}" in page
        assert item["get"]["operationId"] in page
    assert "results[].answered_only" in page
    assert "sections.{key}.mean" in page
    assert "&quot;total&quot;: 86.700000000000" in page
    assert "`" not in page
    assert Browser().post("/api/v1/docs/").status_code == 405


@pytest.mark.parametrize("language", ["nb", "sv"])
def test_the_docs_leave_no_sentence_in_english(language: str) -> None:
    def sentences() -> set[str]:
        return {
            str(said)
            for each in operations(CLIENTS)
            for said in (
                each.summary,
                *each.paragraphs,
                *(row.text for row in (*each.parameters, *each.fields)),
                *(row.text for row in (*each.successes, *each.refusals)),
            )
            if said
        }

    with translation.override("en"):
        english = sentences()
    with translation.override(language):
        assert sentences() & english == set()
