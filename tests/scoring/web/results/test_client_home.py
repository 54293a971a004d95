"""The client's home: own results by year, and what is open now."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.models import ClientCompany, Programme
from tests.factories.awards import scored_award, tiny_award
from tests.factories.tiny_method import FIXED, PERFECT
from tests.scoring.web.conftest import LogIn, Prepare, Stage

HOME = reverse("client_home")
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    return Stage.release_to_clients


def _earlier_year(stage: Stage, slug: str = "2025", *, waiting: str = "0.2") -> None:
    """A year in which alfa had one contact that lost points at the wait."""
    award = stage.award
    weights = {"waiting": waiting, "needs": "0", "solution": str(1 - Decimal(waiting))}
    stage.award = tiny_award(slug, weights=FIXED | {"weights": weights})
    stage.award.contact("alfa", PERFECT | {"wait": "slow"})
    stage.release_to_clients()
    stage.award = award


def test_each_year_shows_the_three_figures_the_place_and_the_change(
    stage: Stage, log_in: LogIn
) -> None:
    _earlier_year(stage)

    answer = log_in(stage.kjell).get(HOME)

    facts = [
        (row.year, row.name, str(row.total), row.rank, row.companies, row.year_before)
        for row in answer.context["rows"]
    ]
    assert facts == [
        (2026, "Alfa", "66.666666666667", 3, 3, 2025),
        (2025, "Alfa", "80.000000000000", 1, 1, None),
    ]
    [first, second] = answer.context["rows"]
    assert (str(first.change), second.change) == ("-13.333333333333", None)
    text = " ".join(answer.content.decode().split())
    assert "3 of 3 in Bank" in text
    assert "−13.3</span> since 2025*" in text
    assert "* The sections had other weights" in text
    assert reverse("company", args=["2025", "alfa"]) in text


def test_a_change_under_the_same_weights_has_no_mark(stage: Stage, log_in: LogIn) -> None:
    award = stage.award
    stage.award = scored_award("2024")
    stage.release_to_clients()
    stage.award = award

    text = log_in(stage.kjell).get(HOME).content.decode()

    assert "since 2024" in text
    assert "since 2024*" not in text
    assert "other weights" not in text


def test_the_list_sorts_and_filters_by_company(stage: Stage, log_in: LogIn) -> None:
    ClientCompany.objects.create(client=stage.client, company=stage.company("delta"))
    _earlier_year(stage)
    browser = log_in(stage.kjell)

    def shown(**query: str) -> list[tuple[int, str]]:
        return [(row.year, row.name) for row in browser.get(HOME, query).context["rows"]]

    newest_first = [(2026, "Alfa"), (2026, "Delta"), (2025, "Alfa")]
    assert shown() == newest_first
    assert shown(sort="total") == [(2026, "Alfa"), (2025, "Alfa"), (2026, "Delta")]
    # What has no change comes last.
    assert shown(sort="change") == [(2026, "Alfa"), (2026, "Delta"), (2025, "Alfa")]
    assert shown(company="delta") == [(2026, "Delta")]
    assert shown(company="gamma") == newest_first


def test_of_other_companies_nothing_is_shown(stage: Stage, log_in: LogIn) -> None:
    text = log_in(stage.kjell).get(HOME).content.decode()

    assert "Alfa" in text
    assert "Beta" not in text
    assert "Gamma" not in text
    assert "Gamma" in log_in(stage.oda).get(HOME).content.decode()


def test_an_open_preview_is_told_with_its_link(stage: Stage, log_in: LogIn) -> None:
    now = timezone.now()
    link = reverse("preview", args=["2026"])
    browser = log_in(stage.kjell)
    assert link not in browser.get(HOME).content.decode()

    Programme.objects.filter(slug="2026").update(preview_from=now - DAY, preview_until=now + DAY)
    assert link in browser.get(HOME).content.decode()

    Programme.objects.filter(slug="2026").update(
        preview_from=now + DAY, preview_until=now + 2 * DAY
    )
    assert link not in browser.get(HOME).content.decode()


def test_a_coordinator_has_no_clients_home(stage: Stage, log_in: LogIn) -> None:
    assert log_in(stage.alma).get(HOME).status_code == 403


def test_the_home_costs_the_same_with_one_year_and_with_three(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = log_in(stage.kjell)
    with django_assert_num_queries(9):
        browser.get(HOME)
    _earlier_year(stage)
    _earlier_year(stage, "2024")

    with django_assert_num_queries(9):
        answer = browser.get(HOME)

    assert len(answer.context["rows"]) == 3
