"""Who a password belongs to."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from shoppers.authentication import EmailBackend
from shoppers.enums import Role
from shoppers.models import RoleAssignment, User
from tests import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "email", ["alma@award.example", "ALMA@Award.Example", " alma@award.example "]
)
def test_authenticate_finds_the_email_in_any_spelling(email: str) -> None:
    alma = people.alma()
    assert authenticate(email=email, password=people.PASSWORD) == alma


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("alma@award.example", "wrong"),
        ("alma@award.example", ""),
        ("nobody@award.example", people.PASSWORD),
        ("alma@award.example", None),
        (None, people.PASSWORD),
    ],
)
def test_authenticate_refuses_anything_else(email: str | None, password: str | None) -> None:
    people.alma()
    assert authenticate(email=email, password=password) is None


def test_authenticate_refuses_a_person_without_a_password() -> None:
    User.objects.create_user("new@award.example", name="New")
    assert authenticate(email="new@award.example", password="") is None


@pytest.mark.parametrize("email", ["alma@award.example", "nobody@award.example"])
def test_authenticate_hashes_once_whether_the_email_is_known_or_not(
    email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.alma()
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    assert authenticate(email=email, password="wrong") is None
    assert hashed == ["wrong"]


def test_a_closed_account_is_refused_and_its_sessions_end(client: Client) -> None:
    alma = people.sign_in(client, people.alma())
    assert client.get(reverse("account")).status_code == 200
    User.objects.filter(pk=alma.pk).update(is_active=False)
    assert authenticate(email=alma.email, password=people.PASSWORD) is None
    assert client.get(reverse("account")).status_code == 302


def test_a_demo_account_is_refused_outside_the_demo_and_its_sessions_end(
    client: Client, settings: Any
) -> None:
    settings.DEMO = True
    alma = people.alma()
    User.objects.filter(pk=alma.pk).update(is_demo=True)
    people.sign_in(client, alma)
    assert authenticate(email=alma.email, password=people.PASSWORD) == alma
    assert client.get(reverse("account")).status_code == 200
    settings.DEMO = False
    assert authenticate(email=alma.email, password=people.PASSWORD) is None
    assert client.get(reverse("account")).status_code == 302


def test_the_person_of_a_session_comes_with_her_roles_in_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    alma, nobody = people.alma(), people.person("new@mail.example", "Ny Nes")
    RoleAssignment.objects.create(user=alma, role=Role.SHOPPER)
    backend = EmailBackend()

    with django_assert_num_queries(2):
        found = backend.get_user(alma.pk), backend.get_user(nobody.pk)
        assert [each and each.roles for each in found] == [
            {Role.COORDINATOR.value, Role.SHOPPER.value},
            frozenset(),
        ]
