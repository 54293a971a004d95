"""What was said of an attempt by mistake, and taken back while its clock ran."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from evaluations.enums import AttemptEnding, AttemptOutcome
from evaluations.models import TestCall
from evaluations.services.calls.attempts import (
    AttemptNote,
    AttemptRefused,
    log_attempt,
    remove_attempt,
)
from shoppers.models import User
from tests.evaluations.casting import Begin, Cast
from tests.factories.calls import accepted_call
from tests.factories.reports import MONDAY_AT_TEN

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


def test_an_answer_that_was_said_by_mistake_is_taken_back_and_stays_known(
    call: TestCall, selma: User
) -> None:
    began = AttemptNote(MONDAY_AT_TEN, key=KEY)
    back = replace(began, taken_back=[(later(20), later(26))])
    over = replace(began, answered_at=later(95), ended_at=later(335), ending=AttemptEnding.ANSWERED)

    log_attempt(call=call, note=replace(began, answered_at=later(20)), by=selma)
    waiting = log_attempt(call=call, note=back, by=selma)
    # A page that knows nothing of it, such as the form for an attempt noted by hand.
    made = log_attempt(call=call, note=over, by=selma)

    kept = [{"answered_at": later(20).isoformat(), "at": later(26).isoformat()}]
    assert (waiting.outcome, waiting.answered_at) == (AttemptOutcome.UNDER_WAY, None)
    assert (made.outcome, made.wait_seconds, made.taken_back) == ("answered", 95, kept)
    again = remove_attempt(call=call, attempt_id=made.pk, by=selma)
    assert again is not None
    assert log_attempt(call=call, note=again, by=selma).taken_back == kept
    with pytest.raises(AttemptRefused, match="not in order"):
        log_attempt(call=call, note=replace(over, taken_back=[(later(9), later(8))]), by=selma)
