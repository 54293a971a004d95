"""Until when an answer counts, and when nobody has answered."""

import datetime as dt
from typing import Any

import pytest

from evaluations.enums import AttemptEnding, AttemptOutcome, Channel
from evaluations.method import Fieldwork
from evaluations.wait_limits import Tried, is_in_vain, next_attempt_on, still_wanted, waits_until
from evaluations.working_days import is_working_day, next_working_day

FIELDWORK = Fieldwork.model_validate(
    {
        "contacts_per_company": 25,
        "channel_key": {"phone": 10, "email": 6, "chat": 6, "messenger": 3},
        "channel_respread": "proportional_largest_remainder",
        "hours": {"days": "monday-friday", "start": "09:00", "end": "15:00", "holidays": "NO"},
        "wait_limits": {
            "phone": {
                "minutes": 5,
                "attempts": 2,
                "on_different_days": True,
                "early_endings": ["closed"],
            },
            "messenger": {"minutes": 30, "attempts": 2},
            "email": {"working_days": 3, "sent_before": "12:00", "early_endings": ["bounced"]},
        },
    }
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def vain(moment: str, wait_seconds: int = 300, **more: Any) -> Tried:
    return Tried(at(moment), AttemptOutcome.NOT_ANSWERED, wait_seconds, **more)


@pytest.mark.parametrize(
    ("sent", "until"),
    [
        ("2026-02-03T10:00", "2026-02-05T15:00"),  # a Tuesday morning: Tuesday is day 1
        ("2026-02-03T11:59:59", "2026-02-05T15:00"),
        ("2026-02-03T12:00", "2026-02-06T15:00"),  # too late: Wednesday is day 1
        ("2026-02-06T09:00", "2026-02-10T15:00"),  # a Friday: Friday, Monday, Tuesday
        ("2026-02-07T09:00", "2026-02-11T15:00"),  # a Saturday counts from Monday
        ("2026-04-01T09:00", "2026-04-08T15:00"),  # Thursday, Friday, Monday are Easter
    ],
)
def test_a_mail_is_waited_for_by_working_days(sent: str, until: str) -> None:
    assert waits_until(FIELDWORK, Channel.EMAIL, at(sent)) == at(until)


def test_live_channels_are_waited_for_by_the_minute_and_chat_here_for_ever() -> None:
    began = at("2026-02-03T10:00")

    assert waits_until(FIELDWORK, Channel.PHONE, began) == at("2026-02-03T10:05")
    assert waits_until(FIELDWORK, Channel.MESSENGER, began) == at("2026-02-03T10:30")
    assert waits_until(FIELDWORK, Channel.CHAT, began) is None


@pytest.mark.parametrize(
    ("channel", "tried", "expected"),
    [
        (Channel.PHONE, vain("2026-02-03T10:00", 300), True),
        (Channel.PHONE, vain("2026-02-03T10:00", 299), False),
        (Channel.PHONE, vain("2026-02-03T10:00", 4, ending=AttemptEnding.CLOSED), True),
        (Channel.PHONE, vain("2026-02-03T10:00", 4, ending=AttemptEnding.BUSY), False),
        (Channel.PHONE, Tried(at("2026-02-03T10:00"), AttemptOutcome.ANSWERED, 400), False),
        (Channel.PHONE, Tried(at("2026-02-03T10:00"), AttemptOutcome.UNDER_WAY, 400), False),
        # Sent on Tuesday at ten: until Thursday at three it is two days and five hours.
        (Channel.EMAIL, vain("2026-02-03T10:00", 53 * 3600), True),
        (Channel.EMAIL, vain("2026-02-03T10:00", 53 * 3600 - 1), False),
        (Channel.EMAIL, vain("2026-02-03T10:00", 5, ending=AttemptEnding.BOUNCED), True),
        (Channel.CHAT, vain("2026-02-03T10:00", 0), True),
    ],
)
def test_an_attempt_is_in_vain_when_the_limit_ran_out_or_the_method_says_so(
    channel: Channel, tried: Tried, *, expected: bool
) -> None:
    assert is_in_vain(FIELDWORK, channel, tried) is expected


@pytest.mark.parametrize(
    ("attempts", "more", "day"),
    [
        ([], 2, "2026-02-03"),
        ([vain("2026-02-03T10:00")], 1, "2026-02-04"),
        ([vain("2026-02-03T10:00"), vain("2026-02-03T13:00")], 1, "2026-02-04"),
        ([vain("2026-02-02T10:00"), vain("2026-02-03T13:00", 20)], 1, "2026-02-03"),
        ([vain("2026-02-02T10:00"), vain("2026-02-03T13:00")], 0, None),
    ],
)
def test_phone_attempts_are_made_on_different_days(
    attempts: list[Tried], more: int, day: str | None
) -> None:
    today = dt.date(2026, 2, 3)

    assert still_wanted(FIELDWORK, Channel.PHONE, attempts) == more
    found = next_attempt_on(FIELDWORK, Channel.PHONE, attempts, today)
    assert found == (None if day is None else dt.date.fromisoformat(day))


def test_where_the_method_does_not_ask_for_days_of_their_own_two_in_a_row_are_enough() -> None:
    twice = [vain("2026-02-03T10:00", 1800), vain("2026-02-03T12:00", 1800)]

    assert still_wanted(FIELDWORK, Channel.MESSENGER, twice) == 0


def test_the_next_attempt_skips_weekends_and_public_holidays() -> None:
    friday = dt.date(2026, 2, 6)
    before_easter = [vain("2026-04-01T10:00")]

    assert next_working_day(friday, country="NO") == dt.date(2026, 2, 9)
    assert next_attempt_on(FIELDWORK, Channel.PHONE, before_easter, dt.date(2026, 4, 1)) == dt.date(
        2026, 4, 7
    )


def test_each_country_has_its_own_holidays_and_no_country_has_none() -> None:
    constitution_day, national_day = dt.date(2027, 5, 17), dt.date(2029, 6, 6)

    assert [is_working_day(constitution_day, country=code) for code in ("NO", "SE", None)] == [
        False,
        True,
        True,
    ]
    assert [is_working_day(national_day, country=code) for code in ("NO", "SE")] == [True, False]
