"""The call clock of an award whose method or checklist is another than the tiny one's."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import AttemptEnding
from evaluations.models import TestCall
from evaluations.queries.calls.wait_answers import attempt_timed
from evaluations.services.calls.attempts import AttemptNote, log_attempt
from evaluations.web.presenters.calls.clock import WAIT_QUESTION
from shoppers.models import User
from tests.evaluations.web.conftest import LogIn
from tests.factories import awards
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import accepted_call, late
from tests.factories.reports import attempt, filled_report
from tests.factories.tiny_method import PERFECT, checklist_document, method_document

pytestmark = pytest.mark.django_db
EVERY_DAY = {"minutes": 5, "attempts": 2, "on_different_days": True, "early_endings": ["closed"]}


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


def _ago(**length: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(**length)


@pytest.fixture
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Minutes ago is today: soon after midnight it was another day."""
    noon = timezone.localtime().replace(hour=12, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: noon.astimezone(dt.UTC))


def _in_vain(call: TestCall, by: User) -> None:
    note = AttemptNote(_ago(minutes=6), AttemptEnding.NO_ANSWER, ended_at=_ago(seconds=30))
    log_attempt(call=call, note=note, by=by)


def _award_with(patch: pytest.MonkeyPatch, **limits: Any) -> Award:
    """The tiny award with other limits; a method is frozen once it stands."""

    def document(*parts: Any) -> dict[str, Any]:
        method = method_document(*parts)
        method["fieldwork"]["wait_limits"] |= limits
        return method

    patch.setattr(awards, "method_document", document)
    return tiny_award()


@pytest.mark.usefixtures("_at_noon")
def test_the_second_attempt_is_not_urgent_before_its_day(
    monkeypatch: pytest.MonkeyPatch, alma: User, selma: User, log_in: LogIn
) -> None:
    award = _award_with(monkeypatch, phone=EVERY_DAY)
    call = late(accepted_call(award, selma, alma), days=0)
    _in_vain(call, selma)

    (section,) = log_in(selma).get(reverse("my_calls")).context["sections"]
    (row,) = section.rows
    clock = log_in(selma).get(reverse("my_call", args=[call.pk])).context["clock"]

    assert (section.key, row.step, row.urgent) == ("another_day", "Open", False)
    day = row.chip.label.removeprefix("From ")
    assert clock.next_words == f"Next attempt from {day}."
    assert (clock.has_to_wait, clock.is_done) == (True, False)


def test_the_clock_speaks_beside_the_question_about_the_wait(
    monkeypatch: pytest.MonkeyPatch, alma: User, selma: User, log_in: LogIn
) -> None:
    document = checklist_document()
    document["sections"][0]["questions"][0]["key"] = WAIT_QUESTION
    monkeypatch.setattr(awards, "checklist_document", lambda: document)
    answers = PERFECT | {WAIT_QUESTION: "fast"}
    del answers["wait"]
    report = filled_report(tiny_award(), selma, alma, answers, attempts=[attempt()])
    call = report.test_call
    assert attempt_timed(call.attempts.all()) is None  # noted by hand: no clock ran
    began = _ago(minutes=5)
    note = AttemptNote(began, AttemptEnding.ANSWERED, answered_at=began + dt.timedelta(seconds=95))
    log_attempt(call=call, note=note, by=selma)

    page = log_in(selma).get(reverse("my_report", args=[call.pk])).content.decode()

    assert page.count("By the clock you waited 1:35 min.") == 1
