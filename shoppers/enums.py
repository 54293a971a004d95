"""The words of people: roles, notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a signed-in person is to the award; one person may be several things.

    Whoever reads for a client is nothing else: who makes, assigns or reviews contacts has no side.
    Nor is a pay officer: who says what is owed and who pays it are two people. Nor is whoever keeps
    the clients' accounts: she reviews, rejects and arbitrates nothing of what they read.
    """

    SHOPPER = "shopper", _("Shopper")
    COORDINATOR = "coordinator", _("Coordinator")
    CLIENT = "client", _("Client")
    PAY = "pay", _("Pay officer")
    ACCOUNT = "account", _("Account manager")

    @classmethod
    def impartial(cls) -> frozenset["Role"]:
        """The roles of those who may not read for a client."""
        return frozenset({cls.SHOPPER, cls.COORDINATOR, cls.PAY, cls.ACCOUNT})

    @classmethod
    def office(cls) -> tuple["Role", ...]:
        """The roles that a coordinator gives when she asks somebody into the office."""
        return (cls.COORDINATOR, cls.PAY, cls.ACCOUNT)


class PersonState(models.TextChoices):
    """Where a person's account stands."""

    ACTIVE = "active", _("Active")
    INVITED = "invited", _("Invited")
    EXPIRED = "expired", _("Invitation expired")
    DEACTIVATED = "deactivated", _("Deactivated")


class LogInState(models.TextChoices):
    """Where a shopper's log-in stands: in the words of PersonState, or there is none."""

    ACTIVE = "active", _("Active")
    INVITED = "invited", _("Invited")
    EXPIRED = "expired", _("Invitation expired")
    NO_LOGIN = "no_login", _("No log-in")
    DEACTIVATED = "deactivated", _("Deactivated")


class Gender(models.TextChoices):
    """As the shopper states it."""

    FEMALE = "f", _("Female")
    MALE = "m", _("Male")
    OTHER = "x", _("Other")


class NoticeKind(models.TextChoices):
    """Why a mail is sent."""

    INVITATION = "invitation", _("Invitation")
    PASSWORD_RESET = "password_reset", _("New password")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    ACCOUNT_CHANGED = "account_changed", _("Bank account changed")
    ERASURE_ASKED = "erasure_asked", _("A shopper wants to be erased")
