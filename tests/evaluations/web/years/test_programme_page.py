"""What is late, open and to review, at a glance; then every company behind the numbers."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import EvaluationState
from evaluations.models import Participation, TestCall
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.calls import accepted_call, late, offered_call, rejected_contact, shopper_user
from tests.factories.plans import lies_ahead
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def _counts(page: str) -> dict[str, int]:
    """The numbers at the top of the page by their labels."""
    pattern = r'hand-count">(.*?)</span>\s*<span class="hand-label">([^<]+)<'
    found = re.findall(pattern, page, flags=re.DOTALL)
    return {label: int(re.sub(r"<.*?>", "", count, flags=re.DOTALL)) for count, label in found}


def _names(page: str) -> list[str]:
    return re.findall(r'class="lead-cell">\s*<a[^>]*>\s*([^<]+?)\s*</a>', page)


def test_programmes_stand_with_what_is_late(award: Award, alma: User, reader: Client) -> None:
    tiny_award("2025")
    late(accepted_call(award, people.selma(), alma), days=2)

    page = reader.get(reverse("programmes")).content.decode()

    assert _names(page) == ["Best in test 2026", "Best in test 2025"]
    assert re.findall(r"(\d+) late", page) == ["1"]
    ascending = reader.get(reverse("programmes"), {"sort": "year"}).content.decode()
    assert _names(ascending) == ["Best in test 2025", "Best in test 2026"]


def test_programmes_are_found_by_every_filter(award: Award, alma: User, reader: Client) -> None:
    old = tiny_award("2025")
    older = tiny_award("2024")
    late(accepted_call(award, people.selma(), alma), days=2)
    old.contact("alfa", PERFECT, state=EvaluationState.SUBMITTED)
    rejected_contact(older, alma)
    address = reverse("programmes")

    def names(**query: str) -> list[str]:
        page = reader.get(address, query).content.decode()
        return [name.removeprefix("Best in test ") for name in _names(page)]

    assert names() == ["2026", "2025", "2024"]
    assert names(q="TEST 2025") == ["2025"]
    assert names(q="202", sort="name") == ["2024", "2025", "2026"]
    assert names(need="late") == ["2026"]
    assert names(need="to_review") == ["2025"]
    assert names(need="to_replace") == ["2024"]
    assert names(need="open") == ["2026", "2025", "2024"]
    assert names(need="late", q="2025") == []
    assert names(need="nonsense", sort="nonsense") == ["2026", "2025", "2024"]
    nothing = reader.get(address, {"q": "zzz"}).content.decode()
    assert "No programme fits this filter" in nothing
    assert "There is no programme yet" not in nothing
    assert f'href="{address}"' in nothing


def test_a_filter_keeps_the_order_of_its_list(award: Award, reader: Client) -> None:
    page = reader.get(reverse("programmes"), {"sort": "-late"}).content.decode()

    assert '<input type="hidden" name="sort" value="-late">' in page


@pytest.mark.parametrize("more", [[], ["2025", "2024"]])
def test_programmes_cost_the_same_for_one_and_for_three(
    award: Award, reader: Client, more: list[str], django_assert_num_queries: Any
) -> None:
    for year in more:
        tiny_award(year)
    # Session, user with roles, device; then programmes, companies, channels and calls.
    with django_assert_num_queries(7):
        assert len(_names(reader.get(reverse("programmes")).content.decode())) == 1 + len(more)


def test_what_needs_a_hand_stands_first_and_leads_to_its_list(
    award: Award, alma: User, reader: Client
) -> None:
    selma, nora = people.selma(), shopper_user("S-901", "Nora Nes")
    late(accepted_call(award, selma, alma, "alfa"), days=4)
    late(accepted_call(award, nora, alma, "alfa"), days=1)
    asked = offered_call(award, selma, alma, "beta")
    TestCall.objects.filter(pk=asked.pk).update(assigned_at=timezone.now() - dt.timedelta(days=3))
    rejected_contact(award, alma, "gamma")
    for _report in range(3):
        award.contact("delta", PERFECT, state=EvaluationState.SUBMITTED)

    page = reader.get(reverse("programme", args=["2026"])).content.decode()

    assert _counts(page) == {
        "calls are late": 2,
        "offer has no answer": 1,
        "place came free": 1,
        "reports to review": 3,
        "returned reports are overdue": 0,
        "questions wait": 0,
    }
    assert page.index("calls are late") < page.index("Categories")
    # Who is late longest, by name.
    assert re.findall(r"(\d+) days? late", page) == ["4", "1"]
    assert "Selma Sund" in page
    lists = re.findall(r'href="(/desk/calls/\?[^"]*need=[^"]*)"', page)
    counts = []
    for address in lists:
        found = reader.get(address.replace("&amp;", "&"))
        counts.append(found.context["page"].paginator.count)
    assert counts == [2, 0, 1, 1, 0]
    assert f"{reverse('review_queue')}?programme=2026" in page


def test_with_nothing_to_do_the_page_says_so(award: Award, reader: Client) -> None:
    page = reader.get(reverse("programme", args=["2026"])).content.decode()

    assert "Nothing waits for you" in page
    assert _counts(page) == {}


def test_a_year_that_can_be_planned_leads_to_its_plan_until_something_is_offered(
    award: Award, alma: User, reader: Client
) -> None:
    lies_ahead(award)
    address = reverse("programme", args=["2026"])

    (first, *others) = reader.get(address).context["tasks"]

    assert (first.count, first.label, first.url) == (
        *(12, "places have nobody yet"),
        reverse("plans", args=["2026"]),
    )
    assert not any(each.count for each in others)
    offered_call(award, people.selma(), alma)
    assert len(reader.get(address).context["tasks"]) == len(others)


def test_after_the_cut_off_day_free_places_stay_empty(
    award: Award, alma: User, reader: Client
) -> None:
    rejected_contact(award, alma)
    award.programme.cut_off_day = timezone.localdate() - dt.timedelta(days=1)
    award.programme.save(update_fields=["cut_off_day"])

    page = reader.get(reverse("programme", args=["2026"])).content.decode()

    assert "They stay empty: the cut-off day is over" in page


def test_categories_lead_to_their_companies_and_sort(award: Award, reader: Client) -> None:
    award.contact("delta", PERFECT)
    address = reverse("programme", args=["2026"])

    page = reader.get(address).content.decode()

    assert _names(page) == ["Bank", "Power"]
    assert "1 of 12" in page
    assert "?category=power" in page
    by_approved = reader.get(address, {"sort": "-approved"}).content.decode()
    assert _names(by_approved) == ["Power", "Bank"]
    assert _names(reader.get(address, {"sort": "nonsense"}).content.decode()) == ["Bank", "Power"]


def test_the_year_switch_leads_to_the_same_page_of_the_other_year(
    award: Award, reader: Client
) -> None:
    tiny_award("2025")

    years = reader.get(reverse("programme", args=["2026"])).context["years"]

    assert [(year["label"], year["url"], year["current"]) for year in years] == [
        ("2026", "/desk/programmes/2026/", True),
        ("2025", "/desk/programmes/2025/", False),
    ]


def test_a_programme_without_companies_says_so(award: Award, reader: Client) -> None:
    Participation.objects.all().delete()

    page = reader.get(reverse("programme", args=["2026"])).content.decode()

    assert "No company takes part yet" in page
    empty = reader.get(reverse("fieldwork_companies", args=["2026"])).content.decode()
    assert "No company takes part yet" in empty


@pytest.mark.parametrize("companies", [1, 3])
def test_the_page_costs_the_same_for_one_late_call_and_for_three(
    award: Award, alma: User, reader: Client, companies: int, django_assert_num_queries: Any
) -> None:
    selma = people.selma()
    for company in ["alfa", "beta", "gamma"][:companies]:
        late(accepted_call(award, selma, alma, company), days=1)
    # Session, user, device; programme; companies, channels, calls; questions; late calls;
    # years.
    with django_assert_num_queries(12):
        page = reader.get(reverse("programme", args=["2026"])).content.decode()
    assert len(re.findall("1 day late", page)) == companies


def test_companies_are_found_by_every_filter(award: Award, alma: User, reader: Client) -> None:
    late(accepted_call(award, people.selma(), alma, "beta"), days=1)
    award.contact("delta", PERFECT, state=EvaluationState.SUBMITTED)
    rejected_contact(award, alma, "gamma")
    for channel, count in (("phone", 2), ("email", 1)):
        for _contact in range(count):
            award.contact("alfa", PERFECT, channel=channel)

    def names(**query: str) -> list[str]:
        address = reverse("fieldwork_companies", args=["2026"])
        return _names(reader.get(address, query).content.decode())

    assert names() == ["Alfa", "Beta", "Delta", "Gamma"]
    assert names(q="ALF") == ["Alfa"]
    assert names(category="power") == ["Delta"]
    assert names(need="open") == ["Beta", "Delta", "Gamma"]
    assert names(need="late") == ["Beta"]
    assert names(need="to_replace") == ["Gamma"]
    assert names(need="to_review", category="power") == ["Delta"]
    assert names(sort="-approved") == ["Alfa", "Beta", "Delta", "Gamma"]
    assert names(sort="-name") == ["Gamma", "Delta", "Beta", "Alfa"]
    assert names(sort="participation") == ["Alfa", "Beta", "Delta", "Gamma"]
    assert names(category="nonsense") == ["Alfa", "Beta", "Delta", "Gamma"]
    assert names(q="nobody") == []


def test_a_filter_that_fits_nothing_can_be_cleared(award: Award, reader: Client) -> None:
    address = reverse("fieldwork_companies", args=["2026"])

    page = reader.get(address, {"q": "nobody"}).content.decode()

    assert "No company fits this filter" in page
    assert f'href="{address}"' in page


def test_companies_come_in_pages_of_25(award: Award, reader: Client) -> None:
    for number in range(23):
        company = award.company("alfa")
        company.pk = None
        company.key = f"more-{number:02}"
        company.save(force_insert=True)
        Participation.objects.create(
            programme=award.programme,
            company=company,
            category=award.participations["alfa"].category,
            name=f"More {number:02}",
            signed_up=False,
        )
    address = reverse("fieldwork_companies", args=["2026"])

    assert len(_names(reader.get(address).content.decode())) == 25
    last = reader.get(address, {"page": "2"}).content.decode()
    assert _names(last) == ["More 21", "More 22"]
    assert len(_names(reader.get(address, {"page": "x"}).content.decode())) == 25


@pytest.mark.parametrize("filters", [{"q": "alfa"}, {"category": "bank"}])
def test_companies_cost_the_same_for_one_and_for_three(
    award: Award, reader: Client, filters: dict[str, str], django_assert_num_queries: Any
) -> None:
    # Session, user with roles, device; programme; companies, channels, calls; years.
    with django_assert_num_queries(8):
        page = reader.get(reverse("fieldwork_companies", args=["2026"]), filters).content.decode()
    assert len(_names(page)) == {"alfa": 1}.get(filters.get("q", ""), 3)
