"""The words of the roster."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShopperNotice(models.TextChoices):
    """Why a shopper is sent a mail about herself."""

    ABSENCES_CHANGED = "absences_changed", _("When you are away was changed")
