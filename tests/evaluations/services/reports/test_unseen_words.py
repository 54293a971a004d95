"""A save goes over nothing that was said since she had the field before her, whatever it says."""

import uuid
from typing import Any

import pytest

from evaluations.enums import AttemptOutcome
from evaluations.models import Draft, Evaluation, TestCall
from evaluations.queries.reports.held_words import text_digest
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.reports.drafting import (
    Changes,
    DraftChanged,
    Seen,
    open_report,
    save_draft,
)
from evaluations.services.reports.handing_in import WholeForm, hand_in
from shoppers.models import User
from tests.evaluations.casting import Begin, Cast
from tests.factories.calls import accepted_call
from tests.factories.reports import MONDAY_AT_TEN, attempt, report_rows
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db

PHONE, TABLET = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: accepted_call(cast.award, cast.selma, cast.alma)


@pytest.fixture
def report(cast: Cast) -> Evaluation:
    """Hers, with nothing in it."""
    call: TestCall = cast.begun
    return open_report(call=call, by=cast.selma)


def _say(report: Evaluation, by: User, mood: str | None, seen: Seen | None = None) -> int:
    """Say how the mood was on another page of hers; the draft's revision."""
    page = Evaluation.objects.get(pk=report.pk)
    changes = Changes(answers={"mood": mood}, device=TABLET)
    return save_draft(evaluation=page, changes=changes, by=by, seen=seen).draft.revision


def _over(before: str, revision: int | None) -> Seen:
    revisions = {} if revision is None else {"mood": revision}
    return Seen({"mood": text_digest(before)}, revisions)


def test_the_same_words_said_anew_are_not_replaced_by_what_followed_on_the_first(
    report: Evaluation, selma: User
) -> None:
    seen = _say(report, selma, "down")
    # Her phone's "up" came through and its answer did not; then the tablet says "down" again.
    _say(report, selma, "up", _over("down", seen))
    _say(report, selma, "down")
    before = report_rows()

    with pytest.raises(DraftChanged) as refusal:
        _say(report, selma, "up", _over("down", seen))

    assert refusal.value.keys == ("mood",)
    assert report_rows() == before
    assert Draft.objects.get().answers == {"mood": "down"}


def test_what_was_taken_away_meanwhile_was_said_too(report: Evaluation, selma: User) -> None:
    _say(report, selma, "down")
    _say(report, selma, None)
    before = report_rows()

    with pytest.raises(DraftChanged):
        _say(report, selma, "up", _over("", 0))

    assert report_rows() == before


def test_what_was_said_of_another_question_is_in_nobodys_way(
    report: Evaluation, selma: User
) -> None:
    seen = _say(report, selma, "down")
    save_draft(evaluation=report, changes=Changes(answers={"wait": "fast"}), by=selma)

    _say(report, selma, "up", _over("down", seen))

    draft = Draft.objects.get()
    assert (draft.answers, draft.said_in) == (
        {"mood": "up", "wait": "fast"},
        {"mood": 3, "wait": 2},
    )


def test_what_stands_there_already_is_not_said_anew(report: Evaluation, selma: User) -> None:
    seen = _say(report, selma, "down")
    _say(report, selma, "down")

    _say(report, selma, "up", _over("down", seen))

    assert Draft.objects.get().said_in == {"mood": 2}


@pytest.mark.parametrize(
    ("seen", "is_taken"),
    [
        # A page of before tells no revision: known by what it says, as then.
        pytest.param(_over("down", None), True, id="digest alone"),
        pytest.param(_over("up", None), False, id="another digest alone"),
        pytest.param(Seen({}, {"mood": 3}), True, id="revision alone"),
        pytest.param(Seen({}, {"mood": 1}), False, id="older revision alone"),
        pytest.param(_over("up", 3), False, id="another digest and the revision"),
        pytest.param(Seen(), True, id="nothing told"),
    ],
)
def test_what_a_page_does_not_tell_is_not_compared(
    report: Evaluation, selma: User, seen: Seen, *, is_taken: bool
) -> None:
    for mood in ("down", "up", "down"):
        _say(report, selma, mood)

    if is_taken:
        _say(report, selma, "up", seen)
    else:
        with pytest.raises(DraftChanged):
            _say(report, selma, "up", seen)

    assert Draft.objects.get().answers == {"mood": "up" if is_taken else "down"}


def test_what_was_said_before_that_was_counted_is_known_by_its_digest(
    report: Evaluation, selma: User
) -> None:
    for mood in ("down", "up", "down"):
        _say(report, selma, mood)
    Draft.objects.update(said_in={})

    _say(report, selma, "up", _over("down", 1))

    assert Draft.objects.get().said_in == {"mood": 4}


def test_an_attempt_says_anew_whether_somebody_answered(report: Evaluation, selma: User) -> None:
    def says_no(revision: int) -> Any:
        seen = Seen({"answered": text_digest("yes")}, {"answered": revision})
        changes = Changes(answered=False)
        return save_draft(evaluation=report, changes=changes, by=selma, seen=seen)

    for hour, outcome in enumerate([AttemptOutcome.NOT_ANSWERED, AttemptOutcome.ANSWERED]):
        note = attempt(MONDAY_AT_TEN.replace(hour=10 + hour), outcome)
        log_attempt(call=report.test_call, note=note, by=selma)
    assert Draft.objects.get().said_in == {"answered": 2}

    with pytest.raises(DraftChanged):
        says_no(0)
    says_no(2)

    assert Draft.objects.get().answered is False


def test_a_form_that_is_handed_in_says_what_it_changes(report: Evaluation, selma: User) -> None:
    _say(report, selma, "down")
    form = WholeForm(
        report.test_call_id,
        answered=True,
        answers=PERFECT | {"mood": "down"},
        comments={},
        attempts=[attempt()],
        revision=1,
    )

    hand_in(key=report.pk, form=form, by=selma)

    assert Draft.objects.get().said_in == {"mood": 1} | dict.fromkeys(PERFECT, 2)
