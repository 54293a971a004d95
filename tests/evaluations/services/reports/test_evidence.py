"""A report that nobody answered shows it, and an answer beside the clock's says why."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace

import pgtrigger
import pytest
from django.utils import timezone

from evaluations.canonical import digest
from evaluations.enums import AttachmentKind, AttemptEnding, ReviewFlag
from evaluations.models import Draft, Evaluation, Participation, Submission, TestCall
from evaluations.queries.review.review_desk import Wanted, report_on_desk, reports
from evaluations.queries.review.review_flags import flags_of
from evaluations.services.calls.attempts import AttemptNote
from evaluations.services.reports.attachments import announce, remove_attachment
from evaluations.services.reports.drafting import Changes, ReportRefused, save_draft
from evaluations.services.reports.evaluating import submit
from evaluations.services.reports.handing_in import WholeForm, hand_in
from evaluations.validators import AnswerFault, Fault
from shoppers.models import User
from tests.evaluations.casting import Begin, Cast
from tests.factories.attachments import kept, note_of
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, given_before_fieldwork
from tests.factories.evidence import asking_award
from tests.factories.reports import MONDAY_AT_TEN, filled_in, filled_report, in_vain, report_rows
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
TICKED = "2026-02-03T10:20:00+01:00"


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: accepted_call(cast.award, cast.selma, cast.alma)


@pytest.fixture
def call(cast: Cast) -> TestCall:
    made: TestCall = cast.begun
    return made


def _asking_award() -> Award:
    with pytest.MonkeyPatch.context() as patch:
        return asking_award(patch)


@pytest.fixture(scope="module")
def make_award() -> Callable[[], Award]:
    return _asking_award


def _refused(report: Evaluation, by: User) -> list[str]:
    """The keys of what is missing; nothing is written."""
    before = report_rows()
    with pytest.raises(ReportRefused) as refusal:
        submit(evaluation=report, by=by)
    assert report_rows() == before
    assert str(refusal.value) == "Nobody answered: what shows it is still missing."
    assert {fault.code for fault in refusal.value.faults} == {AnswerFault.MISSING_EVIDENCE}
    return [fault.key for fault in refusal.value.faults]


def _flags() -> set[ReviewFlag]:
    report = report_on_desk(Evaluation.objects.get().pk)
    assert report is not None
    found = set(flags_of(report, to_moderate=False))
    listed = {
        flag
        for flag in (ReviewFlag.EVIDENCE_MISSING, ReviewFlag.EVIDENCE_ON_ITS_WAY)
        if reports(Wanted(flag=flag), reader=User.objects.get(name="Alma Aas")).exists()
    }
    evidence = {ReviewFlag.EVIDENCE_MISSING, ReviewFlag.EVIDENCE_ON_ITS_WAY}
    assert found & evidence == listed
    return found


def test_a_picture_shows_that_nobody_answered(call: TestCall, selma: User) -> None:
    report = filled_in(call, selma, answers=None)
    held, _new = announce(beside=report, note=note_of(b"x", AttachmentKind.CALL_LOG), by=selma)
    remove_attachment(attachment=held, by=selma)
    assert _refused(report, selma) == ["evidence.call_log"]
    kept(report, selma, kind=AttachmentKind.PICTURE)
    assert _refused(report, selma) == ["evidence.call_log"]

    kept(report, selma, kind=AttachmentKind.CALL_LOG)
    submit(evaluation=report, by=selma)

    assert "beside" not in Submission.objects.get().content
    assert _flags() == {ReviewFlag.NOT_ANSWERED}


def test_a_tick_is_kept_with_its_instant_and_is_a_part_of_the_receipt(
    award: Award, alma: User, selma: User
) -> None:
    days = [MONDAY_AT_TEN]
    notes = [AttemptNote(day, AttemptEnding.NO_ANSWER, 4 * 86_400) for day in days]
    report = filled_report(
        award, selma, alma, answers=None, channel="email", company="beta", attempts=notes
    )
    announce(beside=report, note=note_of(b"x", AttachmentKind.SENT_MAIL), by=selma)
    assert _refused(report, selma) == ["declared.spam_checked"]
    said = {"declared.spam_checked": TICKED, "declared.screenshot": TICKED, "note.wait": "Why"}
    save_draft(evaluation=report, changes=Changes(beside=said), by=selma)

    receipt = submit(evaluation=report, by=selma)

    # What this report has no place for stays in the draft.
    assert receipt.content["beside"] == {"declared.spam_checked": TICKED}
    assert Evaluation.objects.get().beside == receipt.content["beside"]
    assert digest(receipt.content) == receipt.content_hash
    assert Draft.objects.get().beside == said


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("declared.spam_checked", "yesterday", AnswerFault.INVALID_OPTION),
        ("declared.spam_checked", "2026-02-03T10:20", AnswerFault.INVALID_OPTION),
        ("declared.cat", TICKED, AnswerFault.UNKNOWN_QUESTION),
        ("note.cat", "Why", AnswerFault.UNKNOWN_QUESTION),
        ("note.wait", "x" * 1001, AnswerFault.INVALID_OPTION),
        ("note.wait", "a\0b", AnswerFault.INVALID_OPTION),
    ],
)
def test_what_no_form_has_is_refused(
    call: TestCall, selma: User, key: str, text: str, code: AnswerFault
) -> None:
    report = filled_in(call, selma)

    with pytest.raises(ReportRefused) as refusal:
        save_draft(evaluation=report, changes=Changes(beside={key: text}), by=selma)

    assert refusal.value.faults == (Fault(code, key),)
    assert Draft.objects.get().beside == {}


def test_a_picture_may_follow_its_report_for_a_day(call: TestCall, selma: User) -> None:
    given_before_fieldwork(call)
    form = WholeForm(call.pk, answered=False, answers={}, comments={}, attempts=in_vain())
    key = uuid.uuid4()
    with pytest.raises(ReportRefused):
        hand_in(key=key, form=form, by=selma)
    assert not Evaluation.objects.exists()

    sent = hand_in(key=key, form=replace(form, on_its_way=[AttachmentKind.CALL_LOG]), by=selma)
    again = hand_in(key=key, form=form, by=selma)

    assert (again.receipt, again.is_new) == (sent.receipt, False)
    assert _flags() == {ReviewFlag.NOT_ANSWERED, ReviewFlag.EVIDENCE_ON_ITS_WAY}
    with pgtrigger.ignore():
        Evaluation.objects.update(submitted_at=timezone.now() - dt.timedelta(hours=25))
    assert _flags() == {ReviewFlag.NOT_ANSWERED, ReviewFlag.EVIDENCE_MISSING}
    kept(Evaluation.objects.get(), selma, kind=AttachmentKind.CALL_LOG)
    assert _flags() == {ReviewFlag.NOT_ANSWERED}


def test_her_word_is_enough_where_the_privacy_mode_takes_no_picture(
    award: Award, alma: User, selma: User
) -> None:
    Participation.objects.update(staff_informed_on=None)
    filled_report(award, selma, alma, answers=None, channel="chat", company="beta")
    report = Evaluation.objects.get()
    assert _refused(report, selma) == ["declared.screenshot"]

    changes = Changes(beside={"declared.screenshot": TICKED})
    save_draft(evaluation=report, changes=changes, by=selma)
    submit(evaluation=report, by=selma)

    assert _flags() == {ReviewFlag.NOT_ANSWERED}
    # Told of the tests after all, the company's window might be shown: her word stays her word.
    Participation.objects.update(staff_informed_on=dt.date(2026, 1, 1))
    assert _flags() == {ReviewFlag.NOT_ANSWERED}


def _waited(seconds: int) -> AttemptNote:
    answered_at = MONDAY_AT_TEN + dt.timedelta(seconds=seconds)
    return AttemptNote(MONDAY_AT_TEN, AttemptEnding.ANSWERED, answered_at=answered_at)


def test_an_answer_beside_the_clocks_needs_a_note_and_is_flagged(
    call: TestCall, alma: User, selma: User
) -> None:
    report = filled_in(call, selma, attempts=[_waited(95)])

    with pytest.raises(ReportRefused) as refusal:
        submit(evaluation=report, by=selma)
    assert refusal.value.faults == (Fault(AnswerFault.MISSING_ANSWER, "note.wait"),)

    note = {"note.wait": "The clock ran on."}
    save_draft(evaluation=report, changes=Changes(beside=note), by=selma)
    receipt = submit(evaluation=report, by=selma)
    assert receipt.content["beside"] == note
    assert _flags() == {ReviewFlag.WAIT_CORRECTED}
    assert reports(Wanted(flag="wait_corrected"), reader=alma).count() == 1


@pytest.mark.parametrize(
    "attempt", [_waited(29), AttemptNote(MONDAY_AT_TEN, AttemptEnding.ANSWERED, 95)]
)
def test_the_clocks_own_answer_needs_no_note_nor_does_any_without_a_clock(
    call: TestCall, selma: User, attempt: AttemptNote
) -> None:
    report = filled_in(call, selma, PERFECT, attempts=[attempt])
    save_draft(evaluation=report, changes=Changes(beside={"note.wait": "Hm"}), by=selma)

    assert "beside" not in submit(evaluation=report, by=selma).content
    assert ReviewFlag.WAIT_CORRECTED not in _flags()
