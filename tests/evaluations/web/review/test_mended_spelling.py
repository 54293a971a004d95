"""A spelling that a reviewer mended and did not decide about: no step drops it."""

from dataclasses import dataclass

import pgtrigger
import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse

from evaluations.canonical import digest, words_digest
from evaluations.models import CommentModeration, Evaluation
from evaluations.services.review.reviewing import CommentVerdict, approve, moderate
from tests.evaluations.conftest import Given, Giving
from tests.evaluations.web.review_desk import (
    STEPS,
    ReviewDesk,
    browser_of,
    decisions,
    press,
    reasons,
)

pytestmark = pytest.mark.django_db


WORDS = "Anne was qick"


@dataclass
class Read:
    """A desk, a report on it, and the reviewer's session."""

    desk: ReviewDesk
    report: Evaluation
    session: str


def _make_read() -> Read:
    desk = ReviewDesk()
    report = desk.report(comments={"c_words": WORDS})
    session = browser_of(desk.alma).cookies[settings.SESSION_COOKIE_NAME].value
    return Read(desk, report, session)


@pytest.fixture(scope="module")
def read_given(giving: Giving) -> Given[Read]:
    return giving(_make_read)


@pytest.fixture
def read(db: None, read_given: Given[Read]) -> Read:
    return read_given()


@pytest.fixture
def desk(read: Read) -> ReviewDesk:
    return read.desk


@pytest.fixture
def report(read: Read) -> Evaluation:
    """With a comment that somebody misspelt."""
    return read.report


@pytest.fixture
def reviewer(read: Read) -> Browser:
    browser = Browser(headers={"accept-language": "en"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = read.session
    return browser


@STEPS
def test_a_spelling_that_nobody_decided_about_is_not_dropped(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser, step: str
) -> None:
    typed = {
        "c_words-read": words_digest(WORDS),
        "c_words-standing": "",
        "c_words-text": "Anne was quick",
    }

    answer = press(reviewer, report, step, **typed, **reasons(step))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "You have mended the spelling of a comment and not decided about it" in page
    assert '<a href="#c_words-text">Words</a>' in page
    (comment,) = answer.context["comments"]
    assert (comment.form["text"].value(), comment.form.is_mended) == ("Anne was quick", True)
    assert answer.context["decision"]["reason"].value() == reasons(step).get("reason")
    assert decisions() == []
    assert not CommentModeration.objects.exists()

    # As the page showed it, it is no word of hers.
    typed["c_words-text"] = "Anne was qick"
    assert press(reviewer, report, step, **typed, **reasons(step)).status_code == 302


def test_a_spelling_that_stands_is_none_that_was_typed(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    words = WORDS
    seen = {"c_words-read": words_digest(words), "c_words-standing": "", "c_words-text": words}
    verdict = CommentVerdict(
        key="c_words", read=words_digest(words), text="She was quick", describes_no_one=True
    )
    moderate(evaluation=report, verdict=verdict, by=desk.clara)

    assert press(reviewer, report, "approve_report", **seen).status_code == 302
    assert decisions() == ["approve"]


def test_a_mended_spelling_outlasts_what_else_is_wrong(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    digest = words_digest(WORDS)

    answer = press(
        reviewer, report, "send_back", **{"c_words-read": digest, "c_words-text": "Anne was quick"}
    )

    assert answer.status_code == 422
    assert answer.context["comments"][0].form["text"].value() == "Anne was quick"


def test_a_mended_spelling_outlasts_that_somebody_was_faster(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    typed = {"c_words-read": words_digest(WORDS), "c_words-text": "Anne was quick"}
    approve(evaluation=Evaluation.objects.get(), by=desk.clara)

    approved = press(reviewer, report, "approve_report", **typed)

    assert approved.status_code == 409
    # Comments of an approved report can still be decided about.
    assert approved.context["comments"][0].form["text"].value() == "Anne was quick"
    assert approved.context["left_over"] == []


def test_another_spelling_stays_when_a_comment_is_decided_about(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    """Of two comments one is decided about; the other's spelling was mended before."""
    words = WORDS
    version = report.checklist_version
    version.document["comments"].append(version.document["comments"][0] | {"key": "c_more"})
    version.document_hash = digest(version.document)
    with pgtrigger.ignore("evaluations.ChecklistVersion:checklist_version_frozen"):
        version.save()
    with pgtrigger.ignore():
        Evaluation.objects.update(comments={"c_words": words, "c_more": "Berit was\nknd"})
    sent = {
        "c_words-read": words_digest(words),
        "c_words-text": words,
        "c_words-verdict": "visible",
        "c_more-read": words_digest("Berit was\nknd"),
        "c_more-standing": "",
        "c_more-text": "Berit was\r\nkind",
    }

    answer = reviewer.post(reverse("moderate_comment", args=[report.pk, "c_words"]), sent)

    assert answer.status_code == 200
    assert [each.form["text"].value() for each in answer.context["comments"]] == [
        words,
        "Berit was\nkind",
    ]
    assert [each.form.is_mended for each in answer.context["comments"]] == [False, True]
