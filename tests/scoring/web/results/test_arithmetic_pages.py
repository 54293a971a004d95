"""From the rank to the answer, one click a step, each step adding up to the one above it."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories.awards import scored_award
from tests.factories.tiny_method import PERFECT
from tests.scoring.web.conftest import LogIn, Prepare, Stage

OWN = ["2026", "gamma"]
# Section, weight, percent and part of gamma's total: three contacts of 500/7, one that a critical
# answer took solution from (200/7), one that nobody answered.
GAMMA = [
    ("Waiting", "22.86", "100.00", "22.86"),
    ("Solution", "57.14", "45.00", "25.71"),
    ("Not answered", "20.00", "0.00", "0.00"),
]


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    def prepared(stage: Stage) -> None:
        stage.award.contact("gamma", PERFECT | {"correct": "no"})
        stage.award.contact("gamma", None)
        stage.release_to_clients()

    return prepared


def _page(browser: Browser, address: str, *, linked_from: Any = None) -> Any:
    """The page at the address, which the page before leads to."""
    if linked_from is not None:
        assert f'href="{address}"' in linked_from.content.decode()
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer


def test_the_walk_from_the_rank_to_the_answer(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.oda)

    ranking = _page(browser, reverse("results"))
    company = _page(browser, reverse("company", args=OWN), linked_from=ranking)
    _check_company(company)
    section = _page(browser, reverse("section", args=[*OWN, "solution"]), linked_from=company)
    _check_section(section, company)
    question = _page(
        browser, reverse("question", args=[*OWN, "solution", "fits"]), linked_from=section
    )
    _check_question(question)
    zeroed = next(each for each in question.context["answers"] if each.critical)
    address = reverse("contact", args=[*OWN, zeroed.contact])
    assert f'"{address}?at=solution.fits#solution"' in question.content.decode()
    _check_contact(_page(browser, f"{address}?at=solution.fits"))


def _check_company(company: Any) -> None:
    assert [
        (line.name, str(line.shown.share), f"{line.percent:.2f}", str(line.shown.points))
        for line in company.context["made_of"]
    ] == GAMMA
    # 100 x (3 x 5/7 + 2/7) / 5 contacts
    assert company.context["row"].total == Decimal("48.571428571429")
    assert company.context["made_of_sums"]["share"] == Decimal("100.00")
    assert company.context["made_of_sums"]["part"] == Decimal("48.57")
    assert f"{reverse('company', args=OWN)}?answered=no#contacts" in company.content.decode()


def _check_section(section: Any, company: Any) -> None:
    lines = section.context["lines"]
    assert [
        (line.name, line.got, line.possible, str(line.shown.share), str(line.shown.points))
        for line in lines
    ] == [
        ("correct", 6, 8, "11.43", "8.57"),
        ("fits", 20, 32, "45.71", "17.14"),
        ("Critical answer to: correct", None, None, "0", "0"),
    ]
    # fits lost 3 x 4 of 10 points, correct 2 of 10, and beside it the 8 that counted no more.
    assert [str(line.cost) for line in lines] == ["2.86", "17.14", "11.43"]
    whole = company.context["made_of"][1].shown
    assert section.context["sums"] == {
        "share": whole.share,
        "part": whole.points,
        "cost": whole.share - whole.points,
    }


def _check_question(question: Any) -> None:
    # Within half a day contacts stand in no order that tells of the time.
    answers = sorted(question.context["answers"], key=lambda each: each.critical)
    assert [(each.answer, each.line.got, each.critical) for each in answers] == [
        *[("fair", 4, False)] * 3,
        ("well", 8, True),
    ]
    assert [f"{each.line.part:.2f}" for each in answers] == [*["5.71"] * 3, "0.00"]
    assert sum(each.line.shown.share for each in answers) == Decimal("45.71")
    assert sum(each.line.shown.points for each in answers) == Decimal("17.14")


def _check_contact(contact: Any) -> None:
    back = reverse("question", args=[*OWN, "solution", "fits"])
    assert [crumb["url"] for crumb in contact.context["crumbs"]] == [
        f"{reverse('results', args=['2026'])}?category=bank",
        reverse("company", args=OWN),
        reverse("section", args=[*OWN, "solution"]),
        back,
        "",
    ]
    assert f'<a href="{back}">fits</a>' in contact.content.decode()
    assert [str(part) for part in contact.context["of_company"]] == ["20.00", "5.71"]
    assert [str(row.shown.points) for row in contact.context["scored"]] == ["28.57", "0.00"]


def test_what_belongs_to_others_or_is_not_there_is_not_found(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.oda)

    for company in ("alfa", "beta", "zeta"):
        for page, more in (("section", ["solution"]), ("question", ["solution", "fits"])):
            address = reverse(page, args=["2026", company, *more])
            assert browser.get(address).status_code == 404
            assert browser.get(f"{address}?format=csv").status_code == 404
    for page, more in (
        ("section", ["experience"]),
        ("question", ["waiting", "fits"]),
        ("question", ["experience", "mood"]),
    ):
        assert browser.get(reverse(page, args=["2026", "gamma", *more])).status_code == 404
    assert browser.get(reverse("section", args=["1999", "gamma", "solution"])).status_code == 404
    # They are there for their owner, and all of them for the desk.
    alfa = reverse("question", args=["2026", "alfa", "solution", "fits"])
    assert log_in(stage.kjell).get(alfa).status_code == 200
    assert log_in(stage.alma).get(alfa).status_code == 200


def test_a_step_costs_the_same_with_two_contacts_and_with_five(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage.award = scored_award("2025")
    stage.release_to_clients()

    for user, company in ((stage.kjell, "alfa"), (stage.oda, "gamma")):
        browser = log_in(user)
        for year in ("2025", "2026"):
            for page, more in (("section", ["solution"]), ("question", ["solution", "fits"])):
                with django_assert_num_queries(17):
                    browser.get(reverse(page, args=[year, company, *more]))
