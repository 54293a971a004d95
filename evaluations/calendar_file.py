"""Days as a calendar file, escaped and folded as RFC 5545 wants: pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import TRANSP, Calendar, Event

_MAKER = "-//Best in Test//My calls//EN"


@dataclass(frozen=True, slots=True)
class Day:
    """Something to be done on a day; the same `uid` is the same entry when it is read again."""

    uid: str
    on: dt.date
    title: str
    link: str
    changed_at: dt.datetime


def calendar_of(days: Iterable[Day], *, name: str) -> bytes:
    """The days as whole-day entries that leave the hours free."""
    # Its own identity is that of the maker: a random one would make every copy another file.
    calendar = Calendar.new(name=name, prodid=_MAKER, uid="my-calls@best-in-test")
    for day in days:
        calendar.add_component(
            Event.new(
                uid=day.uid,
                start=day.on,
                end=day.on + dt.timedelta(days=1),
                summary=day.title,
                url=day.link,
                stamp=day.changed_at,
                transparency=TRANSP.TRANSPARENT,
            )
        )
    return bytes(calendar.to_ical())
