"""Why a client objects to a contact, and what becomes of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ObjectionReason(models.TextChoices):
    """What the client says is wrong, as a code that can be counted."""

    WRONG_ANSWER = "wrong_answer", _("The answer does not say what happened")
    WRONG_WAIT = "wrong_wait", _("The waiting time is wrong")
    WAS_ANSWERED = "was_answered", _("We did answer")
    NOT_OURS = "not_ours", _("It did not reach us, or the wrong department")
    OUTSIDE_HOURS = "outside_hours", _("It was outside our opening hours")
    DOES_NOT_APPLY = "does_not_apply", _("The question does not apply to this contact")
    SCENARIO = "scenario", _("The scenario was not played as it is written")
    OTHER = "other", _("Something else")


class ObjectionOutcome(models.TextChoices):
    """What an arbiter made of an objection."""

    ACCEPTED = "accepted", pgettext_lazy("objection", "Accepted")
    PARTLY = "partly", pgettext_lazy("objection", "Accepted in part")
    REFUSED = "refused", pgettext_lazy("objection", "Refused")

    @classmethod
    def in_favour(cls) -> frozenset["ObjectionOutcome"]:
        """Outcomes after which the report cannot stand as it is."""
        return frozenset({cls.ACCEPTED, cls.PARTLY})


class ObjectionState(models.TextChoices):
    """Where an objection stands; it is read off the rows about it and stored nowhere."""

    OPEN = "open", pgettext_lazy("objection", "Waiting for a decision")
    WITHDRAWN = "withdrawn", pgettext_lazy("objection", "Withdrawn")
    ACCEPTED = "accepted", pgettext_lazy("objection", "Accepted")
    PARTLY = "partly", pgettext_lazy("objection", "Accepted in part")
    REFUSED = "refused", pgettext_lazy("objection", "Refused")


class Remedy(models.TextChoices):
    """What becomes of a report when an objection to it was right; its points are never edited."""

    RETURN = "return", _("Return the report to its shopper, who mends it; it is reviewed anew")
    REJECT = "reject", _("Reject the report; its place opens for another call")


class ObjectionNotice(models.TextChoices):
    """Why somebody is sent a mail about an objection."""

    OBJECTION_FILED = "objection_filed", _("A client objects")
    OBJECTION_DECIDED = "objection_decided", _("An objection was decided")
