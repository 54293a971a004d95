"""Everybody with an account, for coordinators."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shoppers.enums import Role
from shoppers.languages import Language
from shoppers.models import Invitation, Notice, User
from shoppers.services.inviting import accept, invite
from shoppers.services.notices import sweep_notices
from tests import people

pytestmark = pytest.mark.django_db
NORA = {
    "name": "Nora Nes",
    "email": "nora@award.example",
    "language": "sv",
    "role": "coordinator",
}


@pytest.fixture
def alma(client: Client) -> User:
    return people.sign_in(client, people.alma())


def invited(number: int = 1) -> User:
    return invite(
        email=f"nora{number}@award.example",
        name=f"Nora Nes {number}",
        roles=[Role.COORDINATOR],
        by=None,
        language=Language.ENGLISH,
    )


def names(page: str) -> list[str]:
    return re.findall(r'<a href="/people/[0-9a-f-]{36}/">([^<]+)</a>', page)


def test_people_are_listed_with_roles_and_states(client: Client, alma: User) -> None:
    people.selma()
    invited()
    page = client.get(reverse("people")).content.decode()
    assert names(page) == ["Alma Aas", "Nora Nes 1", "Selma Sund"]
    assert "3 people" in page
    assert "Coordinator" in page
    assert "Invited" in page


def test_people_filter_is_in_the_address(client: Client, alma: User) -> None:
    people.selma()
    page = client.get(reverse("people"), {"q": "selma", "role": "shopper", "state": "active"})
    assert names(page.content.decode()) == ["Selma Sund"]
    page = client.get(reverse("people"), {"role": "owner"})
    assert names(page.content.decode()) == ["Alma Aas", "Selma Sund"]
    page = client.get(reverse("people"), {"q": "nobody"})
    assert "Nobody fits this filter" in page.content.decode()


def test_people_come_in_pages_of_25(client: Client, alma: User) -> None:
    for number in range(26):
        User.objects.create_user(f"{number}@x.example", name=f"Person {number:02}")
    assert len(names(client.get(reverse("people")).content.decode())) == 25
    page = client.get(reverse("people"), {"page": "2"}).content.decode()
    assert names(page) == ["Person 24", "Person 25"]
    assert len(names(client.get(reverse("people"), {"page": "x"}).content.decode())) == 25


@pytest.mark.parametrize("others", [0, 2])
def test_people_ask_the_database_as_often_for_one_as_for_three(
    client: Client, alma: User, others: int, django_assert_num_queries: Any
) -> None:
    for number in range(others):
        invited(number)
    # Session, user with roles, device; then the count, the page and its roles.
    with django_assert_num_queries(6):
        client.get(reverse("people"))


def test_inviting_makes_the_person_and_shows_her(client: Client, alma: User) -> None:
    assert client.get(reverse("invite_person")).status_code == 200
    response = client.post(reverse("invite_person"), NORA, follow=True)
    nora = User.objects.get(email="nora@award.example")
    assert response.redirect_chain == [(reverse("person", args=[nora.pk]), 302)]
    assert "The invitation is on its way." in response.content.decode()
    assert (nora.language, nora.roles, nora.invitation.invited_by) == (
        "sv",
        frozenset({"coordinator"}),
        alma,
    )


def test_a_pay_officer_is_invited_and_nothing_else(client: Client, alma: User) -> None:
    client.post(reverse("invite_person"), {**NORA, "role": "pay"})
    assert User.objects.get(email="nora@award.example").roles == {"pay"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"email": "alma@award.example"}, "Somebody with this e-mail has an account already."),
        ({"email": "nora"}, "Enter a valid email address."),
        ({"name": ""}, "This field is required."),
        ({"language": "fi"}, "Select a valid choice."),
        ({"role": "client"}, "Select a valid choice."),
    ],
)
def test_inviting_refuses_what_does_not_fit(
    client: Client, alma: User, change: dict[str, str], why: str
) -> None:
    response = client.post(reverse("invite_person"), {**NORA, **change})
    assert response.status_code == 200
    assert why in response.content.decode()
    assert User.objects.count() == 1
    assert not Notice.objects.exists()


def test_a_person_is_shown_with_what_can_be_done(client: Client, alma: User) -> None:
    nora = invited()
    page = client.get(reverse("person", args=[nora.pk])).content.decode()
    assert "Send the invitation again" in page
    assert "Deactivate the account" in page
    assert "on its way" in page
    sweep_notices()
    assert "sent " in client.get(reverse("person", args=[nora.pk])).content.decode()
    Notice.objects.update(sent_at=None, failed_at=timezone.now())
    page = client.get(reverse("person", args=[nora.pk])).content.decode()
    assert "could not be sent" in page


def test_ones_own_page_offers_no_way_to_lock_oneself_out(client: Client, alma: User) -> None:
    page = client.get(reverse("person", args=[alma.pk])).content.decode()
    assert "Deactivate the account" not in page
    response = client.get(reverse("deactivate_person", args=[alma.pk]))
    assert response["Location"] == reverse("person", args=[alma.pk])
    response = client.post(reverse("deactivate_person", args=[alma.pk]))
    assert response.status_code == 409
    assert "You cannot deactivate your own account." in response.content.decode()
    alma.refresh_from_db()
    assert alma.is_active is True


def test_an_invitation_is_sent_again(client: Client, alma: User) -> None:
    nora = invited()
    response = client.post(reverse("invite_again", args=[nora.pk]))
    assert response["Location"] == reverse("person", args=[nora.pk])
    assert Notice.objects.filter(recipient=nora).count() == 2


def test_an_accepted_invitation_is_not_sent_again(client: Client, alma: User) -> None:
    nora = invited()
    accept(nora)
    response = client.post(reverse("invite_again", args=[nora.pk]))
    assert response.status_code == 409
    assert "This has been done already, or no longer fits." in response.content.decode()
    assert Notice.objects.filter(recipient=nora).count() == 1


def test_an_account_is_deactivated_after_a_question_and_opened_again(
    client: Client, alma: User
) -> None:
    selma = people.selma()
    page = client.get(reverse("deactivate_person", args=[selma.pk])).content.decode()
    assert "Deactivate Selma Sund?" in page
    assert User.objects.get(pk=selma.pk).is_active is True
    client.post(reverse("deactivate_person", args=[selma.pk]))
    assert User.objects.get(pk=selma.pk).is_active is False
    assert client.post(reverse("deactivate_person", args=[selma.pk])).status_code == 409
    response = client.get(reverse("deactivate_person", args=[selma.pk]))
    assert response["Location"] == reverse("person", args=[selma.pk])
    assert "Open the account again" in client.get(response["Location"]).content.decode()
    client.post(reverse("reactivate_person", args=[selma.pk]))
    assert User.objects.get(pk=selma.pk).is_active is True
    assert client.post(reverse("reactivate_person", args=[selma.pk])).status_code == 409


def test_a_name_is_shown_as_text(client: Client, alma: User) -> None:
    user = User.objects.create_user("x@x.example", name="<b>Bold</b>")
    Invitation.objects.create(user=user, invited_by=alma)
    for address in (reverse("people"), reverse("person", args=[user.pk])):
        page = client.get(address).content.decode()
        assert "<b>Bold" not in page
        assert "&lt;b&gt;Bold" in page
