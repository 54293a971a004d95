"""The shopper's API: the write path of her phone, by session, with problems that say what to do."""

import datetime as dt
import json
import uuid
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from evaluations.models import (
    Attempt,
    Draft,
    Evaluation,
    Recognition,
    RivalSubmission,
    TestCall,
)
from evaluations.queries.reports.held_words import text_digest
from evaluations.services.clients.api_keys import issue_key
from evaluations.services.reports.drafting import open_report
from shoppers.models import User
from tests import people
from tests.evaluations.api.phone import ATTEMPT, KEY, document, patch, put, put_attempt, signed_in
from tests.factories.awards import Award
from tests.factories.calls import shopper_user
from tests.factories.clients import two_clients
from tests.factories.reports import report_rows
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def test_a_form_is_handed_in_once_and_read_again(call: TestCall, phone: Browser) -> None:
    first = put(phone, document(call))
    again = put(phone, document(call))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["evaluation"] == KEY
    assert first.headers["Cache-Control"] == "no-store"
    held = phone.get(f"/api/v1/evaluations/{KEY}/").json()
    assert (held["state"], held["answers"], held["comments"]) == (
        "submitted",
        PERFECT,
        {"c_words": "Kind."},
    )
    body_hash = sha256(json.dumps(document(call)).encode()).hexdigest()
    assert [{**each, "body_hash": body_hash} for each in held["receipts"]] == [first.json()]
    attempt = Attempt.objects.get()
    assert (attempt.wait_seconds, attempt.handling_seconds) == (30, 240)


def test_what_a_form_is_worth_never_reaches_a_phone(call: TestCall, phone: Browser) -> None:
    put(phone, document(call))

    told = phone.get(f"/api/v1/evaluations/{KEY}/").content.decode()

    assert "wait" in told
    for word in ("points", "scored", "critical", "weight"):
        assert word not in told


def test_another_form_is_a_conflict_with_both_hashes(call: TestCall, phone: Browser) -> None:
    receipt = put(phone, document(call)).json()

    answer = put(phone, document(call, comments={"c_words": "Rude."}))

    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (told["code"], told["stands"]) == ("another_form", receipt["form_hash"])
    assert RivalSubmission.objects.get().form_hash == told["sent"]
    assert Evaluation.objects.get().comments == {"c_words": "Kind."}


def test_a_draft_is_kept_question_by_question(call: TestCall, selma: User, phone: Browser) -> None:
    report = open_report(call=call, by=selma)

    answer = patch(phone, {"answers": {"wait": "fast"}, "seen": {"wait": ""}}, report.pk)

    assert answer.status_code == 200
    assert answer.json() == {"revision": 1, "held": {"wait": text_digest("fast")}}
    assert Draft.objects.get().answers == {"wait": "fast"}


def test_a_question_answered_elsewhere_is_told_and_not_replaced(
    call: TestCall, selma: User, phone: Browser
) -> None:
    report = open_report(call=call, by=selma)
    first = patch(phone, {"answers": {"wait": "fast"}, "device": ATTEMPT}, report.pk)
    assert first.status_code == 200

    answer = patch(phone, {"answers": {"wait": "slow"}, "seen": {"wait": ""}}, report.pk)

    assert answer.status_code == 409
    told = answer.json()
    assert told["code"] == "draft_changed"
    assert told["values"] == {"wait": "fast"}
    assert told["held"] == {"wait": text_digest("fast")}
    assert told["said_on"] == {"wait": ATTEMPT}
    assert told["revision"] == 1
    assert Draft.objects.get().answers == {"wait": "fast"}


def test_the_same_answer_given_anew_is_told_and_not_replaced(
    call: TestCall, selma: User, phone: Browser
) -> None:
    report = open_report(call=call, by=selma)
    for answer in ("fast", "slow", "fast"):
        assert patch(phone, {"answers": {"wait": answer}}, report.pk).status_code == 200
    fair = {"answers": {"wait": "fair"}, "seen": {"wait": text_digest("fast")}}

    refused = patch(phone, {**fair, "seen_in": {"wait": 1}}, report.pk)
    stood = Draft.objects.get().answers
    taken = patch(phone, {**fair, "seen_in": {"wait": refused.json()["revision"]}}, report.pk)

    assert (refused.status_code, refused.json()["code"]) == (409, "draft_changed")
    assert (stood, refused.json()["revision"]) == ({"wait": "fast"}, 3)
    assert taken.status_code == 200
    assert Draft.objects.get().answers == {"wait": "fair"}


def test_an_attempt_is_put_on_the_servers_clock(call: TestCall, phone: Browser) -> None:
    """A phone whose clock is three days behind still began the call a minute ago."""
    now = timezone.now()
    behind = now - dt.timedelta(days=3)
    body = {
        "started_at": (behind - dt.timedelta(seconds=60)).isoformat(),
        "now": behind.isoformat(),
    }

    answer = put_attempt(phone, call, body)

    assert answer.status_code == 200
    (told,) = answer.json()["attempts"]
    assert (told["key"], told["outcome"]) == (ATTEMPT, "under_way")
    ago = (now - Attempt.objects.get().started_at).total_seconds()
    assert 55 < ago < 65
    assert answer.json()["still_wanted"] == 2


def test_an_attempt_is_taken_away_once(call: TestCall, phone: Browser) -> None:
    now = timezone.now().isoformat()
    put_attempt(phone, call, {"started_at": now, "now": now})
    address = f"/api/v1/test-calls/{call.pk}/attempts/{ATTEMPT}/"

    for _press in range(2):
        answer = phone.delete(address)
        assert (answer.status_code, answer.json()["attempts"]) == (200, [])

    assert not Attempt.objects.exists()


def test_strangers_keys_and_other_shoppers_reach_nothing(
    award: Award, call: TestCall, selma: User, alma: User, phone: Browser
) -> None:
    put(phone, document(call))
    before = report_rows()
    clients = two_clients(own=[award.company("alfa")], others=[], by=alma)
    key = issue_key(client=clients.client, label="Key", by=alma)
    secret = {"Authorization": f"Api-Key {key}"}
    sofia = signed_in(shopper_user("S-901", "Sofia Sol"))
    mended = document(call, comments={"c_words": "Stolen."})

    def statuses(browser: Browser, headers: dict[str, str]) -> list[int]:
        address = f"/api/v1/evaluations/{KEY}/"
        now = timezone.now().isoformat()
        attempt = f"/api/v1/test-calls/{call.pk}/attempts/{uuid.uuid4()}/"
        sent: dict[str, Any] = {"content_type": "application/json", "headers": headers}
        return [
            browser.get(address, headers=headers).status_code,
            browser.put(address, json.dumps(mended), **sent).status_code,
            browser.patch(f"{address}draft/", json.dumps({"answered": False}), **sent).status_code,
            browser.put(attempt, json.dumps({"started_at": now, "now": now}), **sent).status_code,
            browser.delete(attempt, headers=headers).status_code,
        ]

    assert statuses(Browser(), {}) == [401] * 5
    assert statuses(Browser(), secret) == [401] * 5
    assert statuses(signed_in(alma), {}) == [404] * 5
    assert statuses(signed_in(clients.kari), {}) == [404] * 5
    assert statuses(sofia, {}) == [404] * 5
    assert report_rows() == before
    assert not RivalSubmission.objects.exists()


def test_a_session_needs_its_token(call: TestCall, selma: User) -> None:
    phone = Browser(enforce_csrf_checks=True)
    people.sign_in(phone, selma)

    answer = put(phone, document(call))

    assert answer.status_code == 403
    assert not Evaluation.objects.exists()


def test_a_form_with_gaps_names_the_questions(call: TestCall, phone: Browser) -> None:
    answer = put(phone, document(call, answers={"wait": "fast"}))

    assert answer.status_code == 422
    assert answer.json()["title"] == "Some questions still need an answer."
    assert [error["name"] for error in answer.json()["errors"]] == ["correct", "fits"]
    assert not Evaluation.objects.exists()


def test_other_content_and_other_methods_are_refused(call: TestCall, phone: Browser) -> None:
    address = f"/api/v1/evaluations/{KEY}/"

    assert phone.put(address, "a=1", content_type="text/plain").status_code == 415
    assert phone.post(address, {"a": 1}).status_code == 405
    assert phone.delete(address).status_code == 405
    assert phone.get(f"/api/v1/evaluations/{uuid.uuid4()}/").status_code == 404
    assert put(phone, document(call, test_call=str(uuid.uuid4()))).status_code == 404


def test_what_she_says_about_having_been_recognised_stands_beside_the_form(
    call: TestCall, phone: Browser
) -> None:
    wrong = put(phone, document(call, recognised={"words": "She laughed."}))
    assert (wrong.status_code, Evaluation.objects.count()) == (400, 0)

    put(phone, document(call, recognised={"yes": True, "words": "She laughed."}))
    again = put(phone, document(call))

    assert again.status_code == 200
    said = Recognition.objects.get()
    assert (said.recognised, said.words) == (True, "She laughed.")
