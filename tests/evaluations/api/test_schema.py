"""The shopper's OpenAPI file: current, complete, true, and nothing for a client."""

import json
from typing import Any

import pytest
from django.test import Client as Browser

from evaluations.api.openapi_file import SHOPPERS
from evaluations.api.schema import METHODS, schema_text
from evaluations.api.urls import operations
from evaluations.models import Evaluation, TestCall
from evaluations.services.reports.drafting import open_report
from scoring.api.openapi_file import CLIENTS
from shoppers.models import User
from tests import people
from tests.evaluations.api.phone import operation_at
from tests.factories.awards import Award
from tests.factories.expenses import spent

pytestmark = pytest.mark.django_db

ADDRESSES = ("/api/v1/shoppers/schema/", "/api/v1/shoppers/docs/")
# One after the other, as a phone does.
IN_ORDER = (
    "log_attempt",
    "remove_attempt",
    "save_draft",
    "read_report",
    "send_attachment",
    "read_attachment",
    "remove_attachment",
    "hand_in_report",
    "send_receipt",
    "read_receipt",
    "remove_receipt",
)


def _told() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Path, method and words by the name of the operation."""
    return {
        said["operationId"]: (path, method, said)
        for path, item in SHOPPERS.document()["paths"].items()
        for method, said in item.items()
    }


def test_the_committed_file_is_current() -> None:
    assert schema_text() == SHOPPERS.text()


def test_every_operation_is_described_and_no_client_reads_of_it() -> None:
    views = [vars(pattern.callback)["cls"] for pattern in operations]
    offered = sum(hasattr(view, method) for view in views for method in METHODS)

    assert len(_told()) == offered == len(IN_ORDER)
    for path, method, said in _told().values():
        assert "401" in said["responses"]
        assert ("415" in said["responses"]) == ("requestBody" in said) == (method[0] == "p")
        assert path not in CLIENTS.text()


def _report(call: TestCall, selma: User, key: str) -> None:
    """The report of the call under the id of the document's examples."""
    version = call.participation.programme.checklist_version
    Evaluation.objects.create(pk=key, test_call=call, checklist_version=version, answered=True)
    open_report(call=call, by=selma)


def test_every_example_is_sent_and_answered_as_described(
    award: Award, call: TestCall, selma: User, phone: Browser
) -> None:
    told = _told()
    ids = {
        each["name"]: each["example"]
        for _path, _method, said in told.values()
        for each in said["parameters"]
        if each["in"] == "path"
    }
    _report(call, selma, ids["evaluation"])
    spent(award, selma, key=ids["expense"])
    statuses = {}

    for name in IN_ORDER:
        path, method, said = told[name]
        address = path.format(**ids | {"call": call.pk})
        answers = []
        bodies = said.get("requestBody", {"content": {"": {}}})["content"]
        for media_type, content in bodies.items():
            body = _body(content, ids["call"], str(call.pk))
            headers = {"upload-offset": "0"} if media_type.endswith("octet-stream") else {}
            send = getattr(phone, method)
            answers.append(
                send(address, body, content_type=media_type, headers=headers)
                if media_type
                else send(address)
            )
        # The browser has compared each with the document.
        statuses[name] = [answer.status_code for answer in answers]

    assert statuses == {name: [200] for name in IN_ORDER} | {
        "send_attachment": [201, 200],
        "send_receipt": [201, 200],
        "hand_in_report": [201],
    }


def _body(content: dict[str, Any], example: str, call: str) -> Any:
    if not content:
        return None
    (value,) = [each["value"] for each in content["examples"].values()]
    text = value if isinstance(value, str) else json.dumps(value)
    return text.replace(example, call).encode()


def test_shoppers_and_coordinators_read_it_and_nobody_else(
    phone: Browser, alma: User, selma: User
) -> None:
    desk = Browser()
    people.sign_in(desk, alma)
    for browser in (phone, desk):
        assert browser.get(ADDRESSES[0]).content.decode() == SHOPPERS.text()
        page = browser.get(ADDRESSES[1]).content.decode()
        assert all(name in page for name in _told())
        assert ADDRESSES[1] in browser.get("/api/v1/docs/").content.decode()
    kari = Browser()
    people.sign_in(kari, people.kari())

    refused = {
        name: [browser.get(address).status_code for address in ADDRESSES]
        for name, browser in {"stranger": Browser(), "client": kari}.items()
    }

    assert refused == {"stranger": [401, 302], "client": [404, 403]}
    for browser in (Browser(), kari):
        assert "shoppers/" not in browser.get("/api/v1/docs/").content.decode()
    assert [phone.post(address).status_code for address in ADDRESSES] == [405, 405]
    assert operation_at(ADDRESSES[0], "GET") is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Fields of the body", "Hand in a report", "</code>: another report")),
        ("nb", ("Feltene i innholdet", "Lever en rapport", "</code>: En annen rapport")),
        ("sv", ("Innehållets fält", "Lämna in en rapport", "</code>: en annan rapport")),
    ],
)
def test_the_docs_tell_of_bodies_and_answers_in_her_language(
    phone: Browser, language: str, words: tuple[str, ...]
) -> None:
    page = phone.get(ADDRESSES[1], headers={"accept-language": language}).content.decode()

    for each in words:
        assert each in page
    assert "PUT /api/v1/evaluations/{evaluation}/" in page
    assert "recognised.yes" in page
    assert "called_back" in page
    assert "`" not in page
    assert "Upload-Offset" in page
