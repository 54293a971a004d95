"""Calibrations in the guards' award: one that Selma rates, one that she was not asked to."""

from evaluations.models import Programme
from shoppers.enums import Role
from shoppers.models import User
from tests.factories.calibrations import opened, rates
from tests.factories.tiny_method import PERFECT
from tests.people import person

# For raters and coordinators; the second for coordinators alone.
HER_CASE = "canary-words-of-a-case"
OTHERS_CASE = "canary-of-a-case-for-others"


def calibrated(programme: Programme, *, selma: User, by: User) -> dict[str, list[str]]:
    """Values by the names of addresses; a second rater has answered, which nobody sees yet."""
    other = person("rater@award.example", "Rita Rask", Role.COORDINATOR)
    second = person("second@award.example", "Siri Sand", Role.COORDINATOR)
    hers = opened(programme, by, [selma, other], words=HER_CASE, title="For Selma")
    others = opened(programme, by, [second, other], words=OTHERS_CASE, title=OTHERS_CASE)
    rates(other, hers, PERFECT)
    return {
        "calibration": [str(hers.pk), str(others.pk)],
        "case": ["1"],
        "rater": [str(others.raters.earliest("pk").pk)],
    }
