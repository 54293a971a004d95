"""A shopper stays signed in through the field period; nobody else does."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shoppers.enums import Role
from shoppers.models import RoleAssignment, User
from tests import people

pytestmark = pytest.mark.django_db
FIELD_PERIOD = 180 * 24 * 60 * 60


def _sign_in(client: Client, user: User) -> None:
    client.post(reverse("sign_in"), {"email": user.email, "password": people.PASSWORD})


def test_whoever_only_shops_stays_for_the_field_period(client: Client) -> None:
    _sign_in(client, people.selma())

    assert client.session.get_expiry_age() == FIELD_PERIOD
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == FIELD_PERIOD


def test_each_day_on_which_she_is_here_makes_it_longer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sign_in(client, people.selma())
    client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] = ""
    client.get(reverse("account"))
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""

    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: tomorrow)
    client.get(reverse("account"))

    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == FIELD_PERIOD


@pytest.mark.parametrize("who", [people.alma, people.kari])
def test_others_sign_in_for_as_long_as_ever(client: Client, who: type[User]) -> None:
    _sign_in(client, who())

    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_a_shopper_who_coordinates_too_has_no_long_session(client: Client) -> None:
    selma = people.selma()
    _sign_in(client, selma)
    RoleAssignment.objects.create(user=selma, role=Role.COORDINATOR)

    client.get(reverse("account"))

    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
