"""Who reads for a client: the pages."""

import uuid
from collections.abc import Mapping

import pgtrigger
import pytest
from django.test import Client as Browser

from evaluations.enums import MemberRole
from evaluations.models import Client, ClientMember
from evaluations.services.clients.clients import remove_member
from shoppers.enums import Role
from shoppers.models import Notice, RoleAssignment, User
from tests import people
from tests.factories.clients import TwoClients

pytestmark = pytest.mark.django_db

NINA: Mapping[str, str] = {
    "email": "nina@client.example",
    "role": "administrator",
    "name": "Nina Ny",
    "language": "sv",
}


@pytest.fixture
def client(reader: Browser) -> Browser:
    return reader


@pytest.fixture
def two(clients: TwoClients) -> TwoClients:
    return clients


def members(client: Client) -> str:
    return f"/clients/{client.pk}/members/"


def step(two: TwoClients, user: User, word: str) -> str:
    return f"{members(two.client)}{user.pk}/{word}/"


def test_somebody_without_an_account_is_invited(client: Browser, two: TwoClients) -> None:
    assert client.get(members(two.client)).status_code == 200

    answer = client.post(members(two.client), NINA, follow=True)

    assert answer.redirect_chain == [(f"/clients/{two.client.pk}/", 302)]
    page = answer.content.decode()
    assert "The invitation is on its way." in page
    assert "Invited" in page
    member = ClientMember.objects.get(user__email="nina@client.example")
    assert (member.client, member.role) == (two.client, MemberRole.ADMINISTRATOR)
    assert member.user.language == "sv"
    assert Notice.objects.get().recipient == member.user


def test_somebody_with_an_account_reads_at_once(client: Browser, two: TwoClients) -> None:
    person = people.person("pia@mail.example", "Pia Pihl")

    answer = client.post(
        members(two.client), {**NINA, "email": "PIA@mail.example", "name": ""}, follow=True
    )

    assert "Pia Pihl is a member now." in answer.content.decode()
    assert ClientMember.objects.get(user=person).client == two.client
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": ""}, "Nobody has this e-mail yet. Give a name for the invitation."),
        ({"email": "kjell@client.example"}, "This person is a member already."),
        ({"email": "oda@other.example"}, "This person reads for another client."),
        ({"email": "tove@mail.example"}, "This person is a shopper."),
        ({"email": "alma@award.example"}, "This person is a coordinator."),
        ({"email": "nina"}, "Enter a valid email address."),
        ({"role": "owner"}, "Select a valid choice."),
        ({"language": ""}, "This field is required."),
    ],
)
def test_a_member_that_does_not_fit_is_not_added(
    client: Browser, two: TwoClients, change: dict[str, str], why: str
) -> None:
    people.person("tove@mail.example", "Tove To", Role.SHOPPER)

    answer = client.post(members(two.client), {**NINA, **change})

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert ClientMember.objects.count() == 3
    assert ClientMember.objects.get(user=two.kjell).role == MemberRole.VIEWER
    assert not Notice.objects.exists()


def test_an_account_that_was_made_meanwhile_is_said(
    client: Browser, two: TwoClients, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As it was a moment ago.
    monkeypatch.setattr(
        "evaluations.web.views.clients.client_members.person_by_email", lambda _email: None
    )

    answer = client.post(members(two.client), {**NINA, "email": "oda@other.example"})

    assert answer.status_code == 422
    assert "This person has just got an account." in answer.content.decode()
    assert ClientMember.objects.get(user=two.oda).client == two.other


def test_a_member_gets_another_role(client: Browser, two: TwoClients) -> None:
    answer = client.post(step(two, two.kjell, "role"), {"role": "administrator"}, follow=True)

    assert "Kjell Krog has another role: Administrator." in answer.content.decode()
    assert ClientMember.objects.get(user=two.kjell).role == MemberRole.ADMINISTRATOR


def test_a_member_is_removed_after_a_question(client: Browser, two: TwoClients) -> None:
    asked = client.get(step(two, two.kjell, "remove")).content.decode()
    assert "Remove Kjell Krog?" in asked
    assert "last administrator" not in asked
    assert ClientMember.objects.filter(user=two.kjell).exists()

    answer = client.post(step(two, two.kjell, "remove"), follow=True)

    assert "Kjell Krog is no longer a member." in answer.content.decode()
    assert not ClientMember.objects.filter(user=two.kjell).exists()


def test_the_last_administrator_may_go_and_the_page_says_so(
    client: Browser, two: TwoClients
) -> None:
    assert "This is the last administrator." in (
        client.get(step(two, two.kari, "remove")).content.decode()
    )

    answer = client.post(step(two, two.kari, "remove"), follow=True)

    assert "This client has no administrator" in answer.content.decode()
    assert not ClientMember.objects.filter(user=two.kari).exists()


@pytest.mark.parametrize("word", ["role", "remove"])
def test_a_member_who_is_gone_is_refused_in_words(
    client: Browser, two: TwoClients, word: str
) -> None:
    remove_member(client=two.client, user=two.kjell, by=User.objects.get(name="Alma Aas"))

    for user in (two.kjell, two.oda):
        answer = client.post(step(two, user, word), {"role": "viewer"})
        assert answer.status_code == 409
        assert "does not read for the client, or no longer" in answer.content.decode()

    assert client.get(step(two, two.kjell, "remove")).status_code == 404
    assert ClientMember.objects.get(user=two.oda).role == MemberRole.ADMINISTRATOR


def test_only_coordinators_come_in(client: Browser, two: TwoClients) -> None:
    paths = [members(two.client), step(two, two.kjell, "role"), step(two, two.kjell, "remove")]
    assert client.get(paths[1]).status_code == 405
    assert client.put(paths[0]).status_code == 405
    assert client.put(paths[2]).status_code == 405
    assert client.post(paths[1], {"role": "owner"}).status_code == 404
    assert client.get(f"/clients/{uuid.uuid4()}/members/").status_code == 404
    for path in paths[1:]:
        stranger = path.replace(str(two.kjell.pk), str(uuid.uuid4()))
        assert client.post(stranger, {"role": "viewer"}).status_code == 404
    facts = {**NINA, "role": "administrator"}
    for user in (None, people.selma(), two.kari, two.oda):
        browser = Browser()
        if user is not None:
            people.sign_in(browser, user)
        refused = 302 if user is None else 403
        for path in paths:
            assert browser.post(path, facts).status_code == refused
        assert browser.get(paths[0]).status_code == refused
    assert ClientMember.objects.count() == 3
    assert ClientMember.objects.get(user=two.kjell).role == MemberRole.VIEWER


def test_members_from_before_who_are_not_impartial_are_shown(
    client: Browser, two: TwoClients
) -> None:
    told = "Some members are shoppers or coordinators too."
    at = f"/clients/{two.client.pk}/"
    assert told not in client.get(at).content.decode()
    assert "Member not impartial" not in client.get("/clients/").content.decode()
    with pgtrigger.ignore():
        RoleAssignment.objects.create(user=two.kjell, role=Role.SHOPPER)

    page = client.get(at).content.decode()

    assert told in page
    assert page.count("Not impartial") == 1
    assert client.get("/clients/").content.decode().count("Member not impartial") == 1
    browser = Browser()
    people.sign_in(browser, two.kjell)
    assert browser.get("/client/").status_code == 403
    assert ClientMember.objects.count() == 3
