"""Reading who has an account."""

import datetime as dt

import pytest
from django.utils import timezone

from shoppers.enums import Role
from shoppers.models import Invitation, User
from shoppers.queries.people import people as found
from tests import people

pytestmark = pytest.mark.django_db


def names(**wanted: str) -> list[str]:
    return [user.name for user in found(**wanted)]


def test_people_know_where_each_account_stands() -> None:
    now = timezone.now()
    for name, invited, accepted, active in [
        ("Accepted", now, now, True),
        ("Closed", now, None, False),
        ("Expired", now - dt.timedelta(days=3, minutes=1), None, True),
        ("Invited", now - dt.timedelta(days=2, hours=23), None, True),
    ]:
        user = User.objects.create_user(f"{name}@x.example", name=name, is_active=active)
        Invitation.objects.create(user=user, accepted_at=accepted)
        Invitation.objects.filter(user=user).update(invited_at=invited)
    people.alma()
    assert {user.name: user.state for user in found()} == {  # type: ignore[attr-defined]
        "Accepted": "active",
        "Alma Aas": "active",
        "Closed": "deactivated",
        "Expired": "expired",
        "Invited": "invited",
    }
    assert names(state="expired") == ["Expired"]


def test_people_are_found_by_name_email_and_role() -> None:
    people.alma()
    people.selma()
    people.person("both@x.example", "Bo Both", Role.SHOPPER, Role.COORDINATOR)
    assert names() == ["Alma Aas", "Bo Both", "Selma Sund"]
    assert names(search="AWARD.example") == ["Alma Aas"]
    assert names(search="sund") == ["Selma Sund"]
    assert names(role="coordinator") == ["Alma Aas", "Bo Both"]
    assert names(search="nobody") == []
    assert names(sort="-name") == ["Selma Sund", "Bo Both", "Alma Aas"]
    assert names(sort="password") == ["Alma Aas", "Bo Both", "Selma Sund"]
