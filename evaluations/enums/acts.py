"""What a coordinator does with many calls at once."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ActKind(models.TextChoices):
    """An act upon a selection of test calls, in the order in which a page offers them."""

    OFFER = "offer", _("Offer")
    REASSIGN = "reassign", _("Reassign")
    REMIND = "remind", _("Remind")
    EXTEND = "extend", _("Extend")
    CANCEL = "cancel", pgettext_lazy("test call", "Cancel")

    @classmethod
    def giving(cls) -> frozenset["ActKind"]:
        """Acts that give a call to a shopper."""
        return frozenset({cls.OFFER, cls.REASSIGN})
