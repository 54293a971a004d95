"""Sending a report: a second look, once, with a receipt."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from evaluations.models import Draft, Evaluation, Submission, TestCall
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.reports.drafting import Changes, save_draft
from evaluations.services.reports.evaluating import submit
from evaluations.services.review.reviewing import approve, reject
from shoppers.models import User
from tests.evaluations.casting import Begin, Cast
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award
from tests.factories.calls import accepted_call
from tests.factories.reports import attempt, filled_in
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
WHOLE = {f"q.{key}": value for key, value in PERFECT.items()} | {"answered": "yes"}


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: accepted_call(cast.award, cast.selma, cast.alma)


@pytest.fixture
def call(cast: Cast) -> TestCall:
    made: TestCall = cast.begun
    return made


def _url(name: str) -> str:
    return reverse(name, args=[TestCall.objects.get().pk])


def _state() -> tuple[str, str, int]:
    """The report, its call, and how often it was handed in."""
    report = Evaluation.objects.get()
    return report.state, report.test_call.state, Submission.objects.count()


def _seen() -> dict[str, str]:
    """What the button of the second look sends."""
    return {"confirmed": "yes", "revision": str(Draft.objects.get().revision)}


WAITING = ("draft", "accepted", 0)
SENT = ("submitted", "done", 1)


def test_the_form_is_taken_and_looked_at_before_anything_is_sent(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    log_attempt(call=call, note=attempt(), by=selma)
    browser = log_in(selma)
    browser.get(_url("my_report"))

    look = browser.post(
        _url("submit_report"), WHOLE | {"revision": "0", "c.c_words": "Kind."}, follow=True
    )

    assert look.redirect_chain == [(_url("submit_report"), 302)]
    page = look.content.decode()
    assert "Once it is sent you cannot change it, unless a reviewer sends it back to you." in page
    assert "Kind." in page
    assert _state() == WAITING
    assert Draft.objects.get().answers == PERFECT

    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', page))
    seen = hidden | {"recognised": "no"}
    receipt = browser.post(_url("submit_report"), seen, follow=True)
    assert receipt.redirect_chain == [(_url("my_receipt"), 302)]
    assert _state() == SENT


def test_the_receipt_says_when_and_what(call: TestCall, selma: User, log_in: LogIn) -> None:
    filled_in(call, selma)
    browser = log_in(selma)

    page = browser.post(_url("submit_report"), _seen(), follow=True).content.decode()

    receipt = Submission.objects.get()
    received = date_format(localtime(receipt.received_at), "DATETIME_FORMAT")
    assert f"Received {received}" in " ".join(page.split())
    assert receipt.content_hash in page
    assert "A reviewer reads it now." in page
    assert "Sent before" not in page


def test_sending_twice_gives_the_same_receipt(call: TestCall, selma: User, log_in: LogIn) -> None:
    filled_in(call, selma)
    browser, posted = log_in(selma), _seen()

    answers = [browser.post(_url("submit_report"), posted) for _press in range(2)]
    whole = browser.post(_url("submit_report"), WHOLE | posted)

    assert [answer.headers["Location"] for answer in [*answers, whole]] == [_url("my_receipt")] * 3
    assert _state() == SENT


def test_what_is_missing_is_said_on_top_and_beneath_each_question(
    selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    browser.get(_url("my_report"))

    answer = browser.post(
        _url("submit_report"), {"answered": "yes", "q.wait": "fast", "revision": "0"}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Some questions still need an answer." in page
    for key in ("correct", "fits"):
        assert f'href="#q-{key}"' in page
        assert f'id="q-{key}-fault"' in page
    assert page.count("<span>Please answer this question.</span>") == 2
    assert (_state(), Draft.objects.get().answers) == (WAITING, {"wait": "fast"})
    looked = browser.get(_url("submit_report"), follow=True)
    assert looked.redirect_chain == [(_url("my_report"), 302)]
    assert "Some questions still need an answer." in looked.content.decode()


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_a_report_without_an_attempt_leads_to_noting_one(
    selma: User, log_in: LogIn, confirmed: dict[str, str]
) -> None:
    browser = log_in(selma)
    browser.get(_url("my_report"))

    answer = browser.post(_url("submit_report"), WHOLE | {"revision": "0"} | confirmed)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Note at least one attempt before you send the report." in page
    assert f'href="{_url("add_attempt")}"' in page
    assert _state() == WAITING


def test_what_was_changed_elsewhere_after_the_look_is_not_sent_unseen(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    report = filled_in(call, selma)
    posted = _seen()
    save_draft(evaluation=report, changes=Changes(answers={"fits": "bad"}), by=selma)
    browser = log_in(selma)

    answer = browser.post(_url("submit_report"), posted)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "This report was changed elsewhere. Look at it again before you send it." in page
    assert "bad" in page
    assert _state() == WAITING
    looked = answer.context["hidden"] | {"recognised": "no"}
    assert browser.post(_url("submit_report"), looked).status_code == 302
    assert Evaluation.objects.get().answers["fits"] == "bad"


def test_an_older_form_that_differs_is_not_sent(call: TestCall, selma: User, log_in: LogIn) -> None:
    filled_in(call, selma)

    posted = WHOLE | {"q.fits": "bad", "revision": "0", "confirmed": "yes"}
    answer = log_in(selma).post(_url("submit_report"), posted)

    assert answer.status_code == 409
    assert "This report was also filled in elsewhere." in answer.content.decode()
    assert _state() == WAITING


def test_a_sent_report_is_read_and_no_more_changed(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    report = filled_in(call, selma, comments={"c_words": "Kind."})
    submit(evaluation=report, by=selma)
    before = list(Evaluation.objects.values()), list(Draft.objects.values())
    browser, other = log_in(selma), WHOLE | {"q.fits": "bad", "revision": "1"}

    page = browser.get(_url("my_report")).content.decode()
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    assert "Kind." in page
    assert browser.post(_url("save_report"), {"q.fits": "bad"}).status_code == 422
    assert browser.post(_url("my_report"), other).status_code == 409
    assert browser.post(_url("submit_report"), other).status_code == 409
    assert browser.post(_url("submit_report"), {}).status_code == 409
    assert browser.get(_url("submit_report")).headers["Location"] == _url("my_report")
    assert (list(Evaluation.objects.values()), list(Draft.objects.values())) == before


def test_sending_for_a_call_that_was_taken_back_is_refused_and_loses_nothing(
    call: TestCall, alma: User, selma: User, log_in: LogIn
) -> None:
    filled_in(call, selma)
    posted = _seen()
    cancel(call=TestCall.objects.get(), reason="The number is gone", by=alma)
    browser = log_in(selma)

    answer = browser.post(_url("submit_report"), posted)

    assert answer.status_code == 409
    assert "The number is gone" in answer.content.decode()
    assert _state() == ("draft", "cancelled", 0)
    assert "well" in browser.get(_url("my_report")).content.decode()
    assert browser.get(_url("my_receipt")).status_code == 409


@pytest.mark.parametrize(
    ("decide", "said"),
    [
        (lambda report, by: approve(evaluation=report, by=by), "The report is approved."),
        (
            lambda report, by: reject(evaluation=report, reason="The wrong company", by=by),
            "The wrong company",
        ),
    ],
)
def test_a_decided_report_says_what_became_of_it_and_nothing_of_its_worth(
    call: TestCall, alma: User, selma: User, log_in: LogIn, decide: Any, said: str
) -> None:
    submit(evaluation=filled_in(call, selma), by=selma)
    decide(Evaluation.objects.get(), alma)
    browser = log_in(selma)

    for name in ("my_report", "my_receipt", "my_call"):
        page = browser.get(_url(name)).content.decode()
        assert said in page
        assert re.findall(r"\b(?:points|scored|critical)\b", page, re.IGNORECASE) == []
    assert browser.post(_url("submit_report"), _seen()).status_code == 409


def test_a_report_from_a_file_is_read_but_has_no_receipt(
    award: Award, selma: User, log_in: LogIn
) -> None:
    award.shopper = selma.shopper
    call = award.contact("beta", PERFECT).test_call
    browser = log_in(selma)

    assert "well" in browser.get(reverse("my_report", args=[call.pk])).content.decode()
    receipt = browser.get(reverse("my_receipt", args=[call.pk]))
    assert receipt.status_code == 409
    assert (
        "There is no receipt: the report has not been sent from here." in receipt.content.decode()
    )
    assert browser.post(reverse("my_report", args=[call.pk]), WHOLE).status_code == 409
    assert (
        browser.post(reverse("submit_report", args=[call.pk]), {"confirmed": "yes"}).status_code
        == 409
    )
    assert not Draft.objects.exists()
