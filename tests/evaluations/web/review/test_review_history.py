"""What happened to a report, and what changed between two handings-in."""

import pytest
from django.test import Client as Browser
from django.utils import translation

from evaluations.canonical import words_digest
from evaluations.models import CommentModeration, Evaluation, TestCall
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.importing.accepting import REJECTED_IN_FILE
from evaluations.services.review.reviewing import CommentVerdict, moderate, send_back
from evaluations.web.presenters.review.review_history import reason_words
from shoppers.models import User
from tests.evaluations.web.review_desk import ReviewDesk, address
from tests.factories.reports import attempt, handed_in_again

pytestmark = pytest.mark.django_db


def test_what_changed_since_the_return(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report(comments={"c_words": "Anne was quick"})
    send_back(evaluation=report, reason="Which day?", remarks={"wait": "So fast?"}, by=desk.clara)
    handed_in_again(report, desk.selma, answers={"wait": "slow"}, comments={"c_words": "On Monday"})

    answer = reviewer.get(address(report))

    assert [(each.label, each.before, each.now) for each in answer.context["changes"]] == [
        ("wait", "fast", "slow"),
        ("Words", "Anne was quick", "On Monday"),
    ]
    wait = answer.context["sections"][0].lines[0]
    assert (wait.answer, wait.before, wait.remark.text) == ("slow", "fast", "So fast?")
    assert [(step.what, step.who, step.reason) for step in answer.context["steps"]] == [
        ("Handed in again", "S-900", ""),
        ("Returned", "Clara Coll", "Which day?"),
        ("Handed in", "S-900", ""),
    ]
    assert answer.context["steps"][1].remarks == [("wait", "So fast?")]
    page = answer.content.decode()
    assert "Handed in 2 times, last" in page
    assert "before: fast" in page


def test_nothing_changed_is_said_too(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report()
    send_back(evaluation=report, reason="Sure?", remarks={}, by=desk.clara)
    handed_in_again(report, desk.selma)

    page = reviewer.get(address(report)).content.decode()

    assert "Nothing: the same answers, comments and attempts." in page


def test_attempts_that_changed_are_compared(desk: ReviewDesk, reviewer: Browser) -> None:
    report = desk.report()
    send_back(evaluation=report, reason="Once only?", remarks={}, by=desk.clara)
    call = TestCall.objects.get(pk=report.test_call_id)
    log_attempt(call=call, note=attempt(wait_seconds=3_700), by=desk.selma)
    handed_in_again(report, desk.selma)

    (change,) = reviewer.get(address(report)).context["changes"]

    assert (change.label, change.before) == ("Attempt 2", "–")
    assert change.now == ("2 February 2026, 10:00, Answered, waited 1 h 1 min, talked 4:00 min")


def test_what_an_import_gave_as_reason_is_told_in_the_readers_language(desk: ReviewDesk) -> None:
    assert reason_words("Which day?") == "Which day?"
    for language, words in (("en", REJECTED_IN_FILE), ("sv", "Avvisad i den importerade filen")):
        with translation.override(language):
            assert reason_words(REJECTED_IN_FILE) == words


def test_every_word_about_a_comment_stands_in_the_history(
    desk: ReviewDesk, reviewer: Browser
) -> None:
    words = "Anne was qick"
    report = desk.report(comments={"c_words": words})
    hidden = _moderate(report, desk.clara, words, shown=False)
    _moderate(report, desk.alma, words, text="She was quick", standing=hidden.pk)
    send_back(evaluation=report, reason="Which day?", remarks={}, by=desk.alma)
    again = handed_in_again(report, desk.selma, comments={"c_words": "On Monday"})
    _moderate(again, desk.clara, "On Monday", shown=True)

    answer = reviewer.get(address(report))

    then = ("The comment at that time", words)
    assert [(step.what, step.who, step.remarks) for step in answer.context["steps"]] == [
        ("Comment “Words”: names and describes no one", "Clara Coll", []),
        ("Handed in again", "S-900", []),
        ("Returned", "Alma Aas", []),
        (
            "Comment “Words”: names and describes no one",
            "Alma Aas",
            [then, ("With the spelling mended", "She was quick")],
        ),
        ("Comment “Words”: kept hidden", "Clara Coll", [then]),
        ("Handed in", "S-900", []),
    ]
    page = answer.content.decode()
    assert "The comment at that time" in page
    assert "She was quick" in page
    # A word about a comment is no step of the report.
    assert answer.context["last_step"].what == "Handed in again"


def test_a_space_at_the_end_is_no_mended_spelling(desk: ReviewDesk, reviewer: Browser) -> None:
    words = "Anne was quick "  # as a phone's keyboard leaves it
    report = desk.report(comments={"c_words": words})

    (undecided,) = reviewer.get(address(report)).context["comments"]
    _moderate(report, desk.clara, words, shown=False)
    answer = reviewer.get(address(report))
    (hidden,) = answer.context["comments"]

    assert (undecided.original, undecided.mended, hidden.mended) == (words, "", "")
    assert answer.context["steps"][0].what == "Comment “Words”: kept hidden"
    assert answer.context["steps"][0].remarks == []
    assert "With the spelling mended" not in answer.content.decode()


def _moderate(
    report: Evaluation,
    by: User,
    words: str,
    *,
    shown: bool = True,
    text: str = "",
    standing: int | None = None,
) -> CommentModeration:
    verdict = CommentVerdict("c_words", words_digest(words), text or words, shown, standing)
    return moderate(evaluation=report, verdict=verdict, by=by)
