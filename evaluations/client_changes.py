"""What is done to a client's account, as its log keeps it: no language until somebody reads it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluations.enums import ClientTie, MemberRole, Package

if TYPE_CHECKING:
    from evaluations.models import ClientLogEntry

# The facts that are words of an enum; every other fact is a name, or a list of names.
_ENUMS: Mapping[str, type[models.TextChoices]] = {
    "tie": ClientTie,
    "role": MemberRole,
    "package": Package,
}


class ClientChange(models.TextChoices):
    """What was changed: the label is the sentence of the log, filled in where it is read."""

    SET_UP = "set_up", _("The account was set up. Companies (%(tie)s): %(companies)s.")
    SET_UP_EMPTY = "set_up_empty", _("The account was set up, without companies.")
    COMPANY_ADDED = (
        "company_added",
        _("%(company)s belongs to the client now (%(tie)s). Reason: %(reason)s"),
    )
    COMPANY_REMOVED = (
        "company_removed",
        _("%(company)s no longer belongs to the client. Reason: %(reason)s"),
    )
    MEMBER_ADDED = "member_added", _("%(name)s became a member: %(role)s.")
    MEMBER_ROLE = "member_role", _("%(name)s has another role: %(role)s.")
    MEMBER_REMOVED = "member_removed", _("%(name)s is no longer a member.")
    PACKAGE = "package", _("Package for %(programme)s: %(package)s.")
    PACKAGE_RIVALS = (
        "package_rivals",
        _("Package for %(programme)s: %(package)s. Competitors: %(competitors)s."),
    )
    KEY_ISSUED = "key_issued", _("API key issued: “%(label)s” (%(prefix)s…).")
    KEY_REVOKED = "key_revoked", _("API key revoked: “%(label)s” (%(prefix)s…).")


def entry_words(entry: "ClientLogEntry") -> str:
    """What an entry says: as it was written, or the sentence of a change in the language of now."""
    if not entry.change:
        return entry.text
    sentence = str(ClientChange(entry.change).label)
    return sentence % {name: _worded(name, fact) for name, fact in entry.facts.items()}


def _worded(name: str, fact: Any) -> str:
    if name in _ENUMS:
        return str(_ENUMS[name](fact).label)
    return ", ".join(fact) if isinstance(fact, list) else str(fact)
