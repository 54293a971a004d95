"""Steps and the rows that are stored with them: one statement, all or none."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import Evaluation, EvaluationEvent, TestCall, TestCallEvent
from evaluations.services.lifecycle import StateChanged, move_and_store
from evaluations.signals import moved
from evaluations.transitions import Event, Subject
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.calls import many_accepted
from tests.people import alma, selma

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 2, 3, 12, tzinfo=dt.UTC)


@pytest.fixture
def by() -> User:
    return alma()


def _accepted(award: Award) -> tuple[TestCall, Evaluation]:
    """A call that is accepted, and a report about it that is not stored yet."""
    (call,) = many_accepted(award, selma(), 1)
    report = Evaluation(
        test_call=call,
        checklist_version=award.programme.checklist_version,
        answered=False,
        submitted_at=NOON,
        content_hash="a" * 64,
    )
    return call, report


def _handing_in(report: Evaluation) -> list[tuple[Evaluation | TestCall, Event]]:
    return [(report, Event.SUBMIT), (report.test_call, Event.COMPLETE)]


def test_a_new_report_is_stored_where_its_step_leads_in_one_statement(
    award: Award, by: User, django_assert_num_queries: Any
) -> None:
    call, report = _accepted(award)
    steps = _handing_in(report)

    with django_assert_num_queries(1):
        move_and_store(steps, [report], by=by, at=NOON)

    assert (report.state, call.state) == (EvaluationState.SUBMITTED, TestCallState.DONE)
    assert Evaluation.objects.get() == report
    assert TestCall.objects.get(pk=call.pk).state == TestCallState.DONE
    facts = ("event", "from_state", "to_state", "subject_id", "author_id", "reason", "at")
    assert [*EvaluationEvent.objects.values_list(*facts)] == [
        ("submit", "draft", "submitted", report.pk, by.pk, "", NOON)
    ]
    assert [*TestCallEvent.objects.values_list(*facts)] == [
        ("complete", "accepted", "done", call.pk, by.pk, "", NOON)
    ]


def test_a_stored_report_is_stored_anew_with_its_step_in_one_statement(
    award: Award, by: User, django_assert_num_queries: Any
) -> None:
    call, report = _accepted(award)
    report.save()
    report.comments = {"c_words": "Kind."}

    with django_assert_num_queries(1):
        move_and_store(_handing_in(report), [report], by=by, at=NOON)

    kept = Evaluation.objects.get()
    assert (kept.state, kept.comments) == ("submitted", {"c_words": "Kind."})
    assert report.state == EvaluationState.SUBMITTED
    assert TestCall.objects.get(pk=call.pk).state == TestCallState.DONE
    facts = ("event", "from_state", "to_state", "subject_id")
    assert [*EvaluationEvent.objects.values_list(*facts)] == [
        ("submit", "draft", "submitted", report.pk)
    ]


def test_a_stored_report_stays_as_it_was_where_it_has_moved_meanwhile(
    award: Award, by: User
) -> None:
    call, report = _accepted(award)
    report.save()
    Evaluation.objects.filter(pk=report.pk).update(state=EvaluationState.SUBMITTED)
    report.comments = {"c_words": "Kind."}

    with pytest.raises(StateChanged), transaction.atomic():
        move_and_store(_handing_in(report), [report], by=by, at=NOON)

    kept = Evaluation.objects.get()
    assert (kept.state, kept.comments) == ("submitted", {})
    assert TestCall.objects.get(pk=call.pk).state == TestCallState.ACCEPTED
    assert not EvaluationEvent.objects.exists()
    assert not TestCallEvent.objects.exists()


def test_a_report_is_not_stored_where_its_call_has_moved_meanwhile(award: Award, by: User) -> None:
    call, report = _accepted(award)
    TestCall.objects.filter(pk=call.pk).update(state=TestCallState.CANCELLED)
    steps = _handing_in(report)

    with pytest.raises(StateChanged), transaction.atomic():
        move_and_store(steps, [report], by=by, at=NOON)

    assert not Evaluation.objects.exists()
    assert not EvaluationEvent.objects.exists()
    assert not TestCallEvent.objects.exists()
    assert TestCall.objects.get(pk=call.pk).state == TestCallState.CANCELLED


def test_steps_with_new_rows_are_announced_like_any(
    award: Award, by: User, django_capture_on_commit_callbacks: Any
) -> None:
    (call, report), heard = _accepted(award), []

    def listen(**facts: Any) -> None:
        heard.append((facts["sender"], facts["subject"], facts["event"], facts["ids"]))

    moved.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            move_and_store(_handing_in(report), [report], by=by, at=NOON)
    finally:
        moved.disconnect(listen)

    assert heard == [
        (Evaluation, Subject.EVALUATION, Event.SUBMIT, [report.pk]),
        (TestCall, Subject.TEST_CALL, Event.COMPLETE, [call.pk]),
    ]
