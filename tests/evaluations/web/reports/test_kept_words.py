"""What a report's pages tell the phone about the words that it keeps itself."""

import json
import re
from functools import partial
from hashlib import sha256
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from evaluations.models import Draft, Evaluation
from evaluations.services.reports.drafting import Changes, save_draft
from evaluations.services.reports.evaluating import submit
from shoppers.models import User
from tests.evaluations.conftest import Given, Giving
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.reports import filled_report
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


@pytest.fixture(scope="module")
def report_given(
    giving: Giving,
    award_given: Given[Award],
    newcomer_given: Given[User],
    alma_given: Given[User],
) -> Given[Evaluation]:
    filled = partial(filled_report, comments={"c_words": "Kind – and quick"})
    return giving(filled, award_given, newcomer_given, alma_given)


@pytest.fixture
def report(award: Award, selma: User, alma: User, report_given: Given[Evaluation]) -> Evaluation:
    """A draft with three answers and a word."""
    return report_given(award, selma, alma)


def _sha(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _kept(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="keep-held" type="application/json">(.*?)</script>', page)
    assert found is not None
    told: dict[str, Any] = json.loads(found[1])
    return told


PHONE, TABLET = "0b7d0f7e-3a51-4b8e-8f0e-6d2f6a6c4c01", "3f0e7d0a-6d0d-4c57-9d3e-0a4f4f1f7c11"


def _save(
    browser: Browser,
    report: Evaluation,
    seen: str | None,
    device: str = "",
    seen_in: int | str | None = None,
    **field: str,
) -> HttpResponse:
    headers = {} if seen is None else {"Seen": seen}
    headers |= {} if seen_in is None else {"Seen-Revision": str(seen_in)}
    name, value = next(iter(field.items()))
    address = reverse("save_report", args=[report.test_call_id])
    fields = {name.replace("__", "."): value, "device": device}
    answer: HttpResponse = browser.post(address, fields, headers=headers)  # type: ignore[assignment]
    return answer


HELD = {
    "answered": _sha("yes"),
    "q.wait": _sha("fast"),
    "q.correct": _sha("yes"),
    "q.fits": _sha("well"),
    "c.c_words": _sha("Kind – and quick"),
}


@pytest.mark.parametrize("name", ["my_report", "submit_report"])
def test_each_page_of_a_draft_tells_what_the_server_holds(
    report: Evaluation, selma: User, log_in: LogIn, name: str
) -> None:
    page = log_in(selma).get(reverse(name, args=[report.test_call_id])).content.decode()

    kept = _kept(page)
    assert kept["held"] == HELD
    # Where there is no form, what was chosen on the phone is told in the form's own words.
    chosen = {"yes": "Yes", "no": "No"}
    assert kept["options"].get("answered") == (chosen if name == "submit_report" else None)
    assert kept["labels"] == {
        "answered": "Did somebody answer?",
        "q.wait": "wait",
        "q.correct": "correct",
        "q.fits": "fits",
        "q.mood": "mood",
        "c.c_words": "Words",
    }
    assert f'data-report="{report.test_call_id}"' in page


@pytest.mark.parametrize("name", ["my_report", "my_receipt"])
def test_pages_of_a_sent_report_tell_it_too(
    report: Evaluation, selma: User, log_in: LogIn, name: str
) -> None:
    submit(evaluation=report, by=selma)

    page = log_in(selma).get(reverse(name, args=[report.test_call_id])).content.decode()

    assert _kept(page)["held"] == HELD
    assert 'id="keep-left"' in page


def test_a_save_answers_with_the_digest_of_what_was_stored(
    report: Evaluation, selma: User, log_in: LogIn
) -> None:
    answer = _save(log_in(selma), report, None, c__c_words="One\r\ntwo")

    assert answer.status_code == 200
    assert json.loads(answer.headers["HX-Trigger"]) == {
        "kept": {"held": {"c.c_words": _sha("One\ntwo")}, "revision": 2, "has_seen_all": False}
    }
    assert Draft.objects.get().comments == {"c_words": "One\ntwo"}


def test_an_answer_that_is_taken_away_has_no_digest(
    report: Evaluation, selma: User, log_in: LogIn
) -> None:
    answer = _save(log_in(selma), report, _sha("fast"), q__wait="")

    assert json.loads(answer.headers["HX-Trigger"]) == {
        "kept": {"held": {"q.wait": ""}, "revision": 2, "has_seen_all": False}
    }
    assert "wait" not in Draft.objects.get().answers


def test_what_another_device_said_meanwhile_is_not_replaced(
    report: Evaluation, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    _save(browser, report, None, TABLET, q__wait="slow")

    answer = _save(browser, report, _sha("fast"), PHONE, q__wait="fair")

    assert answer.status_code == 409
    assert json.loads(answer.content) == {
        "held": {"q.wait": _sha("slow")},
        "values": {"q.wait": "slow"},
        "said_on": {"q.wait": TABLET},
        "revision": 2,
    }
    draft = Draft.objects.get()
    assert (draft.answers["wait"], draft.revision) == ("slow", 2)


def test_who_said_it_last_is_kept_by_question(
    report: Evaluation, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    before = _kept(browser.get(reverse("my_report", args=[report.test_call_id])).content.decode())

    _save(browser, report, None, TABLET, q__wait="slow")
    _save(browser, report, None, PHONE, q__wait="slow")  # says what stands there already
    _save(browser, report, None, PHONE, c__c_words="Quick")
    _save(browser, report, None, "a phone of before", q__fits="bad")

    kept = _kept(browser.get(reverse("my_report", args=[report.test_call_id])).content.decode())
    # It was filled in by a service, which names no device.
    none_named = dict.fromkeys(HELD.keys() - {"answered"}, "")
    assert before["said_on"] == none_named
    assert kept["said_on"] == none_named | {"q.wait": TABLET, "c.c_words": PHONE, "q.fits": ""}


@pytest.mark.parametrize(
    ("seen_in", "status"),
    [(1, 409), (2, 409), (3, 200), (None, 200), ("", 200), ("soon", 200), ("-1", 200)],
)
def test_the_same_words_said_anew_are_not_replaced(
    report: Evaluation, selma: User, log_in: LogIn, seen_in: int | str | None, status: int
) -> None:
    browser = log_in(selma)
    for value in ("slow", "fast"):
        _save(browser, report, None, TABLET, q__wait=value)

    answer = _save(browser, report, _sha("fast"), PHONE, seen_in, q__wait="fair")

    assert answer.status_code == status
    held = (
        {"answers": "fair", "revision": 4} if status == 200 else {"answers": "fast", "revision": 3}
    )
    draft = Draft.objects.get()
    assert {"answers": draft.answers["wait"], "revision": draft.revision} == held


def test_a_page_tells_in_which_revision_each_was_said(
    report: Evaluation, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    _save(browser, report, None, TABLET, q__wait="slow")
    _save(browser, report, None, PHONE, c__c_words="Quick")
    _save(browser, report, None, PHONE, q__fits="")

    kept = _kept(browser.get(reverse("my_report", args=[report.test_call_id])).content.decode())

    assert kept["revision"] == 4
    assert kept["said_in"] == {"q.wait": 2, "q.correct": 1, "q.fits": 4, "c.c_words": 3}


def test_other_questions_are_merged(report: Evaluation, selma: User, log_in: LogIn) -> None:
    browser = log_in(selma)
    save_draft(evaluation=report, changes=Changes(answers={"wait": "slow"}), by=selma)

    answer = _save(browser, report, _sha("well"), q__fits="fair")

    assert answer.status_code == 200
    assert Draft.objects.get().answers == PERFECT | {"wait": "slow", "fits": "fair"}


def test_a_question_nobody_had_answered_may_have_been_answered_elsewhere(
    report: Evaluation, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)

    first = _save(browser, report, "nothing", q__mood="up")
    second = _save(browser, report, "nothing", q__mood="down")
    same = _save(browser, report, "nothing", q__mood="up")

    assert [each.status_code for each in (first, second, same)] == [200, 409, 200]
    assert Draft.objects.get().answers["mood"] == "up"
