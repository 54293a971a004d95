"""Why a shopper does not take a call, where her reason is one of the ready-made ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeclineReason(models.TextChoices):
    """A ready-made reason; stored as its code and read in the language of whoever reads it."""

    TIME = "time", _("I have no time for it")
    KNOWN = "known", _("They know me there, or I know somebody who works there")
    ROLE = "role", _("I cannot play this role")
