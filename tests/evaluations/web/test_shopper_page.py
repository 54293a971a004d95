"""One shopper: admissions, relations, calls."""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.enums import RelationKind, TestCallState
from evaluations.models import Admission, Relation
from evaluations.services.admitting import admit
from shoppers.models import Notice, User
from tests import people
from tests.evaluations.web.shopper_scene import SELMA, Scene, make_scene
from tests.factories.awards import shopper, tiny_award

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def called(page: str) -> list[str]:
    """The companies of the calls that the page lists."""
    return re.findall(r'<a\s+href="/desk/calls/[^"]+"\s+hx-boost="false"\s*>([^<]+)</a>', page)


def test_the_page_says_who_she_is_and_where_her_account_stands(scene: Scene) -> None:
    page = scene.read()

    for told in ("S-900 · Selma Sund", "selma@mail.example", "Vestland", "1990", "Active"):
        assert told in page
    assert reverse("person", args=[scene.selma.user_id]) in page
    assert reverse("edit_shopper", args=["S-900"]) in page
    assert reverse("give_login", args=["S-900"]) not in page


def test_a_profile_from_a_file_may_be_given_a_log_in(scene: Scene) -> None:
    page = scene.browser.get("/desk/shoppers/S-800/").content.decode()

    assert reverse("give_login", args=["S-800"]) in page
    assert "No log-in" in page
    assert "an import brings profile and relations back" in page


def test_an_invitation_can_be_sent_again(scene: Scene) -> None:
    scene.browser.post(
        reverse("give_login", args=["S-800"]),
        {"name": "Olav Oppdal", "email": "olav@mail.example", "language": "nb"},
    )
    page = scene.browser.get("/desk/shoppers/S-800/").content.decode()
    olav = User.objects.get(email="olav@mail.example")

    assert "Send the invitation again" in page
    assert "on its way" in page
    scene.browser.post(reverse("invite_again", args=[olav.pk]))
    assert Notice.objects.filter(recipient=olav).count() == 2


def test_calls_are_those_of_the_chosen_programme(scene: Scene) -> None:
    scene.call("alfa", due=3)
    scene.call("beta", TestCallState.DONE)
    scene.call("gamma", due=-2, channel="chat")
    scene.call("delta", due=1, award=scene.old)

    page = scene.read()

    assert called(page) == ["Gamma", "Alfa", "Beta"]
    assert "Calls in Best in test 2026" in page
    assert "2 days late" in page
    assert "Chat" in page
    assert called(scene.read("?programme=2025")) == ["Delta"]
    assert called(scene.read("?sort=-company")) == ["Gamma", "Beta", "Alfa"]
    assert called(scene.read("?state=done")) == ["Beta"]
    assert called(scene.read("?state=odd&sort=odd&page=x")) == ["Gamma", "Alfa", "Beta"]
    empty = scene.read("?state=expired")
    assert "No call fits this filter" in empty
    assert scene.browser.get(f"{SELMA}?programme=1999").status_code == 404


def test_calls_come_in_pages_of_25(scene: Scene) -> None:
    for _number in range(26):
        scene.call("alfa", TestCallState.DECLINED)

    assert len(called(scene.read())) == 25
    assert len(called(scene.read("?page=2"))) == 1


def test_without_calls_relations_or_programmes_the_page_says_so(client: Browser) -> None:
    browser = Browser(headers={"accept-language": "en"})
    people.sign_in(browser, people.alma())
    people.selma()

    page = browser.get(SELMA).content.decode()

    for told in ("No programmes yet", "No relations noted", "No calls in this programme"):
        assert told in page


def test_an_employees_calls_are_named_for_somebody_else(scene: Scene) -> None:
    scene.call("beta", due=1)
    scene.call("alfa", TestCallState.DONE)
    other_year = scene.call("alfa", TestCallState.ACCEPTED, due=1, award=scene.old)
    scene.relate("beta", RelationKind.CUSTOMER)
    assert "Calls to give to somebody else" not in scene.read()

    answer = scene.browser.post(
        f"{SELMA}relations/add/", {"company": "alfa", "kind": "employee"}, follow=True
    )

    page = answer.content.decode()
    assert "Calls to give to somebody else" in page
    warned = page.split("Calls to give to somebody else")[1].split("</ul>")[0]
    assert re.findall(r"/desk/calls/([0-9a-f-]{36})/", warned) == [str(other_year.pk)]


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_asks_as_often_for_one_as_for_three(
    scene: Scene, more: int, django_assert_num_queries: Any
) -> None:
    companies = ["alfa", "beta", "gamma"][: more + 1]
    for company in companies:
        scene.call(company)
        scene.relate(company, RelationKind.EMPLOYEE)
    for award in [scene.award, scene.old, tiny_award("2024")][: more + 1]:
        admit(shopper=scene.selma, programme=award.programme, by=scene.alma)

    # Session, user, device, roles; programmes and the shopper; her last mail; admissions, open
    # calls, programmes; her employers' calls; calls with their count; companies; relations.
    with django_assert_num_queries(15):
        assert called(scene.read()) == [company.title() for company in companies]


def test_only_coordinators_come_in(scene: Scene) -> None:
    shopper("S-800")
    steps = [f"{SELMA}admission/", f"{SELMA}relations/add/", f"{SELMA}relations/remove/"]
    facts = {"programme": "2026", "step": "admit", "company": "alfa", "kind": "customer"}
    assert scene.browser.post(SELMA).status_code == 405
    for path in steps:
        assert scene.browser.get(path).status_code == 405
    for path in (SELMA, *steps):
        unknown = path.replace("S-900", "S-1")
        ask = scene.browser.get if path == SELMA else scene.browser.post
        assert ask(unknown, facts).status_code == 404
    for user in (None, User.objects.get(shopper=scene.selma), people.kari()):
        browser = Browser()
        if user is not None:
            people.sign_in(browser, user)
        refused = 302 if user is None else 403
        assert browser.get(SELMA).status_code == refused
        for path in steps:
            assert browser.post(path, facts).status_code == refused
    assert not Admission.objects.exists()
    assert not Relation.objects.exists()
