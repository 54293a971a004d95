"""Whether a client may read a comment: decided beside it, and again when need be."""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.canonical import words_digest
from evaluations.models import CommentModeration, Evaluation
from evaluations.services.review.reviewing import approve, send_back
from tests import people
from tests.evaluations.web.review.conftest import Begin
from tests.evaluations.web.review_desk import ReviewDesk, address
from tests.factories.reports import handed_in_again

pytestmark = pytest.mark.django_db
WORDS = "Anne was qick"


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda desk: desk.report(comments={"c_words": WORDS})


@pytest.fixture
def report(desk: ReviewDesk) -> Evaluation:
    made: Evaluation = desk.begun
    return made


def _url(report: Evaluation, comment: str = "c_words", query: str = "") -> str:
    return reverse("moderate_comment", args=[report.pk, comment]) + query


def _typed(
    verdict: str = "visible", *, text: str = WORDS, read: str = WORDS, standing: object = ""
) -> dict[str, str]:
    return {
        "c_words-read": words_digest(read),
        "c_words-standing": str(standing),
        "c_words-text": text,
        "c_words-verdict": verdict,
    }


def _decide(
    browser: Browser,
    report: Evaluation,
    verdict: str = "visible",
    *,
    text: str = WORDS,
    read: str = WORDS,
    standing: object = "",
    part: bool = False,
) -> Any:
    typed = _typed(verdict, text=text, read=read, standing=standing)
    headers = {"HX-Request": "true"} if part else {}
    return browser.post(_url(report), typed, headers=headers)


def _form(answer: Any) -> Any:
    """The form about the only comment, on the whole page or its part."""
    comment = answer.context.get("comment") or answer.context["comments"][0]
    return comment.form


def _form_of(page: str, name: str) -> str:
    """The id of the form that a field of the page belongs to."""
    (tag,) = re.findall(rf'<textarea name="{name}"[^>]*>', page)
    return str(re.findall(r' form="(\w+)"', tag)[0])


def test_a_comment_is_shown_as_typed_and_hidden_at_first(
    report: Evaluation, reviewer: Browser
) -> None:
    answer = reviewer.get(address(report))

    (comment,) = answer.context["comments"]
    assert (comment.label, comment.original, comment.verdict) == ("Words", WORDS, None)
    assert comment.form["text"].value() == WORDS
    assert "Not decided: hidden" in answer.content.decode()


def test_a_decision_leads_back_to_the_comment(report: Evaluation, reviewer: Browser) -> None:
    typed = _typed(text="Anne was\r\nquick")

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
    _decide(desk.browser_of(desk.alma), report)
    (comment,) = desk.browser_of(desk.clara).get(address(report)).context["comments"]
    standing = comment.form["standing"].value()
    _decide(desk.browser_of(desk.clara), report, "hidden", text="Anne was quick", standing=standing)

    page = desk.browser_of(desk.alma).get(address(report)).content.decode()

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


def test_a_browser_without_scripts_sends_the_page_and_gets_it_back(
    report: Evaluation, reviewer: Browser
) -> None:
    typed = _typed() | {"remark_wait": "So fast?", "reason": "Which day?"}

    answer = reviewer.post(_url(report), typed)

    assert answer.status_code == 200
    assert CommentModeration.objects.count() == 1
    form = answer.context["decision"]
    assert form["remark_wait"].value() == "So fast?"
    assert form["reason"].value() == "Which day?"
    assert form["read"].value() == report.content_hash
    page = answer.content.decode()
    assert "Your decision about the comment is kept." in page
    assert "The client may read it" in page
    # What decides about the comment is a part of the page's one form.
    assert _form_of(page, "c_words-text") == _form_of(page, "remark_wait") == "decision"


@pytest.mark.parametrize("fault", [{"c_words-verdict": "maybe"}, {"c_words-read": "other words"}])
def test_a_refused_decision_keeps_what_else_was_typed(
    report: Evaluation, reviewer: Browser, fault: dict[str, str]
) -> None:
    answer = reviewer.post(_url(report), _typed() | {"remark_wait": "So fast?"} | fault)

    assert answer.status_code in {409, 422}
    assert answer.context["decision"]["remark_wait"].value() == "So fast?"
    assert CommentModeration.objects.count() == 0


def test_who_decides_second_sees_what_the_other_decided_and_keeps_her_words(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    _decide(desk.browser_of(desk.clara), report, "hidden", text="She was quick")
    standing = CommentModeration.objects.get()

    whole = _decide(reviewer, report, text="Anne was\r\nquick")
    part = _decide(reviewer, report, text="Anne was\r\nquick", part=True)

    assert (whole.status_code, part.status_code) == (409, 422)
    for answer in (whole, part):
        page = answer.content.decode()
        assert "Clara Coll has decided about this comment in the meantime." in page
        assert "Hidden from the client" in page
        assert "She was quick" in page
        # Nothing happened to the report itself.
        assert "Handed in by S-900" not in page
        form = _form(answer)
        assert form["text"].value() == "Anne was\nquick"
        assert form["standing"].value() == standing.pk
        assert form.is_mended
    assert CommentModeration.objects.get() == standing

    # She has seen it now: pressing once more is her own decision.
    answer = _decide(reviewer, report, text="Anne was quick", standing=standing.pk)
    assert answer.status_code == 302
    assert [word.by for word in CommentModeration.objects.all()] == [desk.clara, desk.alma]


def test_who_typed_nothing_sees_the_other_spelling(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    _decide(desk.browser_of(desk.clara), report, text="She was quick")

    answer = _decide(reviewer, report, "hidden")

    assert answer.status_code == 409
    assert (_form(answer)["text"].value(), _form(answer).is_mended) == ("She was quick", False)


@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize("text", ["", " \r\n"])
def test_a_comment_without_words_is_not_shown_to_a_client(
    report: Evaluation, reviewer: Browser, text: str, *, part: bool
) -> None:
    answer = _decide(reviewer, report, text=text, part=part)

    assert answer.status_code == 422
    assert "Without words there is nothing for the client to read." in answer.content.decode()
    assert CommentModeration.objects.count() == 0
    assert _decide(reviewer, report, "hidden", text=text).status_code == 302
    assert CommentModeration.objects.get().text == WORDS


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
    whole = _decide(reviewer, report, text="Anne was quick")
    part = _decide(reviewer, report, text="Anne was quick", part=True)
    assert (whole.status_code, part.status_code) == (409, 422)
    assert "Returned by Clara Coll" in whole.content.decode()
    for answer in (whole, part):
        assert "What you had written" in answer.content.decode()
        assert "Anne was quick" in answer.content.decode()
    assert CommentModeration.objects.count() == 0


def test_words_that_changed_are_read_first(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    send_back(evaluation=report, reason="Who is Anne?", remarks={}, by=desk.clara)
    handed_in_again(report, desk.selma, comments={"c_words": "She was quick"})

    whole = _decide(reviewer, report, text="Anne was quick")
    part = _decide(reviewer, report, text="Anne was quick", part=True)

    assert (whole.status_code, part.status_code) == (409, 422)
    for answer in (whole, part):
        page = answer.content.decode()
        assert "The comment has been changed in the meantime." in page
        # Hers were about other words: beside the field, not in it.
        assert "What you had written" in page
        assert "Anne was quick" in page
    assert _form(whole)["text"].value() == "She was quick"
    assert "She was quick" in whole.content.decode()
    assert "Open the report anew" in part.content.decode()
    assert CommentModeration.objects.count() == 0


def test_nobody_moderates_her_own(desk: ReviewDesk) -> None:
    report = desk.claras_report(comments={"c_words": WORDS})

    assert _decide(desk.browser_of(desk.clara), report).status_code == 403
    assert CommentModeration.objects.count() == 0
    assert _decide(desk.browser_of(desk.alma), report).status_code == 302


def test_the_address_names_a_comment_that_is_there(
    desk: ReviewDesk, report: Evaluation, reviewer: Browser
) -> None:
    silent = desk.report("beta")

    assert reviewer.post(_url(report, "c_other")).status_code == 404
    assert reviewer.post(_url(silent)).status_code == 404
    assert reviewer.get(_url(report)).status_code == 405


def test_comments_are_for_coordinators(desk: ReviewDesk, report: Evaluation) -> None:
    for user in (desk.selma, people.kari()):
        assert _decide(desk.browser_of(user), report).status_code == 403
    assert _decide(Browser(), report).headers["Location"].startswith("/sign-in/")
    assert CommentModeration.objects.count() == 0
