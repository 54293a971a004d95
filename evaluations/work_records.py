"""How a shopper works, told from days and decisions alone; never from what she reports."""

from dataclasses import dataclass
from enum import IntEnum

# Below so many cases a share would be one person's luck, and stays unsaid.
FEWEST = 5
# Both shares are this high at least, in percent, from the best grade on.
GRADES = (("A", 90), ("B", 75), ("C", 50))
LOWEST = "D"


class Grade(IntEnum):
    """The grades, the best the highest."""

    D, C, B, A = range(4)


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """What became of the calls that somebody was given in one programme.

    `due` are those that she had taken and that were handed in, or whose day is over; `on_time`
    those of them that were handed in by their day. `median_days` is over those handed in: below 0
    early. `decided` are the reports that were approved or rejected; `first_time` those of them that
    were approved as they were first handed in.
    """

    due: int = 0
    on_time: int = 0
    handed_in: int = 0
    median_days: float | None = None
    decided: int = 0
    first_time: int = 0
    returned: int = 0
    rejected: int = 0
    declined: int = 0
    expired: int = 0

    @property
    def on_time_share(self) -> float | None:
        """Percent handed in by their day; None of too few."""
        return _percent(self.on_time, self.due)

    @property
    def first_time_share(self) -> float | None:
        """Percent approved as first handed in; None of too few."""
        return _percent(self.first_time, self.decided)

    @property
    def median_shown(self) -> float | None:
        """Days from the due day to the handing in, as a median; None of too few."""
        return self.median_days if self.handed_in >= FEWEST else None

    @property
    def grade(self) -> Grade | None:
        """By the lower of the two shares; None where one of them is of too few."""
        shares = self.on_time_share, self.first_time_share
        if shares[0] is None or shares[1] is None:
            return None
        lower = min(shares[0], shares[1])
        name = next((name for name, least in GRADES if lower >= least), LOWEST)
        return Grade[name]

    @property
    def grade_name(self) -> str | None:
        """The grade as people read it."""
        return None if self.grade is None else self.grade.name


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole >= FEWEST else None
