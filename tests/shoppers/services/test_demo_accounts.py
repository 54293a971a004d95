"""Accounts with printed passwords."""

from typing import Any

import pytest

from shoppers.enums import Role
from shoppers.languages import Language
from shoppers.models import User
from shoppers.services.demo_accounts import demo_log_ins, demo_user
from shoppers.services.refusals import EmailTaken, OutsideDemo
from tests import people
from tests.factories.awards import shopper

pytestmark = pytest.mark.django_db
DEMO: dict[str, Any] = {
    "email": "Coordinator@demo.example",
    "password": "shown-on-screen",
    "name": "Demo Coordinator",
    "roles": [Role.COORDINATOR],
    "language": Language.ENGLISH,
}


def test_demo_user_is_refused_outside_the_demo() -> None:
    with pytest.raises(OutsideDemo):
        demo_user(**DEMO)
    assert not User.objects.exists()


def test_log_ins_of_shoppers_are_refused_outside_the_demo() -> None:
    imported = shopper("S-001")
    with pytest.raises(OutsideDemo):
        demo_log_ins(names={imported: "Anne Aas"}, language=Language.BOKMAL)
    assert not User.objects.exists()


def test_demo_user_is_made_and_brought_up_to_date(settings: Any) -> None:
    settings.DEMO = True
    made = demo_user(**DEMO)
    assert (made.email, made.is_demo, made.roles) == (
        "coordinator@demo.example",
        True,
        frozenset({"coordinator"}),
    )
    assert made.check_password("shown-on-screen") is True
    User.objects.update(is_active=False)
    again = demo_user(
        **{**DEMO, "name": "Demo Shopper", "password": "another", "roles": [Role.SHOPPER]}
    )
    again.refresh_from_db()
    assert (again.pk, again.name, again.is_active, again.roles) == (
        made.pk,
        "Demo Shopper",
        True,
        frozenset({"shopper"}),
    )
    assert again.check_password("another") is True


def test_demo_user_keeps_a_password_that_is_right(settings: Any) -> None:
    settings.DEMO = True
    assert demo_user(**DEMO).password == demo_user(**DEMO).password


def test_demo_user_never_takes_over_a_real_account(settings: Any) -> None:
    settings.DEMO = True
    alma = people.alma()
    with pytest.raises(EmailTaken):
        demo_user(**{**DEMO, "email": alma.email})
    alma.refresh_from_db()
    assert alma.check_password(people.PASSWORD) is True
    assert alma.is_demo is False
