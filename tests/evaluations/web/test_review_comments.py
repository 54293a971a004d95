"""Whether a client may read a comment: decided beside it, and again when need be."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.canonical import words_digest
from evaluations.models import CommentModeration, Evaluation
from evaluations.services.reviewing import approve, send_back
from tests import people
from tests.evaluations.web.review_desk import ReviewDesk, address, browser_of
from tests.factories.reports import handed_in_again

pytestmark = pytest.mark.django_db
WORDS = "Anne was qick"


@pytest.fixture
def desk() -> ReviewDesk:
    return ReviewDesk()


@pytest.fixture
def reviewer(desk: ReviewDesk) -> Browser:
    return browser_of(desk.alma)


@pytest.fixture
def report(desk: ReviewDesk) -> Evaluation:
    return desk.report(comments={"c_words": WORDS})


def _url(report: Evaluation, comment: str = "c_words", query: str = "") -> str:
    return reverse("moderate_comment", args=[report.pk, comment]) + query


def _decide(
    browser: Browser,
    report: Evaluation,
    verdict: str = "visible",
    *,
    text: str = WORDS,
    read: str = WORDS,
    part: bool = False,
) -> Any:
    typed = {"read": words_digest(read), "text": text, "verdict": verdict}
    headers = {"HX-Request": "true"} if part else {}
    return browser.post(_url(report), typed, headers=headers)


def test_a_comment_is_shown_as_typed_and_hidden_at_first(
    report: Evaluation, reviewer: Browser
) -> None:
    answer = reviewer.get(address(report))

    (comment,) = answer.context["comments"]
    assert (comment.label, comment.original, comment.verdict) == ("Words", WORDS, None)
    assert comment.form["text"].value() == WORDS
    assert "Not decided: hidden" in answer.content.decode()


def test_a_decision_leads_back_to_the_comment(report: Evaluation, reviewer: Browser) -> None:
    typed = {"read": words_digest(WORDS), "text": "Anne was\r\nquick", "verdict": "visible"}

    answer = reviewer.post(_url(report, query="?category=bank"), typed)

    assert answer.status_code == 302
    assert answer.headers["Location"] == address(report, query="?category=bank#comment-c_words")
    moderation = CommentModeration.objects.get()
    assert (moderation.text, moderation.describes_no_one) == ("Anne was\nquick", True)
    page = reviewer.get(address(report)).content.decode()
    assert "The client may read it" in page
    assert "With the spelling mended:" in page
    assert "Alma Aas" in page
    assert WORDS in page


def test_the_newest_decision_is_shown(desk: ReviewDesk, report: Evaluation) -> None:
    _decide(browser_of(desk.alma), report)
    _decide(browser_of(desk.clara), report, "hidden", text="Anne was quick")

    page = browser_of(desk.alma).get(address(report)).content.decode()

    assert CommentModeration.objects.count() == 2
    assert "Hidden from the client" in page
    assert "The client may read it" not in page
    assert "Clara Coll" in page


def test_a_part_of_the_page_answers_a_part(report: Evaluation, reviewer: Browser) -> None:
    answer = _decide(reviewer, report, part=True)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert "The client may read it" in page
    assert "Kept" in page
    assert CommentModeration.objects.count() == 1


def test_comments_are_moderated_after_the_approval(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    approve(evaluation=report, by=desk.clara)

    assert reviewer.get(address(report)).context["comments"][0].form is not None
    assert _decide(reviewer, report, "hidden").status_code == 302
    assert CommentModeration.objects.count() == 1


@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize("typed", [{"verdict": "maybe"}, {"text": "a\x00b"}])
def test_what_is_no_decision_is_refused_in_words(
    report: Evaluation, reviewer: Browser, typed: dict[str, str], *, part: bool
) -> None:
    answer = _decide(reviewer, report, **({"verdict": "visible"} | typed), part=part)

    assert answer.status_code == 422
    assert "Something needs a correction" in answer.content.decode()
    assert CommentModeration.objects.count() == 0


def test_while_a_report_is_returned_nothing_is_decided(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    send_back(evaluation=report, reason="Who is Anne?", remarks={}, by=desk.clara)

    assert reviewer.get(address(report)).context["comments"][0].form is None
    answer = _decide(reviewer, report)
    assert answer.status_code == 409
    assert "Returned by Clara Coll" in answer.content.decode()
    assert _decide(reviewer, report, part=True).status_code == 422
    assert CommentModeration.objects.count() == 0


def test_words_that_changed_are_read_first(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    send_back(evaluation=report, reason="Who is Anne?", remarks={}, by=desk.clara)
    handed_in_again(report, desk.selma, comments={"c_words": "She was quick"})

    whole, part = _decide(reviewer, report), _decide(reviewer, report, part=True)

    assert (whole.status_code, part.status_code) == (409, 422)
    for answer in (whole, part):
        assert "The comment has been changed in the meantime." in answer.content.decode()
    assert "She was quick" in whole.content.decode()
    assert "Open the report anew" in part.content.decode()
    assert CommentModeration.objects.count() == 0


def test_nobody_moderates_her_own(desk: ReviewDesk) -> None:
    report = desk.claras_report(comments={"c_words": WORDS})

    assert _decide(browser_of(desk.clara), report).status_code == 403
    assert CommentModeration.objects.count() == 0
    assert _decide(browser_of(desk.alma), report).status_code == 302


def test_the_address_names_a_comment_that_is_there(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    silent = desk.report("beta")

    assert reviewer.post(_url(report, "c_other")).status_code == 404
    assert reviewer.post(_url(silent)).status_code == 404
    assert reviewer.get(_url(report)).status_code == 405


def test_comments_are_for_coordinators(desk: ReviewDesk, report: Evaluation) -> None:
    for user in (desk.selma, people.kari()):
        assert _decide(browser_of(user), report).status_code == 403
    assert _decide(Browser(), report).headers["Location"].startswith("/sign-in/")
    assert CommentModeration.objects.count() == 0
