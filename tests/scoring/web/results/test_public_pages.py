"""The winners, a category's ranking, the method: what everybody reads, and what nobody yet."""

import datetime as dt
import re

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.models import Attempt, Programme, TestCall
from tests.factories.awards import tiny_award
from tests.factories.tiny_method import FROM_SURVEY, PERFECT
from tests.scoring.web.conftest import Stage


def _text(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _without_token(text: str) -> str:
    return re.sub(r"\b\w{64}\b", "", text)


def test_before_a_release_the_list_is_honestly_empty(stage: Stage, stranger: Browser) -> None:
    text = _text(stranger, reverse("winners"))

    assert "No results to show yet" in text
    assert "Alfa" not in text


@pytest.mark.parametrize("prepared", ["complete_run", "proposal", "future_release"])
def test_what_is_prepared_does_not_show(stage: Stage, stranger: Browser, prepared: str) -> None:
    before = _without_token(_text(stranger, reverse("winners", args=["2026"])))

    getattr(stage, prepared)()

    assert _without_token(_text(stranger, reverse("winners", args=["2026"]))) == before
    assert stranger.get(reverse("category", args=["2026", "bank"])).status_code == 404


def test_a_release_to_clients_is_not_public(stage: Stage, stranger: Browser) -> None:
    stage.release_to_clients()

    assert "No results to show yet" in _text(stranger, reverse("winners"))
    assert stranger.get(reverse("category", args=["2026", "bank"])).status_code == 404


def test_the_list_names_every_winner(stage: Stage, stranger: Browser) -> None:
    stage.release()

    text = _text(stranger, reverse("winners"))

    # beta and gamma tie in the bank category; delta alone has its own and the highest total.
    assert "4 companies, 10 contacts" in text
    assert text.count("Beta") == 2
    assert text.count("Gamma") == 2
    assert text.count("Delta") == 2
    assert "Alfa" not in text
    assert "85.7" in text


def test_the_period_is_said_to_be_the_plan_and_not_when_contacts_were_made(
    stage: Stage, stranger: Browser
) -> None:
    call = TestCall.objects.first()
    assert call is not None
    attempts = Attempt.objects.filter(test_call=call)
    attempts.update(started_at=dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC))
    stage.release()

    lead = " ".join(_text(stranger, reverse("winners", args=["2026"])).split())
    assert "contacts by mystery shoppers. The fieldwork was planned for" in lead
    assert "15 January 2026 to 12 April 2026." in lead
    method = _text(stranger, reverse("method", args=["2026"]))
    assert "The fieldwork is planned for 15 January 2026 to 12 April 2026." in method
    for text in (lead, method):
        assert "between 15 January" not in text


def test_an_unknown_programme_is_not_found(stage: Stage, stranger: Browser) -> None:
    for name in ("winners", "method"):
        assert stranger.get(reverse(name, args=["1999"])).status_code == 404
    assert stranger.get(reverse("category", args=["1999", "bank"])).status_code == 404


def test_an_unknown_category_is_not_found(stage: Stage, stranger: Browser) -> None:
    stage.release()

    assert stranger.get(reverse("category", args=["2026", "zoo"])).status_code == 404


def test_a_category_shows_shared_places_and_the_three_figures(
    stage: Stage, stranger: Browser
) -> None:
    stage.release()

    answer = stranger.get(reverse("category", args=["2026", "bank"]))

    rows = answer.context["rows"]
    assert [(row.name, row.rank, row.shared) for row in rows] == [
        ("Beta", 1, True),
        ("Gamma", 1, True),
        ("Alfa", 3, False),
    ]
    text = answer.content.decode()
    assert "71.4" in text
    assert 'title="66.666666666667"' in text
    assert text.count("(shared)") == 2
    assert "What the figures mean" in text


def test_a_category_sorts_by_any_column_both_ways(stage: Stage, stranger: Browser) -> None:
    stage.release()
    address = reverse("category", args=["2026", "bank"])

    def order(sort: str) -> list[str]:
        rows = stranger.get(address, {"sort": sort}).context["rows"]
        return [row.name for row in rows]

    assert order("name") == ["Alfa", "Beta", "Gamma"]
    assert order("-name") == ["Gamma", "Beta", "Alfa"]
    assert order("-answered_only") == ["Alfa", "Beta", "Gamma"]
    assert order("answered") == ["Alfa", "Beta", "Gamma"]
    assert order("password") == ["Beta", "Gamma", "Alfa"]


@pytest.mark.parametrize(("language", "number"), [("en", "71.4"), ("nb", "71,4"), ("sv", "71,4")])
def test_figures_follow_the_language(stage: Stage, language: str, number: str) -> None:
    stage.release()

    browser = Browser(headers={"accept-language": language})

    assert number in _text(browser, reverse("category", args=["2026", "bank"]))


def test_the_other_years_are_one_click_away(stage: Stage, stranger: Browser) -> None:
    stage.release()
    tiny_award("2027")

    newest = stranger.get(reverse("winners"))

    # 2027 is announced but has nothing to read, so the newest is 2026 and the switch knows it only.
    assert newest.context["programme"].slug == "2026"
    assert [year["label"] for year in newest.context["years"]] == ["2026"]
    assert "No results to show yet" in _text(stranger, reverse("winners", args=["2027"]))


def test_the_winners_cost_the_same_however_many_there_are(
    stage: Stage, stranger: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage.release()

    for page, count in ((reverse("winners"), 5), (reverse("category", args=["2026", "bank"]), 4)):
        with django_assert_num_queries(count):
            stranger.get(page)
    with django_assert_num_queries(4):
        stranger.get(reverse("category", args=["2026", "power"]))


def test_the_method_is_public_from_the_freeze_on(stage: Stage, stranger: Browser) -> None:
    text = _text(stranger, reverse("method", args=["2026"]))

    assert stage.award.programme.method_hash in text
    assert "scores 0" in text
    assert "The weights of this release" not in text


def test_a_method_that_is_not_frozen_does_not_show(stage: Stage, stranger: Browser) -> None:
    programme = stage.award.programme
    Programme.objects.create(
        slug="2030",
        year=2030,
        name="Best in test 2030",
        fieldwork_start=programme.fieldwork_start,
        fieldwork_end=programme.fieldwork_end,
        checklist_version=programme.checklist_version,
        method=programme.method,
    )

    assert stranger.get(reverse("method", args=["2030"])).status_code == 404
    assert stranger.get(reverse("winners", args=["2030"])).status_code == 404
    assert "2030" not in _text(stranger, reverse("method"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "A contact that nobody answered within the limit scores 0."),
        ("nb", "En kontakt som ingen besvarte innen fristen, gir 0."),
        ("sv", "En kontakt som ingen besvarade inom tidsgränsen ger 0."),
    ],
)
def test_the_method_speaks_three_languages(stage: Stage, language: str, sentence: str) -> None:
    browser = Browser(headers={"accept-language": language})

    assert sentence in _text(browser, reverse("method", args=["2026"]))


def test_weights_from_a_survey_are_explained(stage: Stage, stranger: Browser) -> None:
    tiny_award("2027", weights=FROM_SURVEY)

    text = _text(stranger, reverse("method", args=["2027"]))

    assert "expectation survey" in text
    assert "20%" in text
    assert "5%" in text


def test_the_weights_join_the_method_with_the_public_release(
    stage: Stage, stranger: Browser
) -> None:
    stage.release()

    text = _text(stranger, reverse("method", args=["2026"]))

    assert "The weights of this release" in text
    assert "50.00" in text


def test_figures_that_are_missing_come_last_either_way(stage: Stage, stranger: Browser) -> None:
    nobody = tiny_award("2027")
    nobody.contact("alfa", None)
    nobody.contact("beta", PERFECT)
    stage.award = nobody
    stage.release()
    address = reverse("category", args=["2027", "bank"])

    for sort in ("agent", "-agent"):
        rows = stranger.get(address, {"sort": sort}).context["rows"]
        assert [(row.name, row.agent is None) for row in rows] == [("Beta", False), ("Alfa", True)]
