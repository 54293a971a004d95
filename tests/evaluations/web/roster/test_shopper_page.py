"""One shopper: admissions, relations, calls."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.enums import EvaluationState, RelationKind, TestCallState
from evaluations.models import Admission, Company, Relation, TestCall
from evaluations.services.clients.clients import create_client
from evaluations.services.roster.admitting import admit
from evaluations.services.roster.noting import add_note
from shoppers.models import Notice, User
from tests import people
from tests.evaluations.web.shopper_scene import SELMA, Scene
from tests.factories.awards import shopper, tiny_award
from tests.factories.clients import member_from_before
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


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
    assert "an import brings the profile back to what its file says." in page
    assert "A relation that was noted or removed here stays as it is." in page


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


def test_a_call_that_is_done_stands_as_its_report_does(scene: Scene) -> None:
    evaluation = scene.award.contact("alfa", PERFECT, state=EvaluationState.SUBMITTED)
    TestCall.objects.filter(evaluation=evaluation).update(shopper=scene.selma)

    shown = scene.browser.get(SELMA).context["calls"]

    assert [(each.company, each.state.label) for each in shown] == [("Alfa", "Submitted")]


def test_calls_come_in_pages_of_25(scene: Scene) -> None:
    for _number in range(26):
        scene.call("alfa", TestCallState.DECLINED)

    assert len(called(scene.read())) == 25
    assert len(called(scene.read("?page=2"))) == 1


def related(page: str) -> list[tuple[str, str]]:
    """The relations that the page lists, each with its kind."""
    listed = page.split('id="relations-list"')[1].split("</section>", maxsplit=1)[0]
    pattern = r'row-title">([^<]+)</p>\s*<p class="row-meta">([^<]+)</p>'
    return re.findall(pattern, listed)


def test_relations_are_filtered_and_ordered(scene: Scene) -> None:
    scene.relate("gamma", RelationKind.CUSTOMER)
    scene.relate("alfa", RelationKind.FORMER)
    scene.relate("alfa", RelationKind.EMPLOYEE)
    alfa, gamma = ("Alfa", "Former customer"), ("Gamma", "Customer")
    works = ("Alfa", "Employee")

    assert related(scene.read()) == [works, alfa, gamma]
    assert related(scene.read("?relations-sort=kind")) == [gamma, works, alfa]
    assert related(scene.read("?relations-company=ALF")) == [works, alfa]
    assert related(scene.read("?relations-kind=customer")) == [gamma]
    odd = "?relations-kind=odd&relations-sort=odd&relations-page=x&relations-company=%00"
    assert related(scene.read(odd)) == [works, alfa, gamma]
    nothing = scene.read("?relations-company=zzz&state=done")
    assert related(nothing) == []
    assert "No relation fits this filter" in nothing
    assert f'href="{SELMA}?state=done&amp;programme=2026"' in nothing
    assert "No relations noted" not in nothing


def test_relations_and_admissions_come_in_pages_of_10(scene: Scene) -> None:
    for number in range(11):
        company = Company.objects.create(key=f"more-{number:02}", name=f"More {number:02}")
        facts = {"shopper": scene.selma, "company": company, "kind": RelationKind.CUSTOMER}
        Relation.objects.create(**facts)
    for year in range(2010, 2020):
        tiny_award(str(year))

    first = scene.read("?programme=2025&sort=company")
    assert [name for name, _kind in related(first)] == [f"More {n:02}" for n in range(10)]
    further = re.findall(r'rel="next" href="([^"]+)"', first)
    assert further == [
        f"{SELMA}?programme=2025&amp;sort=company&amp;admissions-page=2",
        f"{SELMA}?programme=2025&amp;sort=company&amp;relations-page=2",
    ]
    admissions, relations = (
        scene.read(at.removeprefix(SELMA).replace("&amp;", "&")) for at in further
    )
    assert [name for name, _kind in related(relations)] == ["More 10"]
    shown = re.findall(r'row-title">(Best in test \d+)</p>', admissions)
    assert shown == ["Best in test 2011", "Best in test 2010"]


def test_no_filter_of_the_page_undoes_the_other(scene: Scene) -> None:
    for company in ("alfa", "beta"):
        scene.relate(company, RelationKind.CUSTOMER)
        scene.call(company, TestCallState.DONE, award=scene.old)

    page = scene.read(
        "?programme=2025&state=done&sort=-company&relations-kind=customer&relations-sort=kind"
    )

    filters = re.findall(r'<form\s+class="filters".*?</form>', page, flags=re.DOTALL)
    names = [
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)"', each) for each in filters
    ]
    assert names == [
        [("sort", "-company"), ("programme", "2025"), ("state", "done")],
        [
            ("programme", "2025"),
            ("sort", "-company"),
            ("relations-kind", "customer"),
            ("relations-sort", "kind"),
        ],
    ]
    assert called(page) == ["Beta", "Alfa"]


def test_after_a_refusal_the_lists_lead_back_to_the_page(scene: Scene) -> None:
    for number in range(26):
        scene.call(["alfa", "beta"][number % 2], TestCallState.DECLINED)
    for company in ("alfa", "beta"):
        scene.relate(company, RelationKind.CUSTOMER)

    answer = scene.browser.post(f"{SELMA}relations/add/", {"company": "alfa", "kind": "customer"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert re.findall(r'<form\s+class="filters"[^>]*action="([^"]+)"', page) == [SELMA, SELMA]
    assert f'href="{SELMA}?page=2"' in page
    assert f'href="{SELMA}?sort=company"' in page


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
        add_note(
            shopper=scene.selma,
            text=company,
            programme=scene.award.programme,
            key=uuid.uuid4(),
            by=scene.alma,
        )
    for award in [scene.award, scene.old, tiny_award("2024")][: more + 1]:
        admit(shopper=scene.selma, programme=award.programme, by=scene.alma)

    # Session, user, device; programmes and the shopper; last mail and client; admissions,
    # open calls, programmes; her employers' calls; calls and relations with counts; companies;
    # when she is away; her record; notes with their count.
    with django_assert_num_queries(20):
        assert called(scene.read()) == [company.title() for company in companies]


def test_only_coordinators_come_in(scene: Scene) -> None:
    shopper("S-800")
    steps = [
        f"{SELMA}{step}/"
        for step in ("admission", "relations/add", "relations/remove", "notes/add")
    ]
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


def test_a_shopper_who_reads_for_a_client_from_before_is_shown_with_her_calls(scene: Scene) -> None:
    client = create_client(
        name="Fjell Group", companies=[scene.award.company("alfa")], by=scene.alma
    )
    for company in ("alfa", "beta", "delta"):
        scene.call(company, due=3)
    told = "Shopper and member of a client"
    assert told not in scene.read()
    assert scene.selma.user is not None
    member_from_before(client, scene.selma.user)

    page = scene.read()

    assert told in page
    assert f'href="/clients/{client.pk}/"' in page
    notice = page[page.index(told) : page.index("</ul>", page.index(told))]
    assert [name for name in ("Alfa", "Beta", "Delta") if f">{name}</a>" in notice] == [
        "Alfa",
        "Beta",
    ]
    refused = scene.browser.post(
        f"{SELMA}admission/", {"programme": scene.old.programme.slug, "step": "admit"}
    )
    assert refused.status_code == 409
    assert "This shopper reads for Fjell Group." in refused.content.decode()
    assert not Admission.objects.filter(programme=scene.old.programme).exists()
