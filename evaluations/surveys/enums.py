"""The words of surveys: what is asked, where a survey stands, which mails it owes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asks(models.TextChoices):
    """How shoppers say what matters to them."""

    SHARES = "shares", _("100 to share out")
    RANKING = "ranking", _("A ranking")
    BOTH = "both", _("100 to share out, and a ranking")
    BEST_WORST = "best_worst", _("The most and the least important of a few")
    IMPORTANCE = "importance", _("How important each section is")

    @property
    def for_shares(self) -> bool:
        """Whether 100 are shared out."""
        return self in {Asks.SHARES, Asks.BOTH}

    @property
    def for_ranking(self) -> bool:
        """Whether the sections are put in order."""
        return self in {Asks.RANKING, Asks.BOTH}

    @property
    def for_best_worst(self) -> bool:
        """Whether the most and the least important of a few sections are named."""
        return self is Asks.BEST_WORST

    @property
    def for_importance(self) -> bool:
        """Whether every section is put on a scale."""
        return self is Asks.IMPORTANCE


class SurveyStanding(models.TextChoices):
    """Where a survey stands on a day."""

    SCHEDULED = "scheduled", _("Scheduled")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class SurveyNotice(models.TextChoices):
    """Why a shopper is sent a mail about a survey."""

    OPENED = "expectations_opened", _("An expectation survey was opened")
    REMINDER = "expectations_reminder", _("A reminder of an expectation survey")
