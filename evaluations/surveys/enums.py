"""The words of surveys: what is asked, where a survey stands, which mails it owes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asks(models.TextChoices):
    """How shoppers say what matters to them."""

    SHARES = "shares", _("100 to share out")
    RANKING = "ranking", _("A ranking")
    BOTH = "both", _("100 to share out, and a ranking")

    @property
    def for_shares(self) -> bool:
        """Whether 100 are shared out."""
        return self is not Asks.RANKING

    @property
    def for_ranking(self) -> bool:
        """Whether the sections are put in order."""
        return self is not Asks.SHARES


class SurveyStanding(models.TextChoices):
    """Where a survey stands on a day."""

    SCHEDULED = "scheduled", _("Scheduled")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class SurveyNotice(models.TextChoices):
    """Why a shopper is sent a mail about a survey."""

    OPENED = "expectations_opened", _("An expectation survey was opened")
    REMINDER = "expectations_reminder", _("A reminder of an expectation survey")
