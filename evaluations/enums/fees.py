"""What becomes of a fee, and why; how an appeal is decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FeeState(models.TextChoices):
    """Where a fee stands; it is read off the rows about it and stored nowhere."""

    PENDING = "pending", pgettext_lazy("fee", "Pending")
    APPROVED = "approved", pgettext_lazy("fee", "Approved")
    PAID = "paid", pgettext_lazy("fee", "Paid")
    REFUSED = "refused", pgettext_lazy("fee", "Not paid")
    # Of expenses alone: she who entered it wants nothing any more.
    TAKEN_BACK = "taken_back", pgettext_lazy("expense", "Taken back")

    @classmethod
    def of_fees(cls) -> tuple["FeeState", ...]:
        """Where a fee can stand, in the order in which it goes on."""
        return (cls.PENDING, cls.APPROVED, cls.PAID, cls.REFUSED)

    @classmethod
    def unsettled(cls) -> frozenset["FeeState"]:
        """States of a fee that may still have to be paid."""
        return frozenset({cls.PENDING, cls.APPROVED})


class ExtraKind(models.TextChoices):
    """What a shopper is paid for beside her fees."""

    TRAVEL = "travel", _("Travel")
    PHONE = "phone", _("Phone and data")
    PURCHASE = "purchase", _("A purchase that the call asked for")
    OTHER = "other", pgettext_lazy("expense", "Other")
    BONUS = "bonus", _("Bonus")

    @classmethod
    def expenses(cls) -> tuple["ExtraKind", ...]:
        """What she enters herself."""
        return (cls.TRAVEL, cls.PHONE, cls.PURCHASE, cls.OTHER)


class PayRunState(models.TextChoices):
    """How far a pay run has come; it is read off its steps and stored nowhere."""

    DRAFT = "draft", pgettext_lazy("pay run", "To approve")
    APPROVED = "approved", pgettext_lazy("pay run", "Approved")
    FILED = "filed", pgettext_lazy("pay run", "With the bank")
    PAID = "paid", pgettext_lazy("pay run", "Paid")
    CANCELLED = "cancelled", pgettext_lazy("pay run", "Cancelled")


class FeeGround(models.TextChoices):
    """What a fee is owed for."""

    REPORT = "report", _("Report handed in")
    SAFETY = "safety", _("Stopped for safety")
    COMPANY_LEFT = "company_left", _("The company left the programme after an attempt")


class FeeCause(models.TextChoices):
    """Why a fee was approved; no score and no client is among the reasons."""

    REPORT_APPROVED = "report_approved", _("The report was approved")
    APPEAL_UPHELD = "appeal_upheld", _("The appeal was upheld")
    SAFETY = "safety", _("Stopping for safety keeps the fee")
    COMPANY_LEFT = "company_left", _("The company left the programme after an attempt")
    BY_HAND = "by_hand", _("Approved by a coordinator")


class AppealOutcome(models.TextChoices):
    """How an appeal was decided."""

    UPHELD = "upheld", _("Upheld: the report is reviewed anew, the fee is paid")
    FEE_ONLY = "fee_only", _("Upheld: the fee is paid, the contact stays out")
    REFUSED = "refused", _("Refused: the rejection stands")

    @classmethod
    def in_her_favour(cls) -> frozenset["AppealOutcome"]:
        """Outcomes after which the fee is paid."""
        return frozenset({cls.UPHELD, cls.FEE_ONLY})


class AppealNotice(models.TextChoices):
    """Why somebody is sent a mail about an appeal."""

    APPEAL_FILED = "appeal_filed", _("A shopper appeals")
    APPEAL_DECIDED = "appeal_decided", _("An appeal was decided")
