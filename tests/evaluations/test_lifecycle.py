"""One function writes states: for all or for none, with an author and a reason."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connections

from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import Evaluation, EvaluationEvent, TestCall, TestCallEvent
from evaluations.services.lifecycle import ReasonMissing, StateChanged, move
from evaluations.signals import moved
from evaluations.transitions import Event, Subject
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.tiny_method import PERFECT
from tests.people import alma

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 2, 3, 12, tzinfo=dt.UTC)


@pytest.fixture
def by() -> User:
    return alma()


def _submitted(award: Award) -> Evaluation:
    return award.contact("alfa", PERFECT, state=EvaluationState.SUBMITTED)


def _states() -> list[str]:
    return sorted(Evaluation.objects.values_list("state", flat=True))


def test_a_refusal_says_where_the_thing_stands() -> None:
    sentences = {
        state: str(StateChanged([uuid.uuid4()], standing=state))
        for state in (*EvaluationState, *TestCallState)
    }

    assert len(set(sentences.values())) == len(sentences)
    assert all(said.endswith(" This step is not possible now.") for said in sentences.values())
    assert sentences[TestCallState.DONE].startswith("The call is done.")
    assert sentences[EvaluationState.REJECTED].startswith("The report is rejected.")
    assert str(StateChanged([uuid.uuid4()])).startswith("This step is not possible as things")


def test_a_refusal_of_many_does_not_speak_of_one(award: Award, by: User) -> None:
    evaluations = [_submitted(award) for _ in range(2)]
    Evaluation.objects.update(state=EvaluationState.REJECTED)

    with pytest.raises(StateChanged, match="with 2 of them as they stand now"):
        move(evaluations, event=Event.APPROVE, by=by)
    with pytest.raises(StateChanged, match=r"The report is rejected\."):
        move(evaluations[0], event=Event.APPROVE, by=by)
    assert not EvaluationEvent.objects.exists()


def test_move_writes_state_and_event(award: Award, by: User) -> None:
    evaluation = _submitted(award)

    move(evaluation, event=Event.RETURN, by=by, reason=" Which day was it? ", at=NOON)

    assert evaluation.state == EvaluationState.RETURNED
    assert Evaluation.objects.get().state == "returned"
    event = EvaluationEvent.objects.get()
    assert (event.subject, event.author, event.at) == (evaluation, by, NOON)
    assert (event.event, event.reason) == ("return", "Which day was it?")
    assert (event.from_state, event.to_state) == ("submitted", "returned")


def test_move_of_many_writes_an_event_each(award: Award, by: User) -> None:
    evaluations = [_submitted(award) for _ in range(3)]

    move(evaluations, event=Event.APPROVE, by=by)

    assert _states() == ["approved"] * 3
    assert sorted(EvaluationEvent.objects.values_list("subject", flat=True)) == sorted(
        evaluation.pk for evaluation in evaluations
    )


def test_move_of_calls_in_several_states_keeps_where_each_came_from(award: Award, by: User) -> None:
    facts = {
        "participation": award.participations["alfa"],
        "channel": "phone",
        "scenario": award.scenarios["ask"],
        "shopper": award.shopper,
    }
    calls = [
        TestCall.objects.create(state=state, **facts)
        for state in (TestCallState.PLANNED, TestCallState.ACCEPTED)
    ]

    move(calls, event=Event.CANCEL, by=by, reason="The number is gone")

    assert [call.state for call in calls] == [TestCallState.CANCELLED] * 2
    assert set(TestCallEvent.objects.values_list("from_state", "to_state")) == {
        ("planned", "cancelled"),
        ("accepted", "cancelled"),
    }


@pytest.mark.parametrize("event", [Event.RETURN, Event.REJECT])
def test_missing_reason_is_refused(award: Award, by: User, event: Event) -> None:
    evaluation = _submitted(award)

    with pytest.raises(ReasonMissing):
        move(evaluation, event=event, by=by, reason="  ")

    assert _states() == ["submitted"]
    assert not EvaluationEvent.objects.exists()


def test_one_in_another_state_stops_all_and_is_named(award: Award, by: User) -> None:
    waiting = _submitted(award)
    done = award.contact("beta", PERFECT)

    with pytest.raises(StateChanged) as refusal:
        move([waiting, done], event=Event.APPROVE, by=by)

    assert refusal.value.ids == (done.pk,)
    assert refusal.value.code == "state_changed"
    assert _states() == ["approved", "submitted"]
    assert not EvaluationEvent.objects.exists()


def test_one_moved_on_behind_our_back_stops_all_and_is_named(award: Award, by: User) -> None:
    untouched, stale = _submitted(award), _submitted(award)
    move(Evaluation.objects.get(pk=stale.pk), event=Event.REJECT, by=by, reason="Wrong company")

    with pytest.raises(StateChanged) as refusal:
        move([untouched, stale], event=Event.APPROVE, by=by)

    assert refusal.value.ids == (stale.pk,)
    assert stale.state == EvaluationState.SUBMITTED
    assert _states() == ["rejected", "submitted"]
    assert EvaluationEvent.objects.get().event == "reject"


def test_same_object_twice_is_an_error(award: Award, by: User) -> None:
    evaluation = _submitted(award)

    with pytest.raises(ValueError, match="twice"):
        move([evaluation, evaluation], event=Event.APPROVE, by=by)

    assert _states() == ["submitted"]


def test_evaluations_and_calls_do_not_move_together(award: Award, by: User) -> None:
    evaluation = _submitted(award)
    mixed: Any = [evaluation, evaluation.test_call]

    with pytest.raises(TypeError):
        move(mixed, event=Event.APPROVE, by=by)


def test_moving_nothing_does_nothing(by: User) -> None:
    empty: list[Evaluation] = []

    move(empty, event=Event.APPROVE, by=by)

    assert not EvaluationEvent.objects.exists()


def test_signal_comes_after_commit(
    award: Award, by: User, django_capture_on_commit_callbacks: Any
) -> None:
    evaluation, heard = _submitted(award), []

    def listen(**facts: Any) -> None:
        heard.append((facts["subject"], facts["event"], facts["ids"]))

    moved.connect(listen)
    try:
        with django_capture_on_commit_callbacks() as callbacks:
            move(evaluation, event=Event.APPROVE, by=by)
        assert heard == []
        for callback in callbacks:
            callback()
    finally:
        moved.disconnect(listen)

    assert heard == [(Subject.EVALUATION, Event.APPROVE, [evaluation.pk])]


def test_move_takes_as_many_statements_for_three_as_for_two_and_one_needs_no_lock(
    award: Award, by: User, django_assert_num_queries: Any
) -> None:
    # One for the step and its events; savepoint, lock and release where there are several.
    for count, statements in ((1, 1), (2, 4), (3, 4)):
        evaluations = [_submitted(award) for _ in range(count)]
        with django_assert_num_queries(statements):
            move(evaluations, event=Event.APPROVE, by=by)


def test_events_cannot_be_altered_by_the_app(award: Award, by: User) -> None:
    move(_submitted(award), event=Event.APPROVE, by=by)

    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('evaluations_evaluationevent', 'UPDATE'),"
            " has_table_privilege('evaluations_evaluationevent', 'DELETE')"
        )
        assert cursor.fetchone() == (False, False)
