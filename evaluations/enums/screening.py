"""What comparing a programme's reports names, and what a reviewer says about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FlagKind(models.TextChoices):
    """A reason to look at a report, never a verdict; the words of evaluations.screening.Rule."""

    CRITICAL = "critical", _("Critical answer")
    OUTSIDE_HOURS = "outside_hours", _("Outside the hours")
    RECOGNISED = "recognised", _("Thinks they were recognised")
    BELOW_FLOOR = "below_floor", _("Faster than it can be read")
    SAME_ANSWERS = "same_answers", _("Same answers as before")
    SAME_WORDS = "same_words", _("Words of another report")
    WAIT_BAND = "wait_band", _("Wait is not the clock's")
    TOO_FAST = "too_fast", _("Unusually fast")
    LONG_RUN = "long_run", _("Equal answers in a row")
    FLAT_ANSWERS = "flat_answers", _("Answers hardly vary")
    EXTREME_SCORE = "extreme_score", _("Unusual points for this shopper")
    TOGETHER = "together", _("Unusual in several ways")
    HEAPED_WAITS = "heaped_waits", _("Waits typed in round numbers")

    @classmethod
    def of_shopper(cls) -> frozenset["FlagKind"]:
        """Kinds that lie in all reports of a shopper together, in none of them alone."""
        return frozenset({cls.HEAPED_WAITS})

    @classmethod
    def of_comparing(cls) -> tuple["FlagKind", ...]:
        """Kinds that only comparing reports can tell, in order; the others show at once."""
        at_once = {cls.CRITICAL, cls.OUTSIDE_HOURS, cls.RECOGNISED}
        return tuple(kind for kind in cls if kind not in at_once)


class FlagAct(models.TextChoices):
    """What a reviewer says about a flag."""

    DISMISS = "dismiss", _("Dismissed")
    LOOK_AGAIN = "look_again", _("To be looked at again")
