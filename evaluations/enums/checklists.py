"""How a question is asked and counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NotApplicable(models.TextChoices):
    """What "not applicable" does to a question's points."""

    NOT_ALLOWED = "not_allowed", _("May not be chosen")
    DROP = "drop", _("Left out of points got and possible")
    ZERO = "zero", _("Counts 0 of its maximum")


class CriticalEffect(models.TextChoices):
    """What a critical answer does."""

    ZERO_SECTION = "zero_section", _("The section scores 0")


class QuestionType(models.TextChoices):
    """How a question is answered."""

    CHOICE = "choice", _("Choice")
    INTEGER = "integer", _("Whole number")
