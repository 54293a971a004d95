"""Working days: Monday to Friday without a country's public holidays."""

import datetime as dt
from functools import cache

import holidays

_SATURDAY = 5


def is_country(code: str) -> bool:
    """Whether the public holidays of this country (ISO 3166, two letters) are known."""
    return code in holidays.list_supported_countries(include_aliases=False)


def is_public_holiday(day: dt.date, *, country: str | None) -> bool:
    """Whether the day is a public holiday there; without a country no day is one."""
    return country is not None and day in _calendar(country, day.year)


def is_working_day(day: dt.date, *, country: str | None) -> bool:
    """Whether the day is a weekday and no public holiday."""
    return day.weekday() < _SATURDAY and not is_public_holiday(day, country=country)


def next_working_day(day: dt.date, *, country: str | None) -> dt.date:
    """The first working day after this one."""
    day += dt.timedelta(days=1)
    while not is_working_day(day, country=country):
        day += dt.timedelta(days=1)
    return day


@cache
def _calendar(country: str, year: int) -> frozenset[dt.date]:
    # Norway's and Sweden's calendars may name every Sunday; weekends are no working days anyway.
    return frozenset(holidays.country_holidays(country, years=year))
