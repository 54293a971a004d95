"""Filling in a report: a draft that loses nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from evaluations.enums import AttemptOutcome
from evaluations.models import (
    Draft,
    Evaluation,
    TestCall,
)
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.calls.calling import NotYours
from evaluations.services.lifecycle import StateChanged
from evaluations.services.reports.drafting import (
    LONGEST_COMMENT,
    Changes,
    DraftChanged,
    ReportRefused,
    is_editable,
    open_report,
    save_draft,
)
from evaluations.services.reports.evaluating import submit
from evaluations.validators import AnswerFault, Fault
from shoppers.models import User
from tests.evaluations.casting import Begin, Cast
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, offered_call, shopper_user
from tests.factories.reports import (
    MONDAY_AT_TEN,
    attempt,
    filled_in,
    in_vain,
    report_rows,
)
from tests.factories.tiny_method import NEEDS, PERFECT

pytestmark = pytest.mark.django_db


def _opened(award: Award, alma: User, selma: User, **facts: Any) -> Evaluation:
    return open_report(call=accepted_call(award, selma, alma, **facts), by=selma)


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: accepted_call(cast.award, cast.selma, cast.alma)


@pytest.fixture
def call(cast: Cast) -> TestCall:
    made: TestCall = cast.begun
    return made


def _again(evaluation: Evaluation) -> Evaluation:
    """The report as another tab has it."""
    return Evaluation.objects.get(pk=evaluation.pk)


def test_a_report_is_made_when_it_is_first_opened(call: TestCall, selma: User) -> None:

    first = open_report(call=call, by=selma)
    second = open_report(call=TestCall.objects.get(), by=selma)

    assert first == second
    assert Evaluation.objects.get().state == "draft"
    draft = Draft.objects.get()
    assert (draft.answered, draft.answers, draft.comments, draft.revision) == (True, {}, {}, 0)


@pytest.mark.parametrize(
    ("last", "answered"),
    [(AttemptOutcome.NOT_ANSWERED, "no"), (AttemptOutcome.ANSWERED, "yes")],
)
def test_a_report_begins_with_what_the_attempts_say(
    call: TestCall, selma: User, last: AttemptOutcome, answered: str
) -> None:
    for hour, outcome in enumerate([AttemptOutcome.NOT_ANSWERED, last]):
        note = attempt(MONDAY_AT_TEN + dt.timedelta(hours=hour), outcome)
        log_attempt(call=call, note=note, by=selma)

    open_report(call=call, by=selma)

    assert Draft.objects.get().answered is (answered == "yes")


def test_an_offer_has_no_report(award: Award, alma: User, selma: User) -> None:
    call = offered_call(award, selma, alma, "beta")

    with pytest.raises(StateChanged):
        open_report(call=call, by=selma)

    assert not Evaluation.objects.exists()


def test_only_what_is_named_changes(call: TestCall, selma: User) -> None:
    report = open_report(call=call, by=selma)

    save_draft(evaluation=report, changes=Changes(answers={"wait": "fast"}), by=selma)
    save_draft(evaluation=report, changes=Changes(comments={"c_words": "Kind."}), by=selma)
    saved = save_draft(evaluation=report, changes=Changes(answers={"wait": None}), by=selma)

    draft = Draft.objects.get()
    assert (draft.answers, draft.comments, draft.revision) == ({}, {"c_words": "Kind."}, 3)
    assert (saved.draft.revision, saved.revision_before) == (3, 2)


def test_saving_the_same_again_is_no_change(call: TestCall, selma: User) -> None:
    report = open_report(call=call, by=selma)
    changes = Changes(answered=True, answers={"wait": "fast"}, comments={"c_words": ""})
    save_draft(evaluation=report, changes=changes, by=selma)
    before = report_rows()

    saved = save_draft(evaluation=report, changes=changes, by=selma, revision=99)

    assert (saved.draft.revision, saved.revision_before) == (1, 1)
    assert report_rows() == before


def test_two_tabs_that_save_question_by_question_lose_nothing(call: TestCall, selma: User) -> None:
    one = open_report(call=call, by=selma)
    other = _again(one)

    save_draft(evaluation=one, changes=Changes(answers={"wait": "fast"}), by=selma)
    save_draft(evaluation=other, changes=Changes(answers={"fits": "well"}), by=selma)

    assert Draft.objects.get().answers == {"wait": "fast", "fits": "well"}


def test_a_whole_form_of_an_older_page_is_told_what_differs(call: TestCall, selma: User) -> None:
    report = open_report(call=call, by=selma)
    elsewhere = Changes(answers={"wait": "fast", "fits": "well"}, comments={"c_words": "Kind."})
    save_draft(evaluation=_again(report), changes=elsewhere, by=selma)
    before = report_rows()

    mine = Changes(answered=False, answers={"wait": "slow", "fits": "well"})
    with pytest.raises(DraftChanged) as refusal:
        save_draft(evaluation=report, changes=mine, by=selma, revision=0)

    assert refusal.value.keys == ("wait", "answered")
    assert report_rows() == before


def test_a_whole_form_of_an_older_page_that_only_adds_is_taken(call: TestCall, selma: User) -> None:
    report = open_report(call=call, by=selma)
    elsewhere = Changes(answers={"wait": "fast"}, comments={"c_words": " "})
    save_draft(evaluation=_again(report), changes=elsewhere, by=selma)

    mine = Changes(answers={"fits": "well"}, comments={"c_words": "Kind."})
    save_draft(evaluation=report, changes=mine, by=selma, revision=0)

    draft = Draft.objects.get()
    assert draft.answers == {"wait": "fast", "fits": "well"}
    assert draft.comments == {"c_words": "Kind."}


def test_answers_that_are_hidden_are_kept(award: Award, alma: User, selma: User) -> None:
    report = _opened(award, alma, selma, company="beta", scenario="buy")
    save_draft(evaluation=report, changes=Changes(answers=PERFECT | NEEDS), by=selma)

    save_draft(evaluation=report, changes=Changes(answered=False), by=selma)
    save_draft(evaluation=report, changes=Changes(answered=True), by=selma)

    assert Draft.objects.get().answers == PERFECT | NEEDS


def test_a_report_that_nobody_answered_is_sent_without_what_was_typed_before(
    call: TestCall, selma: User
) -> None:
    report = filled_in(call, selma, attempts=in_vain(), comments={"c_words": "Music."})
    save_draft(evaluation=report, changes=Changes(answered=False), by=selma)

    submit(evaluation=report, by=selma)

    sent = Evaluation.objects.get()
    assert (sent.answered, sent.answers, sent.comments) == (False, {}, {"c_words": "Music."})
    assert Draft.objects.get().answers == PERFECT


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (Changes(answers={"smile": "yes"}), Fault(AnswerFault.UNKNOWN_QUESTION, "smile")),
        (Changes(answers={"wait": "soon"}), Fault(AnswerFault.INVALID_OPTION, "wait")),
        (Changes(answers={"wait": "na"}), Fault(AnswerFault.INVALID_OPTION, "wait")),
        (Changes(answers={"wait": 4}), Fault(AnswerFault.INVALID_OPTION, "wait")),
        (Changes(comments={"c_other": "Hm"}), Fault(AnswerFault.UNKNOWN_QUESTION, "c_other")),
        (
            Changes(comments={"c_words": "x" * (LONGEST_COMMENT + 1)}),
            Fault(AnswerFault.INVALID_OPTION, "c_words"),
        ),
        (Changes(comments={"c_words": "a\0b"}), Fault(AnswerFault.INVALID_OPTION, "c_words")),
    ],
)
def test_what_does_not_fit_the_form_is_refused_whole(
    call: TestCall, selma: User, changes: Changes, fault: Fault
) -> None:
    report = open_report(call=call, by=selma)
    mixed = Changes(answers={"fits": "well", **changes.answers}, comments=changes.comments)
    before = report_rows()

    with pytest.raises(ReportRefused) as refusal:
        save_draft(evaluation=report, changes=mixed, by=selma)

    assert refusal.value.faults == (fault,)
    assert report_rows() == before


def test_the_longest_comment_is_kept(call: TestCall, selma: User) -> None:
    report = open_report(call=call, by=selma)
    words = "å" * LONGEST_COMMENT

    save_draft(evaluation=report, changes=Changes(comments={"c_words": words}), by=selma)

    assert Draft.objects.get().comments == {"c_words": words}


def _open(evaluation: Evaluation, by: User) -> object:
    return open_report(call=TestCall.objects.get(), by=by)


def _save(evaluation: Evaluation, by: User) -> object:
    return save_draft(evaluation=evaluation, changes=Changes(answers={"fits": "bad"}), by=by)


def _submit(evaluation: Evaluation, by: User) -> object:
    return submit(evaluation=evaluation, by=by)


@pytest.mark.parametrize("step", [_open, _save, _submit])
def test_the_report_of_another_is_out_of_reach(
    call: TestCall, alma: User, selma: User, step: Callable[[Evaluation, User], object]
) -> None:
    report = filled_in(call, selma)
    sofia = shopper_user("S-902", "Sofia Sol")
    before = report_rows()

    for stranger in (sofia, alma):
        with pytest.raises(NotYours):
            step(report, stranger)

    assert report_rows() == before


@pytest.mark.parametrize("step", [_save, _submit])
def test_a_call_that_was_taken_back_takes_no_report_and_loses_no_word(
    call: TestCall, alma: User, selma: User, step: Callable[[Evaluation, User], object]
) -> None:
    report = filled_in(call, selma, comments={"c_words": "Kind."})
    cancel(call=TestCall.objects.get(), reason="The number is gone", by=alma)
    before = report_rows()

    with pytest.raises(StateChanged):
        step(report, selma)

    assert report_rows() == before
    draft = open_report(call=TestCall.objects.get(), by=selma).draft
    assert (draft.answers, draft.comments) == (PERFECT, {"c_words": "Kind."})
    assert not is_editable(report)


def test_a_sent_report_takes_no_change_but_is_not_bothered_by_the_same_again(
    call: TestCall, selma: User
) -> None:
    report = filled_in(call, selma)
    submit(evaluation=report, by=selma)
    before = report_rows()

    with pytest.raises(StateChanged):
        _save(_again(report), selma)
    save_draft(evaluation=_again(report), changes=Changes(answers={"fits": "well"}), by=selma)

    assert report_rows() == before
