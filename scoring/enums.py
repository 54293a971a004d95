"""The words of numbers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RunState(models.TextChoices):
    """Where a computation stands."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    COMPLETE = "complete", _("Complete")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", pgettext_lazy("run", "Cancelled")

    @classmethod
    def unfinished(cls) -> frozenset["RunState"]:
        """States a sweep looks after."""
        return frozenset({cls.PLANNED, cls.RUNNING})

    @classmethod
    def finished(cls) -> frozenset["RunState"]:
        """States that a run stays in."""
        return frozenset(cls) - cls.unfinished()


class StepKind(models.TextChoices):
    """What a step of a run does; each kind is planned when the one before it is done."""

    FREEZE = "freeze", _("Fixing what counts")
    CATEGORY = "category", _("Scores and places of a category")
    WINNERS = "winners", _("Titles")


class StepState(models.TextChoices):
    """Where a step of a run stands."""

    PLANNED = "planned", _("Waits")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")


class WeightSource(models.TextChoices):
    """Where a weight set comes from."""

    FIXED = "fixed", _("Fixed by the method")
    EQUAL = "equal", _("The same for every section")
    EXPECTATION_SURVEY = "expectation_survey", _("Expectation survey")


class Unplaced(models.TextChoices):
    """Why a company with figures has no place."""

    FEW_CONTACTS = "few_contacts", _("Too few contacts for a place")
    FEW_SHOPPERS = "few_shoppers", _("Contacts by too few shoppers for a place")
    CHANNEL_MISSING = "channel_missing", _("No contact on a channel that counts")


class Title(models.TextChoices):
    """What can be won."""

    CATEGORY = "category", _("Best in category")
    OVERALL = "overall", _("Best overall")
    CHANNEL = "channel", _("Best on channel")


class Area(models.TextChoices):
    """What a partial figure is about."""

    SECTION = "section", _("Section")
    CHANNEL = "channel", _("Channel")
