"""Attempts as a clock sees them, and what the report says because of them."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from evaluations.canonical import form_document
from evaluations.enums import AttemptEnding, AttemptOutcome
from evaluations.models import Attempt, Draft, Evaluation, LateAttempt, TestCall
from evaluations.queries.calls.late_attempts import late_attempts_of
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.attempts import (
    MOST_ATTEMPTS,
    AttemptKept,
    AttemptNote,
    AttemptRefused,
    log_attempt,
    remove_attempt,
)
from evaluations.services.lifecycle import StateChanged
from evaluations.services.reports.drafting import Changes, ReportRefused, open_report, save_draft
from evaluations.services.reports.evaluating import submit
from shoppers.models import User
from tests.evaluations.casting import Begin, Cast
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, offered_call
from tests.factories.reports import MONDAY_AT_TEN, attempt, in_vain, report_rows
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
KEY = uuid.UUID("1d7c4f60-8a6f-4c7e-9b55-2f9d5a1e0c11")


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: accepted_call(cast.award, cast.selma, cast.alma)


@pytest.fixture
def call(cast: Cast) -> TestCall:
    made: TestCall = cast.begun
    return made


def later(seconds: int) -> dt.datetime:
    return MONDAY_AT_TEN + dt.timedelta(seconds=seconds)


def test_the_clock_fills_in_wait_and_talk(call: TestCall, selma: User) -> None:
    began = AttemptNote(MONDAY_AT_TEN, key=KEY)
    answered = replace(began, answered_at=later(95))
    over = replace(answered, ended_at=later(335), ending=AttemptEnding.ANSWERED)
    seen = []

    for note in (began, answered, over, over):
        made = log_attempt(call=call, note=note, by=selma)
        seen.append((made.outcome, made.wait_seconds, made.handling_seconds))

    assert seen == [
        ("under_way", 0, None),
        ("under_way", 95, None),
        ("answered", 95, 240),
        ("answered", 95, 240),
    ]
    held = Attempt.objects.get()
    assert (held.key, held.number, held.ending) == (KEY, 1, "answered")


def test_one_attempt_is_under_way_at_a_time(call: TestCall, selma: User) -> None:
    log_attempt(call=call, note=AttemptNote(MONDAY_AT_TEN, key=KEY), by=selma)
    before = list(Attempt.objects.values())

    with pytest.raises(AttemptRefused, match="Another attempt is under way"):
        log_attempt(call=call, note=AttemptNote(later(60)), by=selma)

    assert list(Attempt.objects.values()) == before
    with pytest.raises(IntegrityError, match="attempt_one_under_way"), transaction.atomic():
        Attempt.objects.create(
            test_call=call,
            number=2,
            started_at=later(60),
            outcome=AttemptOutcome.UNDER_WAY,
            wait_seconds=0,
        )


def test_a_wait_is_corrected_with_a_reason_only(call: TestCall, selma: User) -> None:
    note = AttemptNote(
        MONDAY_AT_TEN,
        AttemptEnding.ANSWERED,
        answered_at=later(95),
        ended_at=later(335),
        key=KEY,
        wait_seconds=40,
    )

    with pytest.raises(AttemptRefused, match="why the clock's wait is not right"):
        log_attempt(call=call, note=note, by=selma)
    assert not Attempt.objects.exists()

    log_attempt(call=call, note=replace(note, words="I pressed too late."), by=selma)
    held = Attempt.objects.get()
    assert (held.wait_seconds, held.words) == (40, "I pressed too late.")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"answered_at": later(-1)}, "not in order"),
        ({"answered_at": later(50), "ended_at": later(40)}, "not in order"),
        ({"ending": AttemptEnding.BOUNCED}, "cannot end like this"),
        ({"words": "x" * 1001}, "no more than 1000 characters"),
    ],
)
def test_what_cannot_have_been_is_refused(
    call: TestCall, selma: User, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(AttemptRefused, match=sentence):
        log_attempt(call=call, note=replace(attempt(), **changes), by=selma)  # type: ignore[arg-type]  # columns by name

    assert not Attempt.objects.exists()


def test_a_report_follows_its_attempts_and_keeps_its_answers(call: TestCall, selma: User) -> None:
    report = open_report(call=call, by=selma)
    save_draft(evaluation=report, changes=Changes(answers=PERFECT), by=selma)
    said = []

    for note in in_vain():
        log_attempt(call=call, note=note, by=selma)
    said.append(Draft.objects.get().answered)
    reached = log_attempt(call=call, note=attempt(), by=selma)
    said.append(Draft.objects.get().answered)
    remove_attempt(call=call, attempt_id=reached.pk, by=selma)
    said.append(Draft.objects.get().answered)

    assert said == [False, True, False]
    assert Draft.objects.get().answers == PERFECT
    assert Draft.objects.get().revision == 4


@pytest.mark.parametrize("told_late", [True, False])
def test_an_attempt_that_a_report_takes_no_more_is_kept_beside_it_once(
    call: TestCall, selma: User, *, told_late: bool
) -> None:
    report = open_report(call=call, by=selma)
    made = attempt()
    log_attempt(call=call, note=made, by=selma)
    save_draft(evaluation=report, changes=Changes(answers=PERFECT), by=selma)
    submit(evaluation=report, by=selma)
    before = report_rows()
    late = replace(attempt(later(600)), words="They called me back.", wait_seconds=17)

    for _again in range(2):
        with pytest.raises(AttemptKept, match="your attempt is kept, and a coordinator can read"):
            log_attempt(call=call, note=late, by=selma, told_late=told_late)
    # What is there already was received, and only its answer was lost.
    assert log_attempt(call=call, note=made, by=selma).key == made.key

    assert report_rows() == before
    (kept,) = late_attempts_of(call)
    assert kept.test_call == call
    assert kept.content == {
        "key": str(late.key),
        "started_at": later(600).isoformat(),
        "ending": "answered",
        "answered_at": None,
        "ended_at": None,
        "wait_seconds": 17,
        "handling_seconds": 240,
        "words": "They called me back.",
    }


def test_the_last_word_on_a_late_attempt_is_shown_and_no_phone_fills_the_shelf(
    call: TestCall, selma: User, alma: User
) -> None:
    cancel(call=call, reason="The number is gone", by=alma)
    begun = AttemptNote(MONDAY_AT_TEN, key=KEY)
    for note in (begun, replace(begun, ending=AttemptEnding.BUSY, ended_at=later(9))):
        with pytest.raises(AttemptKept):
            log_attempt(call=call, note=note, by=selma)
    assert [late.content["ending"] for late in late_attempts_of(call)] == ["busy"]

    for second in range(MOST_ATTEMPTS - 2):
        with pytest.raises(AttemptKept):
            log_attempt(call=call, note=AttemptNote(later(second)), by=selma)
    with pytest.raises(AttemptRefused, match="too many attempts"):
        log_attempt(call=call, note=AttemptNote(later(99)), by=selma)

    assert call.late_attempts.count() == MOST_ATTEMPTS
    assert not Attempt.objects.exists()


def test_an_offer_takes_no_attempt_and_keeps_none(award: Award, selma: User, alma: User) -> None:
    offered = offered_call(award, selma, alma, company="beta")

    with pytest.raises(StateChanged, match="waits for an answer"):
        log_attempt(call=offered, note=attempt(), by=selma, told_late=True)

    assert not LateAttempt.objects.exists()


def test_what_a_phone_tells_late_stands_at_the_call_and_leaves_its_draft(
    call: TestCall, selma: User, alma: User
) -> None:
    open_report(call=call, by=selma)
    cancel(call=call, reason="The number is gone", by=alma)
    draft = Draft.objects.values().get()

    for note in in_vain():
        log_attempt(call=call, note=note, by=selma, told_late=True)

    assert Attempt.objects.filter(test_call=call).count() == 2
    assert Draft.objects.values().get() == draft


@pytest.mark.parametrize(
    ("notes", "sentence"),
    [
        (in_vain()[:1], "The method wants 1 more attempt"),
        ([replace(note, wait_seconds=299) for note in in_vain()], "wants 2 more attempts"),
        ([AttemptNote(MONDAY_AT_TEN, key=KEY)], "still under way"),
    ],
)
def test_nobody_has_answered_once_the_method_says_so(
    call: TestCall, selma: User, notes: list[AttemptNote], sentence: str
) -> None:
    for note in notes:
        log_attempt(call=call, note=note, by=selma)
    report = open_report(call=call, by=selma)
    save_draft(evaluation=report, changes=Changes(answered=False), by=selma)
    before = report_rows()

    with pytest.raises(ReportRefused, match=sentence):
        submit(evaluation=report, by=selma)

    assert report_rows() == before


def test_two_attempts_in_vain_are_enough(call: TestCall, selma: User) -> None:
    for note in in_vain():
        log_attempt(call=call, note=note, by=selma)
    report = open_report(call=call, by=selma)

    receipt = submit(evaluation=report, by=selma)

    assert receipt.content["answered"] is False
    assert [each["ending"] for each in receipt.content["attempts"]] == ["no_answer"] * 2


def test_what_was_put_back_stands_where_it_stood(call: TestCall, selma: User) -> None:
    first, _second = [log_attempt(call=call, note=note, by=selma) for note in in_vain()]
    report = Evaluation(answered=False)
    before = form_document(report, call.attempts.all())

    removed = remove_attempt(call=call, attempt_id=first.pk, by=selma)
    assert removed is not None
    log_attempt(call=call, note=removed, by=selma)

    assert [each.started_at for each in call.attempts.all()] == [
        note.started_at for note in in_vain()
    ]
    assert form_document(report, call.attempts.all()) == before


def test_an_attempt_from_a_file_is_written_as_it_came(call: TestCall) -> None:
    """Fingerprints of contacts from files hold what the file said, and nothing of a clock."""
    made = Attempt(
        test_call=call,
        number=1,
        started_at=MONDAY_AT_TEN,
        outcome=AttemptOutcome.ANSWERED,
        wait_seconds=12,
    )

    document = form_document(Evaluation(answered=True), [made])

    assert document["attempts"] == [
        {
            "started_at": "2026-02-02T09:00:00+00:00",
            "outcome": "answered",
            "wait_seconds": 12,
            "handling_seconds": None,
        }
    ]
