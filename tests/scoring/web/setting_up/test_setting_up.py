"""The pages of a set-up: who may open them, what they refuse, and that nothing is lost."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.enums import Channel
from evaluations.models import Company, Participation, Programme
from evaluations.queries.companies.contact_points import PointFacts, points_of
from evaluations.services.years.programmes import set_contact_point
from scoring.models import Release
from scoring.queries.setting_up import readiness
from scoring.services.setting_up.starting import start_year
from shoppers.enums import Role
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.clients import two_clients
from tests.factories.setting_up import confirm_points, draft_year, ready_year
from tests.scoring.web.set_up_pages import (
    FORMS,
    PAGES,
    PRESSES,
    READING,
    YEAR,
    page_of,
    shown,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma(db: None) -> User:
    return people.alma()


@pytest.fixture
def award(db: None) -> Award:
    return tiny_award()


@pytest.fixture
def year(award: Award, alma: User) -> Programme:
    return draft_year(award.programme, alma)


@pytest.fixture
def desk(alma: User) -> Browser:
    return signed_in(alma)


def test_only_coordinators_set_up(year: Programme) -> None:
    stranger, selma = Browser(), signed_in(people.selma())
    before = readiness(year).fingerprint
    for address in [*(page_of(page) for page in PAGES), reverse("new_programme")]:
        for method in ("get", "post"):
            assert getattr(stranger, method)(address)["Location"].startswith(reverse("sign_in"))
            assert getattr(selma, method)(address).status_code == 403, address

    assert readiness(year).fingerprint == before


def test_wrong_methods_and_unknown_names(year: Programme, desk: Browser) -> None:
    for page, names in PAGES.items():
        refused = {"put", "delete"}
        refused |= {"post"} if page in READING else set()
        refused |= {"get"} if page in PRESSES else set()
        for method in refused:
            assert getattr(desk, method)(page_of(page)).status_code == 405, (page, method)
        if page not in PRESSES:
            assert desk.get(page_of(page, "1999")).status_code == 404, page
        for named in names:
            address = page_of(page).replace(f"/{named}/", "/nobody/")
            if page not in PRESSES:
                assert desk.get(address).status_code == 404, page
    assert desk.post(page_of("add_question").replace("waiting", "x"), {}).status_code == 409
    assert not year.has_started


def test_every_page_opens_and_a_started_year_is_led_to_what_it_became(
    award: Award, alma: User, desk: Browser
) -> None:
    year = ready_year(award.programme, alma)
    for page in (*READING, *FORMS):
        assert desk.get(page_of(page)).status_code == 200, page
    begun = desk.post(page_of("begin_checklist_draft"))
    assert begun["Location"] == page_of("set_up_checklist")
    draft = desk.get(page_of("set_up_checklist"))
    assert "Move up: wait" in draft.content.decode()
    assert desk.post(page_of("discard_checklist_draft")).status_code == 302
    start_year(programme=year, by=alma, seen=readiness(year).fingerprint)

    for page in (*READING, *FORMS):
        answer = desk.get(page_of(page))
        if page == "set_up":
            assert "Alma Aas started this year" in answer.content.decode()
        else:
            assert answer["Location"] == page_of("set_up"), page
    for page in ("begin_checklist_draft", "take_out_company", "start_programme"):
        answer = desk.post(page_of(page))
        assert answer.status_code == 409, page
        assert "This year has started." in answer.content.decode()


@pytest.mark.parametrize(
    ("companies", "queries"), [(["alfa"], 13), (["alfa", "beta", "gamma"], 13)]
)
def test_the_number_of_queries_depends_on_no_company(
    year: Programme,
    desk: Browser,
    django_assert_num_queries: Any,
    companies: list[str],
    queries: int,
) -> None:
    Participation.objects.filter(programme=year).exclude(company__key__in=companies).delete()
    with django_assert_num_queries(queries):
        page = desk.get(page_of("set_up"))
    with django_assert_num_queries(queries - 5):
        rows = desk.get(page_of("set_up_companies")).context["rows"]

    assert len(page.context["steps"]) == 7
    assert len(rows) == len(companies)


def test_the_check_list_says_what_is_missing_and_the_list_filters(
    year: Programme, desk: Browser
) -> None:
    page = desk.get(page_of("set_up")).content.decode()
    listed = desk.get(f"{page_of('set_up_companies')}?need=missing&q=al").content.decode()
    nothing = desk.get(f"{page_of('set_up_companies')}?q=nobody").content.decode()

    assert "2 things are missing before the year can start." in page
    assert "Something is not written yet in: ask, buy." in page
    assert "Nobody has said where to reach: Alfa, Beta, Delta, Gamma." in page
    assert "4 companies are tested in privacy mode." in page
    assert "where it is reached: Phone, E-mail" in listed
    assert "Beta" not in listed
    assert "No company fits this filter" in nothing
    Participation.objects.filter(programme=year).delete()
    assert "No company takes part yet" in desk.get(page_of("set_up_companies")).content.decode()


def test_contact_points_are_gone_through_beginning_with_last_years(
    award: Award, year: Programme, desk: Browser, alma: User
) -> None:
    set_contact_point(
        participation=award.participations["alfa"],
        channel=Channel.PHONE,
        point="815",
        menu_path="2",
        by=alma,
    )
    form = desk.get(page_of("set_up_points")).context["form"]
    assert (form["phone_point"].value(), form["phone_menu"].value()) == ("815", "2")
    assert form["email_point"].value() == ""

    def save(company: str, **more: str) -> str:
        address = reverse("set_up_points", args=[YEAR, company])
        form = desk.get(address).context["form"]
        sent = {field.html_name: field.value() or "" for field in form}
        return str(desk.post(address, sent | more)["Location"])

    listed = page_of("set_up_companies")
    assert save("alfa") == listed
    kept = points_of(year.participations.get(company__key="alfa"))[Channel.PHONE]
    assert kept == PointFacts("815", "2")
    assert save("alfa", next="") == reverse("set_up_points", args=[YEAR, "beta"])
    assert save("gamma", next="") == reverse("set_up_points", args=[YEAR, "alfa"])
    confirm_points(year, alma)
    assert save("alfa", next="") == listed


def test_what_a_company_is_tested_for_stands_with_it_and_is_changed_from_there(
    year: Programme, desk: Browser, alma: User
) -> None:
    Participation.objects.filter(programme=year).update(signed_up=True)
    address = page_of("set_up_company")
    assert "No client reads for this company" in desk.get(address).text
    clients = two_clients(
        own=[Company.objects.get(key="alfa")], others=[Company.objects.get(key="beta")], by=alma
    )
    assert "4 companies have signed up without a package." in desk.get(page_of("set_up")).text
    (row,) = desk.get(address).context["packages"]
    assert (row.client, row.package) == (clients.client.name, "No package")

    form = desk.get(row.url)
    assert f'href="{address}"' in form.text
    chosen = {
        "package": "competitors",
        "company_1": "Gamma",
        "seen": form.context["form"]["seen"].value(),
    }
    saved = desk.post(row.url, chosen)

    assert saved["Location"] == address
    (row,) = desk.get(address).context["packages"]
    assert row.package.endswith(": Gamma")
    assert "3 companies have signed up without a package." in desk.get(page_of("set_up")).text
    listed = desk.get(f"{page_of('set_up_companies')}?need=package").context["rows"]
    assert [each.name for each in listed] == ["Beta", "Delta", "Gamma"]
    # Whoever keeps the accounts sees it on the client's page, and comes back there.
    keeper = signed_in(people.person("ada@award.example", "Ada Ask", Role.ACCOUNT))
    assert ": Gamma" in " ".join(keeper.get(row.client_url).text.split())
    hers = keeper.get(row.url)
    assert f'href="{row.client_url}"' in hers.text
    assert keeper.get(address).status_code == 403


def test_what_was_typed_stays_when_somebody_else_was_faster(year: Programme, desk: Browser) -> None:
    address = page_of("set_up_company")
    typed = shown(desk, address) | {"name": "Mine"}
    Participation.objects.filter(programme=year, company__key="alfa").update(name="Theirs")

    late = desk.post(address, typed)
    assert late.status_code == 409
    assert "Somebody else has changed this in the meantime." in late.content.decode()
    assert late.context["form"]["name"].value() == "Mine"
    assert late.context["form"]["channels"].value() == ["chat", "email", "phone"]
    again = desk.post(address, typed | {"seen": late.context["form"]["seen"].value()})
    assert again["Location"] == page_of("set_up_companies")
    assert year.participations.get(company__key="alfa").name == "Mine"


def test_of_what_the_staff_was_told_all_or_nothing(year: Programme, desk: Browser) -> None:
    address = page_of("set_up_company")
    typed = shown(desk, address) | {"informed_on": "2026-01-05", "purpose": "Service"}
    answer = desk.post(address, typed)
    told = {"how": "Calls", "duration": "To April", "discussed_on": "2026-01-04"}

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"how", "duration", "discussed_on"}
    assert desk.post(address, typed | told).status_code == 302
    assert not year.participations.get(company__key="alfa").in_privacy_mode
    agreed = desk.get(reverse("fieldwork_company", args=[YEAR, "alfa"])).content.decode()
    assert "To April" in agreed
    assert "4 January 2026" in agreed


def test_a_day_that_came_from_a_file_is_shown_and_stays_until_it_is_changed(
    year: Programme, desk: Browser
) -> None:
    address, day = page_of("set_up_company"), dt.date(2026, 1, 5)
    alfa = year.participations.filter(company__key="alfa")
    alfa.update(staff_informed_on=day)
    typed = shown(desk, address)

    assert typed["informed_on"] == day
    assert desk.post(address, typed | {"name": "Alfa Bank"}).status_code == 302
    assert (alfa.get().name, alfa.get().staff_informed_on) == ("Alfa Bank", day)
    for half in ({"informed_on": "2026-01-06"}, {"purpose": "Service"}):
        assert desk.post(address, typed | half).status_code == 422
        assert alfa.get().staff_informed_on == day
    seen = {"seen": desk.get(address).context["form"]["seen"].value()}
    assert desk.post(address, typed | seen | {"informed_on": ""}).status_code == 302
    assert alfa.get().staff_informed_on is None


def test_nobody_else_hears_of_a_year_that_is_being_set_up(
    award: Award, alma: User, year: Programme
) -> None:
    reader = Browser()
    assert reader.get(f"/{YEAR}/method/").status_code == 404
    assert reader.get(f"/api/v1/programmes/{YEAR}/").status_code in {401, 404}
    assert reader.get(f"/{award.programme.slug}/method/").status_code == 200
    assert Release.objects.count() == 0
    assert year.name not in reader.get("/").content.decode()
