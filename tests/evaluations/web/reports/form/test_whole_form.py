"""The whole form at once: without a script, and from two tabs that do not know of each other."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from evaluations.models import Draft, Evaluation, TestCall
from evaluations.services.reports.drafting import LONGEST_COMMENT, Changes, save_draft
from shoppers.models import User
from tests.evaluations.casting import Begin, Cast
from tests.evaluations.small_checklist import small_document
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import accepted_call

pytestmark = pytest.mark.django_db


def _award() -> Award:
    return tiny_award(checklist=small_document())


@pytest.fixture(scope="module")
def make_award() -> Callable[[], Award]:
    """The tiny award with a checklist of every kind of question."""
    return _award


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: accepted_call(cast.award, cast.selma, cast.alma, scenario="buy")


@pytest.fixture
def call(cast: Cast) -> TestCall:
    made: TestCall = cast.begun
    return made


def _url(name: str, call: TestCall) -> str:
    return reverse(name, args=[call.pk])


def _draft() -> Draft:
    return Draft.objects.get()


def _whole(answers: dict[str, Any], **more: str) -> dict[str, str]:
    """What the whole form posts."""
    return {f"q.{key}": str(value) for key, value in answers.items()} | {"answered": "yes"} | more


def test_the_whole_form_is_saved_without_a_script(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    browser.get(_url("my_report", call))
    posted = _whole({"offered": "yes", "nps": 7}, revision="0", **{"c.c_words": "Kind."})

    answer = browser.post(_url("my_report", call), posted, follow=True)

    assert answer.redirect_chain == [(_url("my_report", call), 302)]
    relevant = re.search(r'<fieldset[^>]*id="q-relevant"[^>]*>', answer.content.decode())
    assert relevant is not None
    assert "hidden" not in relevant[0]
    assert _draft().answers == {"offered": "yes", "nps": 7}
    assert _draft().comments == {"c_words": "Kind."}


def test_a_whole_form_with_too_long_a_comment_loses_no_word(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    browser.get(_url("my_report", call))
    words = "ord " * LONGEST_COMMENT

    answer = browser.post(
        _url("my_report", call), _whole({"nps": 7}, revision="0", **{"c.c_words": words})
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert re.search(r'name="q.nps" value="7" checked', page)
    assert 'href="#q-c_words"' in page
    assert "Please write no more than 10000 characters." in page
    assert _draft().answers == {}


def test_a_comment_that_is_too_long_is_named_with_what_fits(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    browser.post(_url("save_report", call), {"c.c_words": "My words"})

    answer = browser.post(_url("save_report", call), {"c.c_words": "x" * (LONGEST_COMMENT + 1)})

    assert answer.status_code == 422
    assert (
        "Not saved: Some of this does not fit the form. "
        "Words: Please write no more than 10000 characters."
    ) in answer.content.decode()
    assert (_draft().comments, _draft().revision) == ({"c_words": "My words"}, 1)


def test_a_note_beside_the_clock_is_told_its_own_length(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    browser.get(_url("my_report", call))

    answer = browser.post(_url("my_report", call), {"revision": "0", "note.wait": "x" * 1001})

    assert answer.status_code == 422
    assert "Please write no more than 1000 characters." in answer.content.decode()
    assert _draft().beside == {}


def test_an_older_page_is_shown_what_differs_and_wins_when_it_is_sent_again(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    browser.get(_url("my_report", call))
    elsewhere = Changes(answers={"fits": "badly", "nps": 3}, comments={"c_words": "Theirs"})
    save_draft(evaluation=Evaluation.objects.get(), changes=elsewhere, by=selma)
    mine = _whole({"fits": "well", "wait": "fast"}, **{"c.c_words": "Mine"})

    answer = browser.post(_url("my_report", call), mine | {"revision": "0"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This report was also filled in elsewhere." in page
    lines = answer.context["elsewhere_lines"]
    assert [(line.label, line.text, line.href) for line in lines] == [
        ("fits", "badly", "#q-fits"),
        ("Words", "Theirs", "#q-c_words"),
    ]
    assert "Mine" in page
    assert re.search(r'name="q.fits" value="well" checked', page)
    assert re.search(r'name="q.nps" value="3" checked', page)
    assert _draft().answers == {"fits": "badly", "nps": 3}

    again = browser.post(
        _url("my_report", call), mine | {"revision": str(answer.context["revision"])}
    )
    assert again.status_code == 302
    assert _draft().answers == {"fits": "well", "wait": "fast", "nps": 3}
    assert _draft().comments == {"c_words": "Mine"}


@pytest.mark.parametrize("revision", ["", "x", "9" * 30])
def test_a_form_that_does_not_know_its_revision_is_taken_for_an_older_one(
    call: TestCall, selma: User, log_in: LogIn, revision: str
) -> None:
    browser = log_in(selma)
    browser.post(_url("save_report", call), {"q.nps": "3"})

    answer = browser.post(_url("my_report", call), _whole({"nps": 7}, revision=revision))

    assert answer.status_code == 409
    assert _draft().answers == {"nps": 3}


def test_a_page_that_has_not_seen_the_other_tab_keeps_its_old_revision(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    browser = log_in(selma)
    address = _url("save_report", call)
    browser.post(address, {"q.fits": "well", "revision": "0"})
    save_draft(evaluation=Evaluation.objects.get(), changes=Changes(answers={"nps": 3}), by=selma)

    behind = browser.post(address, {"q.wait": "fast", "revision": "1"})
    level = browser.post(address, {"q.wait": "slow", "revision": "3"})

    told = [json.loads(each.headers["HX-Trigger"])["kept"] for each in (behind, level)]
    assert [(each["has_seen_all"], each["revision"]) for each in told] == [(False, 3), (True, 4)]
