"""What is unusual about an attempt."""

import datetime as dt
from typing import Any

import pytest

from evaluations.calling_hours import attempt_flags, flags_in_time
from evaluations.enums import AttemptFlag, AttemptOutcome, Channel
from evaluations.method import LiveWait, Method
from evaluations.wait_limits import Tried
from tests.factories.tiny_method import AGENT, FIXED, method_document

FIELDWORK = Method.model_validate(method_document(FIXED, AGENT)).fieldwork
ON_TWO_DAYS = FIELDWORK.model_copy(
    update={"wait_limits": {Channel.PHONE: LiveWait(minutes=5, attempts=2, on_different_days=True)}}
)
PERIOD = (dt.date(2026, 1, 15), dt.date(2026, 4, 12))


def flags(moment: str, **facts: Any) -> list[AttemptFlag]:
    channel = facts.pop("channel", Channel.PHONE)
    tried: dict[str, Any] = {"outcome": AttemptOutcome.ANSWERED, "wait_seconds": 30} | facts
    return list(
        attempt_flags(
            fieldwork=FIELDWORK,
            period=PERIOD,
            channel=channel,
            tried=Tried(dt.datetime.fromisoformat(moment), **tried),
        )
    )


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-02-02T09:00", []),  # a Monday, as the hours begin
        ("2026-02-02T15:00", []),
        ("2026-02-02T08:59:59", [AttemptFlag.OUTSIDE_HOURS]),
        ("2026-02-02T15:00:01", [AttemptFlag.OUTSIDE_HOURS]),
        ("2026-02-07T11:00", [AttemptFlag.OUTSIDE_HOURS]),  # a Saturday
        ("2026-01-15T11:00", []),
        ("2026-01-14T11:00", [AttemptFlag.OUTSIDE_PERIOD]),
        ("2026-04-12T11:00", [AttemptFlag.OUTSIDE_HOURS]),  # the last day, a Sunday
        ("2026-04-13T16:00", [AttemptFlag.OUTSIDE_PERIOD, AttemptFlag.OUTSIDE_HOURS]),
    ],
)
def test_hours_and_period(moment: str, expected: list[AttemptFlag]) -> None:
    assert flags(moment) == expected


def test_a_mail_is_sent_before_its_hour() -> None:
    assert flags("2026-02-02T11:59:59", channel=Channel.EMAIL) == []
    assert flags("2026-02-02T12:00", channel=Channel.EMAIL) == [AttemptFlag.SENT_LATE]
    assert flags("2026-02-02T12:00") == []


def test_a_public_holiday_is_flagged_where_the_method_names_a_country() -> None:
    hours = FIELDWORK.hours.model_copy(update={"holidays": "NO"})
    maundy_thursday = Tried(
        dt.datetime.fromisoformat("2026-04-02T10:00"), AttemptOutcome.ANSWERED, 30
    )

    for fieldwork, expected in (
        (FIELDWORK, []),
        (FIELDWORK.model_copy(update={"hours": hours}), [AttemptFlag.PUBLIC_HOLIDAY]),
    ):
        found = attempt_flags(
            fieldwork=fieldwork, period=PERIOD, channel=Channel.PHONE, tried=maundy_thursday
        )
        assert list(found) == expected


def test_who_gave_up_before_the_limit_is_flagged() -> None:
    vain = {"outcome": AttemptOutcome.NOT_ANSWERED}
    assert flags("2026-02-02T10:00", wait_seconds=300, **vain) == []
    assert flags("2026-02-02T10:00", wait_seconds=299, **vain) == [AttemptFlag.GAVE_UP_EARLY]


def test_a_wait_against_the_clock_is_flagged() -> None:
    assert flags("2026-02-02T10:00", clock_seconds=30) == []
    assert flags("2026-02-02T10:00", clock_seconds=31) == [AttemptFlag.WAIT_CORRECTED]


def test_a_live_wait_over_the_limit_is_flagged_and_a_written_one_never() -> None:
    assert flags("2026-02-02T10:00", wait_seconds=300) == []
    assert flags("2026-02-02T10:00", wait_seconds=301) == [AttemptFlag.WAIT_OVER_LIMIT]
    assert flags("2026-02-02T10:00", channel=Channel.EMAIL, wait_seconds=999_999) == []


def _of_two_days(*moments: str, **facts: Any) -> list[list[AttemptFlag]]:
    """What is unusual about each of these attempts in vain."""
    tries = [
        Tried(dt.datetime.fromisoformat(moment), AttemptOutcome.NOT_ANSWERED, 300)
        for moment in moments
    ]
    return flags_in_time(
        fieldwork=ON_TWO_DAYS, period=PERIOD, channel=Channel.PHONE, attempts=tries, **facts
    )


def test_a_second_attempt_on_a_day_is_flagged_where_the_method_wants_another_day() -> None:
    found = _of_two_days("2026-02-02T10:00", "2026-02-02T10:30", "2026-02-03T10:00")

    # The method still wanted the last one: those before it were made on one day.
    assert found == [[], [AttemptFlag.SAME_DAY], []]


def test_an_attempt_that_the_method_did_not_want_is_flagged() -> None:
    found = _of_two_days("2026-02-02T10:00", "2026-02-03T10:00", "2026-02-04T10:00")

    assert found == [[], [], [AttemptFlag.TOO_MANY]]


def test_an_attempt_before_the_call_was_hers_is_flagged() -> None:
    # Who notes an attempt by hand says the minute.
    given_at = dt.datetime.fromisoformat("2026-02-02T10:00:40")

    found = _of_two_days("2026-02-02T09:59", "2026-02-03T10:00", given_at=given_at)
    same_minute = _of_two_days("2026-02-02T10:00", given_at=given_at)

    assert (found, same_minute) == ([[AttemptFlag.BEFORE_GIVEN], []], [[]])
