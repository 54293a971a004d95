"""Account managers keep the clients' accounts, and have no say in what these are measured by."""

import pytest
from django.urls import reverse

from evaluations.enums import MemberRole
from evaluations.models import ClientLogEntry, Evaluation
from evaluations.services.clients.clients import add_member, create_client
from shoppers.models import User
from tests import people
from tests.evaluations.web.review_desk import STEPS, browser_of, press, reasons
from tests.factories.awards import Award
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db


def test_she_keeps_the_clients_accounts(award: Award, alma: User) -> None:
    client = create_client(name="Fjell Group", companies=[award.company("alfa")], by=alma)
    kari = people.person("reader@fjell.example", "Rita Ruud")
    add_member(client=client, user=kari, role=MemberRole.VIEWER, by=alma)
    browser = browser_of(people.mona())

    start = browser.get(reverse("home"), follow=True)
    page = browser.get(reverse("client", args=[client.pk]))
    entry = {"kind": "note", "happened_on": "2026-11-20", "text": "She called.", "times": "0"}
    noted = browser.post(reverse("add_log_entry", args=[client.pk]), entry)

    assert start.redirect_chain[-1][0] == reverse("clients")
    assert [each["label"] for each in start.context["navigation"]] == ["Clients", "Winners"]
    assert "Rita Ruud" in page.content.decode()
    # Pages about people are the coordinators'.
    assert reverse("person", args=[kari.pk]) not in page.content.decode()
    assert noted.status_code == 302
    assert ClientLogEntry.objects.filter(text="She called.").exists()
    for address in (
        reverse("client_keys", args=[client.pk]),
        reverse("client_package", args=[client.pk, "2026"]),
        reverse("new_client"),
    ):
        assert browser.get(address).status_code == 200


def test_she_does_not_find_out_by_e_mail_who_is_a_shopper(
    award: Award, alma: User, selma: User
) -> None:
    client = create_client(name="Fjell Group", companies=[award.company("alfa")], by=alma)
    page = reverse("add_client_member", args=[client.pk])
    keeper, said = browser_of(people.mona()), []
    for person in (selma, alma):
        asked = {"email": person.email, "name": "", "language": "en", "role": "viewer"}
        answer = keeper.post(page, asked)
        assert answer.status_code == 422
        said.append(answer.context["form"].errors["email"])

    assert said[0] == said[1]
    assert "has another part in the award" in said[0][0]
    asked = {"email": selma.email, "name": "", "language": "en", "role": "viewer"}
    told = browser_of(alma).post(page, asked).content.decode()
    assert "This person is a shopper" in told


@pytest.mark.parametrize(
    "page", ["review_queue", "objections", "appeals", "desk_calls", "desk", "people", "shoppers"]
)
def test_the_fieldwork_and_its_review_are_closed_to_her(award: Award, page: str) -> None:
    assert browser_of(people.mona()).get(reverse(page)).status_code == 403


@STEPS
def test_she_decides_about_no_report(award: Award, alma: User, selma: User, step: str) -> None:
    report = submitted_report(award, selma, alma)

    answer = press(browser_of(people.mona()), report, step, **reasons(step))

    assert answer.status_code == 403
    assert Evaluation.objects.get().state == "submitted"
