"""What a call waits for: an answer, another day, or nothing."""

import datetime as dt

import pytest

from evaluations.call_waits import CallWait, wait_of
from evaluations.enums import AttemptOutcome, Channel
from evaluations.wait_limits import Tried
from tests.evaluations.test_wait_limits import FIELDWORK, at, vain


def under_way(moment: str, clock_seconds: int | None = None) -> Tried:
    return Tried(at(moment), AttemptOutcome.UNDER_WAY, 0, clock_seconds=clock_seconds)


@pytest.mark.parametrize(
    ("channel", "now", "wait"),
    [
        # Sent on a Tuesday morning, or half an hour ago.
        (Channel.EMAIL, "2026-02-05T14:59", CallWait(until=at("2026-02-05T15:00"))),
        (Channel.EMAIL, "2026-02-05T15:00", CallWait(until=at("2026-02-05T15:00"), is_over=True)),
        (Channel.MESSENGER, "2026-02-03T10:29", CallWait(until=at("2026-02-03T10:30"))),
        (Channel.PHONE, "2026-02-03T10:01", None),
        (Channel.CHAT, "2026-02-03T10:01", None),
    ],
)
def test_what_was_written_rests_until_its_limit(
    channel: Channel, now: str, wait: CallWait | None
) -> None:
    assert wait_of(FIELDWORK, channel, [under_way("2026-02-03T10:00")], at(now)) == wait


def test_an_answer_that_came_is_waited_for_no_more() -> None:
    attempts = [under_way("2026-02-03T10:00", clock_seconds=60)]

    assert wait_of(FIELDWORK, Channel.MESSENGER, attempts, at("2026-02-03T10:02")) is None


@pytest.mark.parametrize(
    ("attempts", "now", "day"),
    [
        (["2026-02-02T10:00"], "2026-02-02T10:06", dt.date(2026, 2, 3)),
        (["2026-02-06T10:00"], "2026-02-06T10:06", dt.date(2026, 2, 9)),  # over the weekend
        (["2026-02-02T10:00"], "2026-02-03T09:00", None),  # it may be made now
        (["2026-02-02T10:00", "2026-02-03T10:00"], "2026-02-03T10:06", None),  # no more is wanted
        ([], "2026-02-07T10:00", None),  # the first one waits for nothing
    ],
)
def test_the_next_attempt_waits_for_its_day(
    attempts: list[str], now: str, day: dt.date | None
) -> None:
    wait = wait_of(FIELDWORK, Channel.PHONE, [vain(moment) for moment in attempts], at(now))

    assert (wait and wait.next_on) == day


def test_whoever_answered_is_not_tried_again() -> None:
    reached = Tried(at("2026-02-02T11:00"), AttemptOutcome.ANSWERED, 20)

    attempts = [vain("2026-02-02T10:00"), reached]
    assert wait_of(FIELDWORK, Channel.PHONE, attempts, at("2026-02-02T12:00")) is None
