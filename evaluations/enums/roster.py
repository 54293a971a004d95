"""The words of the roster."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShopperNotice(models.TextChoices):
    """Why a shopper is sent a mail about herself."""

    ABSENCES_CHANGED = "absences_changed", _("When you are away was changed")


class Admitted(models.TextChoices):
    """How a shopper stands to a programme."""

    YES = "yes", _("Admitted")
    LACKS = "lacks", _("Admitted, lacks a step")
    NO = "no", _("Not admitted")


class Week(models.TextChoices):
    """Whether she takes another call this week."""

    FREE = "free", _("Room this week")
    FULL = "full", _("Week is full")


class Having(models.TextChoices):
    """What about her may want a look."""

    LATE = "late", _("Late calls")
    NOTES = "notes", _("Notes")
