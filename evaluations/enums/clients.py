"""What clients have and what is noted about them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Package(models.TextChoices):
    """What a client has bought for one programme."""

    OWN = "own", _("Own results")
    COMPETITORS = "competitors", _("Own results and up to five competitors")


class ClientTie(models.TextChoices):
    """Why a company's results belong to a client."""

    OWNER = "owner", _("Owner")
    OUTSOURCER = "outsourcer", _("Runs the service for the owner")


class MemberRole(models.TextChoices):
    """What a person may do for a client."""

    VIEWER = "viewer", _("Viewer")
    ADMINISTRATOR = "administrator", _("Administrator")


class KeyScope(models.TextChoices):
    """What a program may do with a key beside reading, which every key may."""

    OBJECT = "object", _("File objections")


class ClientLogKind(models.TextChoices):
    """How a client was in touch, or what was changed on its account."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    MEETING = "meeting", _("Meeting")
    NOTE = "note", _("Note")
    ACCOUNT = "account", _("Change of the account")

    @classmethod
    def written_by_hand(cls) -> tuple["ClientLogKind", ...]:
        """What a coordinator may note herself; changes of the account note themselves."""
        return (cls.PHONE, cls.EMAIL, cls.MEETING, cls.NOTE)
