"""How an attempt ends, and what is unusual about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluations.enums.fieldwork import Channel


class AttemptOutcome(models.TextChoices):
    """How one attempt ended."""

    ANSWERED = "answered", _("Answered")
    NOT_ANSWERED = "not_answered", _("Not answered")
    UNDER_WAY = "under_way", _("Under way")

    @classmethod
    def over(cls) -> frozenset["AttemptOutcome"]:
        """Outcomes of an attempt that has ended."""
        return frozenset({cls.ANSWERED, cls.NOT_ANSWERED})


class AttemptEnding(models.TextChoices):
    """How an attempt ended, as the shopper saw it; each means one AttemptOutcome."""

    ANSWERED = "answered", _("Somebody answered")
    CALLED_BACK = "called_back", _("They called back")
    ANSWERED_LATER = "answered_later", _("Answered later, before my next attempt")
    NO_ANSWER = "no_answer", _("Nobody answered")
    BUSY = "busy", _("Busy")
    CLOSED = "closed", pgettext_lazy("attempt", "Closed")
    HUNG_UP = "hung_up", _("I was cut off")
    AUTO_REPLY = "auto_reply", _("Only an automatic reply")
    BOUNCED = "bounced", _("It could not be delivered")

    @property
    def outcome(self) -> AttemptOutcome:
        """What it counts as."""
        return AttemptOutcome.ANSWERED if self in _REACHED else AttemptOutcome.NOT_ANSWERED

    @classmethod
    def on(cls, channel: Channel) -> tuple["AttemptEnding", ...]:
        """The endings that the channel knows, those that reach somebody first."""
        return _ENDINGS[channel]


_REACHED = {AttemptEnding.ANSWERED, AttemptEnding.CALLED_BACK, AttemptEnding.ANSWERED_LATER}
_ENDINGS = {
    Channel.PHONE: (
        AttemptEnding.ANSWERED,
        AttemptEnding.CALLED_BACK,
        AttemptEnding.NO_ANSWER,
        AttemptEnding.BUSY,
        AttemptEnding.CLOSED,
        AttemptEnding.HUNG_UP,
    ),
    Channel.EMAIL: (
        AttemptEnding.ANSWERED,
        AttemptEnding.NO_ANSWER,
        AttemptEnding.AUTO_REPLY,
        AttemptEnding.BOUNCED,
    ),
    Channel.CHAT: (
        AttemptEnding.ANSWERED,
        AttemptEnding.NO_ANSWER,
        AttemptEnding.CLOSED,
        AttemptEnding.HUNG_UP,
    ),
    Channel.MESSENGER: (
        AttemptEnding.ANSWERED,
        AttemptEnding.ANSWERED_LATER,
        AttemptEnding.NO_ANSWER,
        AttemptEnding.AUTO_REPLY,
        AttemptEnding.CLOSED,
    ),
}


class AttemptFlag(models.TextChoices):
    """What is unusual about an attempt; it counts all the same."""

    OUTSIDE_PERIOD = "outside_period", _("Outside the period")
    OUTSIDE_HOURS = "outside_hours", _("Outside the hours")
    PUBLIC_HOLIDAY = "public_holiday", _("On a public holiday")
    SENT_LATE = "sent_late", _("Sent too late in the day")
    WAIT_OVER_LIMIT = "wait_over_limit", _("Wait over the limit")
    GAVE_UP_EARLY = "gave_up_early", _("Ended before the limit")
    WAIT_CORRECTED = "wait_corrected", _("Wait corrected by hand")
    BEFORE_GIVEN = "before_given", _("Before the call was given")
    SAME_DAY = "same_day", _("Again on the same day")
    TOO_MANY = "too_many", _("More attempts than wanted")
