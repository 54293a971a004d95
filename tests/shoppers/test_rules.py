"""Who may, and when a password is not enough."""

from types import SimpleNamespace
from typing import Any

import pytest

from shoppers.enums import Role
from shoppers.rules import Rule, anyone, is_coordinator, is_pay_officer, is_shopper, signed_in


def somebody(*roles: Role, verified: bool = False, active: bool = True) -> Any:
    return SimpleNamespace(
        is_authenticated=True,
        is_active=active,
        roles=frozenset(role.value for role in roles),
        is_verified=lambda: verified,
    )


STRANGER = SimpleNamespace(is_authenticated=False, is_active=False, is_verified=lambda: False)


def test_role_rules_hold_for_their_role_only() -> None:
    assert is_coordinator(somebody(Role.COORDINATOR)) is True
    assert is_coordinator(somebody(Role.SHOPPER)) is False
    assert is_shopper(somebody(Role.SHOPPER)) is True
    assert is_shopper(STRANGER) is False
    assert is_pay_officer(somebody(Role.PAY)) is True
    assert is_pay_officer(somebody(Role.COORDINATOR)) is False
    assert is_coordinator(somebody(Role.PAY)) is False
    assert anyone(STRANGER) is True
    assert signed_in(STRANGER) is False


def test_role_rules_fail_for_a_closed_account() -> None:
    assert is_coordinator(somebody(Role.COORDINATOR, active=False)) is False


def test_role_rules_fail_for_a_key_holder_without_roles() -> None:
    holder = SimpleNamespace(is_authenticated=True, is_active=True)
    assert is_coordinator(holder) is False
    assert (signed_in | is_coordinator).owes_second_factor(holder) is False


@pytest.mark.parametrize(
    ("rule", "roles", "owes"),
    [
        (is_coordinator, [Role.COORDINATOR], True),
        (is_pay_officer, [Role.PAY], True),
        (is_shopper, [Role.SHOPPER], False),
        # The weak half does not carry a coordinator past the second factor.
        (is_shopper | is_coordinator, [Role.COORDINATOR], True),
        (is_shopper | is_coordinator, [Role.SHOPPER, Role.COORDINATOR], True),
        (signed_in | is_coordinator, [Role.COORDINATOR], True),
        # And the strong half asks nothing of those for whom it does not hold.
        (is_shopper | is_coordinator, [Role.SHOPPER], False),
        (signed_in & is_coordinator, [Role.COORDINATOR], True),
        ((is_shopper & signed_in) | is_coordinator, [Role.COORDINATOR], True),
    ],
)
def test_owes_second_factor_by_the_half_that_holds(
    rule: Rule, roles: list[Role], *, owes: bool
) -> None:
    assert rule(somebody(*roles)) is True
    assert rule.owes_second_factor(somebody(*roles)) is owes
    assert rule.owes_second_factor(somebody(*roles, verified=True)) is False


def test_owes_second_factor_never_where_none_is_required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert is_coordinator.owes_second_factor(somebody(Role.COORDINATOR)) is False


def test_joined_rules_name_both_and_know_that_they_may_be_strong() -> None:
    either, both = is_shopper | is_coordinator, is_shopper & signed_in
    assert either.name == "shopper or coordinator"
    assert either.strong is True
    assert both.name == "shopper and signed in"
    assert both.strong is False
    assert both(somebody(Role.COORDINATOR)) is False
