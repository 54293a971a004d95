"""The table of steps holds together."""

import pytest

from evaluations.enums import EvaluationState, TestCallState
from evaluations.transitions import TABLE, Actor, Event, Subject, transition

STATES = {Subject.EVALUATION: EvaluationState, Subject.TEST_CALL: TestCallState}
FIRST = {EvaluationState.DRAFT, TestCallState.PLANNED}


def test_every_step_of_a_subject_stands_once() -> None:
    steps = [(row.subject, row.event) for row in TABLE]

    assert len(set(steps)) == len(steps)
    assert {row.event for row in TABLE} == set(Event)


def test_every_state_is_reached_and_no_step_stays() -> None:
    for subject, states in STATES.items():
        rows = [row for row in TABLE if row.subject is subject]
        assert {row.target for row in rows} | FIRST >= set(states)
        for row in rows:
            assert row.sources
            # Only two reviewers leave a report where it is, and the first takes her word back.
            stays = row.event in {Event.AGREE, Event.DIFFER, Event.TAKE_BACK_AGREEMENT}
            assert (row.target in row.sources) == stays
            assert {type(state) for state in (*row.sources, row.target)} == {states}
            assert row.actors


@pytest.mark.parametrize(
    ("subject", "event", "source", "target", "actor", "needs_reason"),
    [
        ("evaluation", "submit", "draft", "submitted", Actor.SHOPPER, False),
        ("evaluation", "resubmit", "returned", "submitted", Actor.SHOPPER, False),
        ("evaluation", "return", "submitted", "returned", Actor.REVIEWER, True),
        ("evaluation", "approve", "submitted", "approved", Actor.REVIEWER, False),
        ("evaluation", "take_back_approval", "approved", "submitted", Actor.REVIEWER, True),
        ("evaluation", "take_back_agreement", "submitted", "submitted", Actor.REVIEWER, True),
        ("evaluation", "reopen", "approved", "submitted", Actor.COORDINATOR, True),
        ("evaluation", "reject", "submitted", "rejected", Actor.REVIEWER, True),
        ("test_call", "offer", "planned", "offered", Actor.COORDINATOR, False),
        ("test_call", "accept", "offered", "accepted", Actor.SHOPPER, False),
        ("test_call", "claim", "planned", "accepted", Actor.SHOPPER, False),
        ("test_call", "decline", "offered", "declined", Actor.SHOPPER, True),
        ("test_call", "cancel", "accepted", "cancelled", Actor.COORDINATOR, True),
        ("test_call", "expire", "accepted", "expired", Actor.OPERATOR, False),
        ("test_call", "stop", "accepted", "stopped", Actor.SHOPPER, True),
        ("test_call", "complete", "accepted", "done", Actor.SHOPPER, False),
        ("test_call", "record", "planned", "done", Actor.OPERATOR, False),
    ],
)
def test_step_leads_from_where_to_where(
    subject: str, event: str, source: str, target: str, actor: Actor, *, needs_reason: bool
) -> None:
    row = transition(Subject(subject), Event(event))

    assert source in row.sources
    assert row.target == target
    assert actor in row.actors
    assert row.needs_reason is needs_reason


def test_step_of_the_other_subject_is_unknown() -> None:
    with pytest.raises(KeyError):
        transition(Subject.TEST_CALL, Event.APPROVE)
