"""The words of the roster."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
    FLAGS = "flags", _("Things to look at")


class ApplicationNotice(models.TextChoices):
    """Why somebody who wants to become a shopper is sent a mail."""

    APPLICATION_CONFIRM = "application_confirm", _("An application waits for its confirmation")
    APPLICATION_DECLINED = "application_declined", _("An application was declined")


class ApplicationState(models.TextChoices):
    """Where an application stands that its applicant has confirmed."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", pgettext_lazy("application", "Accepted")
    DECLINED = "declined", pgettext_lazy("application", "Declined")


class WhyDeclined(models.TextChoices):
    """What an applicant is told in place of a yes."""

    ENOUGH = (
        "enough",
        _("We have enough shoppers in your region or with your languages at the moment."),
    )
    NOT_NOW = "not_now", _("No test calls are being prepared at the moment.")
    OTHERWISE = "otherwise", _("We have chosen others this time.")
