"""How an import goes, and why a line was not accepted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """Where an import stands; an interrupted one is finished by running it again."""

    RUNNING = "running", _("Running")
    COMPLETE = "complete", _("Complete")
    INTERRUPTED = "interrupted", _("Interrupted")


class ImportReason(models.TextChoices):
    """Why a line was not accepted, in the order the checks run."""

    MALFORMED = "malformed", _("Not readable")
    UNKNOWN_REFERENCE = "unknown_reference", _("Unknown reference")
    CHANNEL_NOT_OFFERED = "channel_not_offered", _("Channel not offered")
    CONFLICT_OF_INTEREST = "conflict_of_interest", _("Conflict of interest")
    UNKNOWN_QUESTION = "unknown_question", _("Unknown question")
    INVALID_OPTION = "invalid_option", _("Invalid answer")
    MISSING_ANSWER = "missing_answer", _("Missing answer")
    DUPLICATE = "duplicate", _("Duplicate")
    CONFLICT = "conflict", _("Other content under the same id")
