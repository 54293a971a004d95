"""Objections by program: filed once, read by their own client, and by nobody else."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client as Browser
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from evaluations.enums import KeyScope
from evaluations.models import Evaluation, Objection, ObjectionWithdrawal
from evaluations.services.clients.api_keys import issue_key
from evaluations.services.objections.arbitrating import decide, tell_time
from scoring.api.openapi_file import CLIENTS
from shoppers.models import User
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.clients import TwoClients, two_clients
from tests.factories.objections import DAY, preview_window, reviewed_by, ruling
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
YEAR = "/api/v1/programmes/2026/"


@dataclass
class Programs:
    """A contact of the client's own in its preview, one that is not, and keys."""

    own: Evaluation
    foreign: Evaluation
    clients: TwoClients
    clara: User
    keys: dict[str, str]

    def ask(self, method: str, path: str, key: str = "", said: Any = None) -> tuple[int, Any]:
        """What the API answers to a key."""
        headers = {"Authorization": f"Api-Key {self.keys[key]}"} if key else {}
        answer = Browser(headers={"Accept-Language": "en"}).generic(
            method, path, json.dumps(said or {}), "application/json", headers=headers
        )
        return answer.status_code, json.loads(answer.content)

    def body(self, **changed: Any) -> dict[str, Any]:
        """An objection to be filed."""
        said = {"question": "wait", "reason": "wrong_wait", "text": "Our log says 20 seconds."}
        return {"contact": str(self.own.pk), **said, **changed}


@pytest.fixture
def programs(db: None) -> Programs:
    """The key that writes, one that reads, and another client's."""
    award, alma = tiny_award(), people.alma()
    own = reviewed_by(award.contact("alfa", PERFECT), alma)
    foreign = reviewed_by(award.contact("beta", PERFECT), alma)
    clients = two_clients(own=[award.company("alfa")], others=[award.company("beta")], by=alma)
    preview_window(award.programme, -2 * DAY, DAY)
    keys = {
        "writes": issue_key(
            client=clients.client, label="W", by=clients.kari, scopes=[KeyScope.OBJECT]
        ),
        "reads": issue_key(client=clients.client, label="R", by=clients.kari),
        "other": issue_key(
            client=clients.other, label="O", by=clients.oda, scopes=[KeyScope.OBJECT]
        ),
    }
    return Programs(own, foreign, clients, people.clara(), keys)


def test_what_a_program_may_not_file_is_refused_by_its_reason(programs: Programs) -> None:
    ask, body, address = programs.ask, programs.body, f"{YEAR}objections/{uuid.uuid4()}/"
    refusals = [
        (403, "reads", body()),
        (404, "other", body()),
        (404, "", body()),
        (404, "writes", body(contact=str(programs.foreign.pk))),
        (400, "writes", body(reason="because")),
        (400, "writes", body(more=1)),
        (422, "writes", body(question="nonsense")),
    ]
    for status, key, said in refusals:
        assert ask("PUT", address, key, said)[0] == status, said
    assert ask("PUT", address.replace("2026", "2025"), "writes", body())[0] == 404
    assert ask("POST", address, "writes")[0] == 405
    assert not Objection.objects.exists()


def test_an_objection_by_program_from_filing_to_its_answer(programs: Programs) -> None:
    ask, own, clients = programs.ask, programs.own, programs.clients
    clara, address = programs.clara, f"{YEAR}objections/{uuid.uuid4()}/"
    body = programs.body()

    assert [ask("PUT", address, "writes", body)[0] for _time in range(2)] == [201, 200]
    status, problem = ask("PUT", address, "writes", body | {"text": "Something else."})
    assert (status, problem["code"]) == (409, "other_objection")
    objection = Objection.objects.get()
    assert (objection.by, objection.client) == (clients.kari, clients.client)

    tell_time(objection=objection, by=clara)
    decide(evaluation=own, ruling=ruling(own), by=clara)
    status, told = ask("GET", address, "reads")
    assert (status, told["state"], told["decision"]["contact_is"]) == (200, "refused", "approved")
    assert dt.datetime.fromisoformat(told["contact_at"]) == own.test_call.attempts.get().started_at
    assert "Clara" not in json.dumps(told)
    status, page = ask("GET", f"{YEAR}objections/", "reads")
    assert (status, page["count"], page["results"]) == (200, 1, [told])
    schema = CLIENTS.document()
    component = schema["components"]["schemas"]["Objection"]
    Draft202012Validator({**component, "components": schema["components"]}).validate(told)
    assert ask("GET", f"{YEAR}objections/", "other")[1]["results"] == []
    assert [ask("GET", address, key)[0] for key in ("other", "")] == [404, 404]


def test_a_program_takes_an_objection_back(programs: Programs) -> None:
    ask, own, address = programs.ask, programs.own, f"{YEAR}objections/{uuid.uuid4()}/"
    assert ask("DELETE", address, "writes")[0] == 404
    assert ask("PUT", address, "writes", programs.body())[0] == 201
    refusals = {"reads": 403, "other": 404, "": 404}
    assert {key: ask("DELETE", address, key)[0] for key in refusals} == refusals
    assert ask("DELETE", address.replace("2026", "2025"), "writes")[0] == 404
    assert not ObjectionWithdrawal.objects.exists()

    answers = [ask("DELETE", address, "writes") for _time in range(2)]

    assert [(status, told["state"]) for status, told in answers] == [(200, "withdrawn")] * 2
    assert ask("GET", address, "reads") == answers[0]
    withdrawal = ObjectionWithdrawal.objects.get()
    assert withdrawal.by == programs.clients.kari
    assert (withdrawal.key is not None, withdrawal.objection.key) == (True, withdrawal.key)
    own.refresh_from_db()
    assert own.state == "approved"


def test_what_is_decided_or_over_is_not_taken_back(programs: Programs) -> None:
    ask, own, address = programs.ask, programs.own, f"{YEAR}objections/{uuid.uuid4()}/"
    programme = own.test_call.participation.programme
    ask("PUT", address, "writes", programs.body())
    preview_window(programme, -2 * DAY, -DAY)
    status, problem = ask("DELETE", address, "writes")
    assert (status, problem["code"]) == (409, "window_closed")
    preview_window(programme, -2 * DAY, DAY)
    decide(evaluation=own, ruling=ruling(own), by=programs.clara)

    status, problem = ask("DELETE", address, "writes")

    assert (status, problem["code"]) == (409, "decided")
    assert ask("GET", address, "reads")[1]["state"] == "refused"
    assert not ObjectionWithdrawal.objects.exists()
