"""What happens to a company in the middle of a year."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CompanyActKind(models.TextChoices):
    """An act about one company of a year, in the order in which a page offers them."""

    RENAME = "rename", _("New name")
    MOVE = "move", _("Another category")
    MERGE = "merge", _("Merged into another company")
    WITHDRAW = "withdraw", _("Withdrawn")
    BANKRUPT = "bankrupt", _("Bankrupt")
    REINSTATE = "reinstate", _("Takes part again")

    @classmethod
    def leaving(cls) -> frozenset["CompanyActKind"]:
        """Acts after which the company takes part no more."""
        return frozenset({cls.MERGE, cls.WITHDRAW, cls.BANKRUPT})
