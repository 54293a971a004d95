"""Safety on the call page, stopping, and whether she was recognised."""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.enums import ReviewFlag
from evaluations.models import Draft, Evaluation, Recognition, Scenario, Submission, TestCall
from evaluations.queries.review.review_desk import Wanted, reports
from evaluations.services.reports.evaluating import Recognised, submit
from shoppers.models import User
from tests import people
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, offered_call
from tests.factories.reports import filled_report

pytestmark = pytest.mark.django_db
SAFETY = {
    "risks": {"nb": ["Fare"], "sv": ["Risk"], "en": ["Decline a log-in."]},
    "if_asked": {"nb": "Nei", "sv": "Nej", "en": "I would rather not say."},
}


@pytest.fixture
def selma() -> User:
    return people.selma()


def _url(name: str) -> str:
    return reverse(name, args=[TestCall.objects.get().pk])


def _sends(**more: str) -> dict[str, str]:
    revision = str(Draft.objects.get().revision)
    return {"confirmed": "yes", "recognised_asked": "yes", "revision": revision, **more}


def test_the_call_page_tells_what_keeps_her_safe(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    Scenario.objects.update(safety=SAFETY, most_minutes=20)
    offered_call(award, selma, alma)
    browser = log_in(selma)

    offered = browser.get(_url("my_call")).content.decode()

    for words in ("Decline a log-in.", "I would rather not say.", "after 20 minutes at the latest"):
        assert words in offered
    assert _url("stop_call") not in offered
    browser.post(_url("accept_call"))
    assert _url("stop_call") in browser.get(_url("my_call")).content.decode()


def test_she_stops_and_keeps_the_fee(
    award: Award, alma: User, selma: User, log_in: LogIn, reader: Browser
) -> None:
    accepted_call(award, selma, alma)
    browser = log_in(selma)
    assert browser.get(_url("stop_call")).status_code == 200
    assert browser.post(_url("stop_call"), {"reason": " "}).status_code == 422
    assert TestCall.objects.get().state == "accepted"

    answer = browser.post(_url("stop_call"), {"reason": "They shouted."}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(_url("my_call"), 302)]
    for words in ("The call is stopped.", "You keep the fee", "They shouted."):
        assert words in page
    again = browser.post(_url("stop_call"), {"reason": "They shouted."}, follow=True)
    assert "You had stopped this call already." in again.content.decode()
    more = browser.post(_url("stop_call"), {"reason": "They asked my name."}, follow=True)
    assert "What you wrote is a message to the coordinator now." in more.content.decode()
    assert TestCall.objects.get().events.filter(event="stop").count() == 1
    desk = reader.get(_url("desk_call")).content.decode()
    assert "Stopped for safety" in desk
    assert "They shouted." in desk
    assert "They asked my name." in reader.get(_url("desk_messages")).content.decode()
    assert "Replace the call" in desk


def test_an_offer_is_not_stopped_and_nobody_elses_call_is(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    offered_call(award, selma, alma)
    for method in ("get", "post"):
        answer = getattr(log_in(selma), method)(_url("stop_call"), {"reason": "Unsafe"})
        assert answer.status_code == 409
        assert "The call is offered and waits for an answer." in answer.content.decode()
    assert Browser().get(_url("stop_call")).status_code == 302
    assert log_in(alma).get(_url("stop_call")).status_code == 403
    assert log_in(selma).put(_url("stop_call")).status_code == 405
    TestCall.objects.update(shopper=award.shopper)
    assert log_in(selma).get(_url("stop_call")).status_code == 404
    assert TestCall.objects.get().state == "offered"


def test_she_is_asked_whether_she_was_recognised(
    award: Award, alma: User, selma: User, log_in: LogIn, reader: Browser
) -> None:
    filled_report(award, selma, alma)
    browser = log_in(selma)
    look = browser.get(_url("submit_report")).content.decode()
    assert "Do you think they recognised you as a test customer?" in look

    silent = browser.post(_url("submit_report"), _sends())
    assert silent.status_code == 422
    assert (Submission.objects.count(), Recognition.objects.count()) == (0, 0)
    sent = browser.post(
        _url("submit_report"),
        _sends(recognised="yes", recognised_words="She laughed."),
        follow=True,
    )

    assert sent.redirect_chain == [(_url("my_receipt"), 302)]
    said = Recognition.objects.get()
    assert (said.recognised, said.words, said.by) == (True, "She laughed.", selma)
    assert "recognised" not in str(Submission.objects.get().content)
    report = Evaluation.objects.get()
    page = " ".join(reader.get(reverse("review", args=[report.pk])).content.decode().split())
    assert "Thinks they were recognised" in page
    assert "Yes, the shopper thinks so. She laughed." in page
    found = reports(Wanted(flag=ReviewFlag.RECOGNISED), reader=alma)
    assert [each.pk for each in found] == [report.pk]


@pytest.mark.parametrize(
    ("said", "listed", "shown"), [(None, 0, ""), (Recognised(False, "Sure."), 0, "No Sure.")]
)
def test_who_was_not_recognised_raises_no_flag(
    award: Award,
    alma: User,
    selma: User,
    reader: Browser,
    said: Recognised | None,
    listed: int,
    shown: str,
) -> None:
    report = filled_report(award, selma, alma)
    submit(evaluation=report, by=selma, recognised=said)

    found = reports(Wanted(flag=ReviewFlag.RECOGNISED), reader=alma)
    page = " ".join(reader.get(reverse("review", args=[report.pk])).content.decode().split())

    assert found.count() == listed
    assert "Thinks they were recognised" not in page
    assert bool(re.search(">Recognised<", page)) == bool(shown)
    assert shown in page


def test_in_privacy_mode_no_words_about_it_are_kept(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    part: Any = award.participations["alfa"]
    filled_report(award, selma, alma)
    part.signed_up = False
    part.save(update_fields=["signed_up"])
    browser = log_in(selma)
    assert "recognised_words" not in browser.get(_url("submit_report")).content.decode()

    browser.post(_url("submit_report"), _sends(recognised="yes", recognised_words="A young man."))

    assert Recognition.objects.get().words == ""
