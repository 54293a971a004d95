"""That a company left the programme: beside the results, for everybody, and never why."""

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import CompanyActKind
from scoring.queries.runs.run_companies import companies_changed
from tests.factories.company_acts import REASON, happened
from tests.scoring.web.conftest import LogIn, Prepare, Stage

SENTENCE = f"Left the programme on {timezone.localdate():%-d %B %Y}:"


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    return Stage.release


def _left(stage: Stage) -> None:
    """Kari's alfa goes into gamma, and delta has another name; the correction is out."""
    award, into = stage.award, stage.award.participations["gamma"]
    happened(award, "alfa", CompanyActKind.MERGE, stage.alma, into=into)
    happened(award, "delta", CompanyActKind.RENAME, stage.alma, name="Delta Kraft")
    stage.release()


def _pages(stage: Stage, log_in: LogIn, stranger: Browser) -> dict[str, str]:
    client = log_in(stage.kari)
    return {
        "winners": stranger.get(reverse("winners", args=["2026"])).text,
        "category": stranger.get(reverse("category", args=["2026", "bank"])).text,
        "results": client.get(reverse("results"), {"category": "bank"}).text,
        "company": client.get(reverse("company", args=["2026", "alfa"])).text,
    }


def test_every_page_of_results_says_who_left_and_none_says_why(
    stage: Stage, log_in: LogIn, stranger: Browser
) -> None:
    assert not any(SENTENCE in text for text in _pages(stage, log_in, stranger).values())

    _left(stage)

    for name, text in _pages(stage, log_in, stranger).items():
        assert text.count(f"{SENTENCE} it became a part of Gamma.") == 1, name
        assert REASON not in text, name
    power = stranger.get(reverse("category", args=["2026", "power"])).text
    assert SENTENCE not in power
    assert "formerly Delta" in power
    assert log_in(stage.kari).get(reverse("company", args=["2026", "nobody"])).status_code == 404


def test_programs_read_it_too(stage: Stage, stranger: Browser) -> None:
    _left(stage)

    year = stranger.get("/api/v1/programmes/2026/")
    ranking = stranger.get("/api/v1/programmes/2026/rankings/")
    power = stranger.get("/api/v1/programmes/2026/rankings/?category=power").json()

    gone = {
        "company": "alfa",
        "name": "Alfa",
        "category": "bank",
        "kind": "merge",
        "left_on": timezone.localdate().isoformat(),
        "merged_into": "gamma",
    }
    assert year.json()["departures"] == ranking.json()["departures"] == [gone]
    assert power["departures"] == []
    assert [(row["name"], row["formerly"]) for row in power["results"]] == [
        ("Delta Kraft", "Delta")
    ]
    assert REASON not in year.text + ranking.text


def test_a_program_is_told_what_the_page_of_a_company_that_left_says(
    stage: Stage, log_in: LogIn, stranger: Browser
) -> None:
    address = "/api/v1/programmes/2026/companies/{}/"
    assert stranger.get(address.format("alfa")).status_code == 200
    _left(stage)
    text = "It has no place and no figures this year. Those of other years stay."

    for browser in (stranger, log_in(stage.kari)):
        answer = browser.get(address.format("alfa"))
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"] == f"{SENTENCE} it became a part of Gamma. {text}"
        assert REASON not in answer.text
        assert "detail" not in browser.get(address.format("nobody")).json()
    page = log_in(stage.kari).get(reverse("company", args=["2026", "alfa"]))
    assert (page.status_code, text in page.text) == (200, True)


def test_the_desk_is_told_to_run_anew_and_sees_who_left(stage: Stage, log_in: LogIn) -> None:
    run, desk = stage.complete_run(), log_in(stage.alma)
    happened(stage.award, "alfa", CompanyActKind.WITHDRAW, stage.alma)
    assert companies_changed(run)

    anew = stage.complete_run()
    page = desk.get(reverse("propose_release", args=[anew.pk])).text

    assert not companies_changed(anew)
    assert f"{SENTENCE} it withdrew." in page
    live = desk.get(f"/desk/programmes/{stage.award.programme.slug}/")
    assert live.status_code == 200
