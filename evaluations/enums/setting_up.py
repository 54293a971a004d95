"""The words of setting up a year."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConfirmedBy(models.TextChoices):
    """How it is known that a company is reached there."""

    CLIENT = "client", _("The client")
    PROBE = "probe", _("A probe call")
