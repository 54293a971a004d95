"""Objections on pages: the client's form and list, the arbiters' queue and decision."""

import uuid
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.models import Evaluation, Objection, ObjectionDecision, TimeDisclosure
from shoppers.models import Shopper, User
from tests import people
from tests.conftest import MakeOnce
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import Award, tiny_award
from tests.factories.clients import TwoClients, two_clients
from tests.factories.objections import (
    DAY,
    WRONG,
    objection_to,
    preview_window,
    reviewed_by,
)
from tests.factories.tiny_method import PERFECT

QUEUE = reverse("objections")
OWN = reverse("own_objections")


@dataclass(slots=True)
class Stage:
    """Kari's client owns alfa, Oda's beta; Alma approved what Clara may arbitrate."""

    award: Award
    clients: TwoClients
    alma: User
    clara: User
    contacts: list[Evaluation]

    @property
    def form(self) -> str:
        """Where the first contact is objected to."""
        return reverse("object_to_contact", args=["2026", self.contacts[0].pk])


def _make() -> Stage:
    award, alma, clara = tiny_award(), people.alma(), people.clara()
    contacts = [reviewed_by(award.contact("alfa", PERFECT), alma) for _number in range(3)]
    clients = two_clients(own=[award.company("alfa")], others=[award.company("beta")], by=alma)
    preview_window(award.programme, -2 * DAY, DAY)
    return Stage(award, clients, alma, clara, contacts)


@pytest.fixture(scope="module")
def _made(make_once: MakeOnce[Stage]) -> Stage:
    return make_once(_make)


@pytest.fixture
def stage(db: None, _made: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", False)
    return _made


def _said(**changed: str) -> dict[str, str]:
    return {
        "form_token": str(uuid.uuid4()),
        "question": "wait",
        "reason": "wrong_wait",
        "text": WRONG,
        "confirmed": "on",
    } | changed


def _text(browser: Browser, address: str) -> str:
    return " ".join(browser.get(address).content.decode().split())


def test_an_administrator_objects_and_everybody_of_the_client_reads_it(
    stage: Stage, log_in: LogIn
) -> None:
    kari = log_in(stage.clients.kari)
    contact = reverse("preview_contact", args=["2026", stage.contacts[0].pk])
    assert f"{stage.form}?question=wait" in _text(kari, contact)
    assert kari.get(f"{stage.form}?question=wait").context["form"]["question"].value() == "wait"
    for missing in ("reason", "text", "confirmed", "form_token"):
        answer = kari.post(stage.form, _said(**{missing: ""}))
        assert answer.status_code == 422, missing
    assert not Objection.objects.exists()
    said = _said()
    for _time in range(2):
        answer = kari.post(stage.form, said)
    objection = Objection.objects.get()
    page = reverse("own_objection", args=[objection.pk])
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert kari.post(stage.form, _said()).status_code == 409

    kjell = log_in(stage.clients.kjell)
    assert WRONG in _text(kjell, page)
    assert "Withdraw" not in _text(kjell, page)
    assert stage.form not in _text(kjell, contact)
    assert [kjell.get(stage.form).status_code, kjell.post(stage.form, said).status_code] == [
        403,
        403,
    ]
    oda = log_in(stage.clients.oda)
    withdraw = reverse("withdraw_objection", args=[objection.pk])
    refused = [oda.get(stage.form), oda.get(page), oda.post(withdraw)]
    assert [each.status_code for each in refused] == [404, 404, 404]
    assert "has not objected to anything" in _text(oda, OWN)
    assert kari.get(withdraw).status_code == 405
    assert kari.post(withdraw).status_code == 302
    assert "Withdrawn by Kari Kvam" in _text(kari, page)


def test_after_the_window_nothing_is_filed_or_withdrawn(stage: Stage, log_in: LogIn) -> None:
    objection = objection_to(stage.contacts[0], stage.clients.client, stage.clients.kari)
    preview_window(stage.award.programme, -2 * DAY, -DAY)
    kari = log_in(stage.clients.kari)

    late = kari.post(stage.form, _said(question="fits", text="Typed too late"))
    withdrawn = kari.post(reverse("withdraw_objection", args=[objection.pk]))

    assert (late.status_code, withdrawn.status_code) == (409, 409)
    assert "Typed too late" in late.content.decode()
    for answer in (late, withdrawn):
        assert "The preview closed on" in answer.content.decode()
    assert Objection.objects.count() == 1
    assert not hasattr(Objection.objects.get(), "withdrawal")


def test_an_arbiter_decides_and_others_may_only_look(stage: Stage, log_in: LogIn) -> None:
    objection = objection_to(stage.contacts[0], stage.clients.client, stage.clients.kari)
    address = reverse("objection", args=[stage.contacts[0].pk])
    time = reverse("tell_contact_time", args=[objection.pk])
    said = {
        f"outcome_{objection.pk}": "accepted",
        f"reason_{objection.pk}": "Your log is right.",
        "remedy": "reject",
        "to_shopper": "The wait was another.",
    }
    alma, clara = log_in(stage.alma), log_in(stage.clara)
    assert "Somebody else has to decide" in _text(alma, address)
    assert [alma.post(address, said).status_code, alma.post(time).status_code] == [403, 403]
    kari = log_in(stage.clients.kari)
    assert {kari.get(QUEUE).status_code, kari.get(address).status_code} == {403}
    assert clara.get(reverse("objection", args=[stage.contacts[1].pk])).status_code == 404
    assert clara.put(address).status_code == 405
    for changed in ({"remedy": ""}, {f"reason_{objection.pk}": ""}, {"to_shopper": ""}):
        assert clara.post(address, said | changed).status_code == 422, changed
    # From a file there is nobody to mend it: only rejecting is offered.
    assert clara.post(address, said | {"remedy": "return"}).status_code == 422
    assert not ObjectionDecision.objects.exists()
    assert not TimeDisclosure.objects.exists()

    assert clara.post(time).status_code == 302
    assert clara.post(address, said).headers["Location"] == QUEUE
    assert clara.post(address, said).status_code == 409
    told = _text(log_in(stage.clients.kjell), reverse("own_objection", args=[objection.pk]))
    assert "Your log is right." in told
    assert "The wait was another." not in told
    assert "Clara" not in told
    assert "When exactly it was" in told


def test_the_queue_filters_sorts_and_costs_the_same(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clara, kari = log_in(stage.clara), log_in(stage.clients.kari)
    assert "No objection waits for a decision" in _text(clara, QUEUE)
    filed = []
    for contacts in (stage.contacts[:1], stage.contacts[1:]):
        filed += [objection_to(each, stage.clients.client, stage.clients.kari) for each in contacts]
        with django_assert_num_queries(6):
            listed = clara.get(QUEUE).context["rows"]
        assert [row.objection for row in listed] == filed
        with django_assert_num_queries(12):
            own = kari.get(OWN).context["rows"]
        assert [row.objection for row in own] == filed[::-1]

    def rows(**query: str) -> int:
        return len(clara.get(QUEUE, query).context["rows"])

    assert (rows(reason="wrong_wait"), rows(reason="other"), rows(state="decided")) == (3, 0, 0)
    assert rows(programme="2026", sort="-company") == 3
    assert "No objection fits this filter" in _text(clara, f"{QUEUE}?reason=other")
    assert len(kari.get(OWN, {"state": "open", "sort": "state"}).context["rows"]) == 3
    assert not kari.get(OWN, {"state": "refused"}).context["rows"]


def test_a_coordinator_who_made_the_report_does_not_see_what_is_said_against_it(
    stage: Stage, log_in: LogIn
) -> None:
    objection = objection_to(stage.contacts[0], stage.clients.client, stage.clients.kari)
    shopper = stage.contacts[0].test_call.shopper
    assert shopper is not None
    clara = log_in(stage.clara)
    desk, review = reverse("desk"), reverse("review_queue")
    assert "1 objection to decide" in _text(clara, desk)
    Shopper.objects.filter(pk=shopper.pk).update(user=stage.clara)

    for state in ("open", "", "decided"):
        assert not clara.get(QUEUE, {"state": state}).context["rows"]
    assert "objection to decide" not in _text(clara, desk)
    assert clara.get(review).context["open_objections"] == 0
    assert WRONG not in _text(clara, reverse("objection", args=[objection.evaluation_id]))
    assert [row.objection for row in log_in(stage.alma).get(QUEUE).context["rows"]] == [objection]
