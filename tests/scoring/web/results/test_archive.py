"""The public archive of years."""

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from scoring.models import Release
from tests.factories.awards import scored_award, tiny_award
from tests.factories.tiny_method import PERFECT
from tests.scoring.web.conftest import Prepare, Stage

ARCHIVE = reverse("archive")


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    return Stage.release


def test_every_public_year_stands_there_with_its_winners(stage: Stage, stranger: Browser) -> None:
    newest = Release.objects.get()
    stage.award = scored_award("2025")
    stage.release()

    answer = stranger.get(ARCHIVE)

    shown = [
        (
            year.release.programme.slug,
            [row.name for row in year.overall],
            {key: [row.name for row in rows] for key, rows in year.categories.items()},
        )
        for year, _decimals in answer.context["archive"]
    ]
    winners = {"bank": ["Beta", "Gamma"], "power": ["Delta"]}
    assert shown == [("2026", ["Delta"], winners), ("2025", ["Delta"], winners)]
    text = answer.content.decode()
    assert newest.content_hash in text
    for name, arguments in (
        ("winners", ["2025"]),
        ("method", ["2025"]),
        ("category", ["2025", "bank"]),
    ):
        assert f'href="{reverse(name, args=arguments)}"' in text


def test_years_are_filtered_by_category_and_turned_round(stage: Stage, stranger: Browser) -> None:
    stage.award = tiny_award("2025")
    stage.award.contact("delta", PERFECT)
    stage.release()

    def shown(**query: str) -> list[tuple[str, int, list[str]]]:
        return [
            (year.release.programme.slug, len(year.overall), list(year.categories))
            for year, _decimals in stranger.get(ARCHIVE, query).context["archive"]
        ]

    both = [("2026", 1, ["bank", "power"]), ("2025", 1, ["power"])]
    assert shown() == shown(category="zoo", sort="odd", page="x") == both
    assert shown(sort="year") == both[::-1]
    assert shown(category="bank") == [("2026", 0, ["bank"])]
    assert shown(category="power", sort="year") == [("2025", 0, ["power"]), ("2026", 0, ["power"])]
    file = stranger.get(ARCHIVE, {"category": "bank", "format": "csv"}).content.decode()
    assert [line.split(",")[:5] for line in file.splitlines()[1:]] == [
        ["2026", "2026", "category", "bank", key] for key in ("beta", "gamma")
    ]


def test_years_come_in_pages(
    stage: Stage, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.web.views.results.archive.YEARS_A_PAGE", 1)
    stage.award = scored_award("2025")
    stage.release()

    [(year, _decimals)] = stranger.get(ARCHIVE, {"page": "2"}).context["archive"]

    assert year.release.programme.slug == "2025"
    assert 'rel="next"' in stranger.get(ARCHIVE).content.decode()
    file = stranger.get(ARCHIVE, {"format": "csv"}).content.decode()
    assert {line.split(",")[0] for line in file.splitlines()[1:]} == {"2025", "2026"}


def test_the_archive_is_linked_from_every_page(stage: Stage, stranger: Browser) -> None:
    assert f'href="{ARCHIVE}"' in stranger.get(reverse("winners")).content.decode()
    assert f'href="{ARCHIVE}"' in stranger.get(reverse("sign_in")).content.decode()


def test_the_archive_costs_the_same_with_one_year_and_with_three(
    stage: Stage, stranger: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        stranger.get(ARCHIVE)
    for slug in ("2025", "2024"):
        stage.award = scored_award(slug)
        stage.release()

    with django_assert_num_queries(4):
        answer = stranger.get(ARCHIVE)

    assert len(answer.context["archive"]) == 3
