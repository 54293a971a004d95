"""Until when an accepted call is given back in time: pure."""

import datetime as dt

# Days before the due day that somebody else needs to be found and to do the call.
DAYS_NEEDED = 2


def last_day_in_time(due_on: dt.date) -> dt.date:
    """The last day on which giving the call back is in time."""
    return due_on - dt.timedelta(days=DAYS_NEEDED)


def is_in_time(due_on: dt.date | None, *, on: dt.date) -> bool:
    """Whether giving the call back on this day leaves time enough; without a due day it does."""
    return due_on is None or on <= last_day_in_time(due_on)
