"""Who may: small predicates over a user, joined with & and |, shared by pages, API and services."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from shoppers.enums import Role


@dataclass(frozen=True)
class Rule:
    """A named predicate over whoever asks; the name stands in guards and in refusals."""

    name: str
    holds: Callable[[Any], bool]
    # Whether whoever holds it has more to lose than a password protects.
    strong: bool = False
    parts: tuple["Rule", ...] = ()

    def __call__(self, user: Any) -> bool:
        """Whether this user satisfies the rule."""
        return self.holds(user)

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(
            f"{self.name} or {other.name}",
            lambda user: self(user) or other(user),
            strong=self.strong or other.strong,
            parts=(self, other),
        )

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(
            f"{self.name} and {other.name}",
            lambda user: self(user) and other(user),
            strong=self.strong or other.strong,
            parts=(self, other),
        )

    def is_strong_for(self, user: Any) -> bool:
        """Whether a strong part of the rule holds for this user.

        The weak half of an `or` does not excuse a coordinator: she would be shown what a
        coordinator sees.
        """
        if not self.strong:
            return False
        if self.parts:
            return any(part.is_strong_for(user) for part in self.parts)
        return self.holds(user)

    def owes_second_factor(self, user: Any) -> bool:
        """Whether the user must show a second factor before the rule lets her through."""
        return second_factor_due(user) and self.is_strong_for(user)


def _has_role(user: Any, role: Role) -> bool:
    # The holder of an API key has no roles at all.
    return bool(signed_in(user) and role.value in getattr(user, "roles", ()))


def second_factor_due(user: Any) -> bool:
    """Whether this installation asks for second factors and the session has not shown one yet."""
    is_verified = getattr(user, "is_verified", None)
    shown = is_verified is not None and is_verified()
    return bool(settings.SECOND_FACTOR_REQUIRED) and not shown


anyone = Rule("anyone", lambda _user: True)
signed_in = Rule("signed in", lambda user: bool(user.is_authenticated and user.is_active))
is_shopper = Rule("shopper", lambda user: _has_role(user, Role.SHOPPER))
is_coordinator = Rule("coordinator", lambda user: _has_role(user, Role.COORDINATOR), strong=True)
is_pay_officer = Rule("pay officer", lambda user: _has_role(user, Role.PAY), strong=True)
is_account_manager = Rule(
    "account manager", lambda user: _has_role(user, Role.ACCOUNT), strong=True
)
# The clients' accounts, packages and log; nothing of the fieldwork or its review.
keeps_accounts = is_coordinator | is_account_manager
# Whoever has set up a second factor shows it before she comes near her own account.
keeps_second_factor = Rule(
    "has a second factor",
    lambda user: bool(signed_in(user) and user.totpdevice_set.filter(confirmed=True).exists()),
    strong=True,
)
owns_account = signed_in | keeps_second_factor
