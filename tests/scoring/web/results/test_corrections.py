"""The public sentence of a correction: typed on the desk, read beside the results."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from scoring.models import Release
from scoring.services.releases.proposals import sweep_proposals
from scoring.services.runs.runs import perform, plan_run
from tests.factories.releases import WHY
from tests.factories.tiny_method import PERFECT
from tests.scoring.web.conftest import LogIn, Prepare, Stage


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    return Stage.release


def _corrected(stage: Stage) -> Release:
    stage.award.contact("alfa", PERFECT)
    return stage.release()


def _pages(stage: Stage, log_in: LogIn, stranger: Browser) -> dict[str, str]:
    client = log_in(stage.kari)
    return {
        "winners": stranger.get(reverse("winners", args=["2026"])).text,
        "category": stranger.get(reverse("category", args=["2026", "bank"])).text,
        "home": client.get(reverse("client_home")).text,
        "results": client.get(reverse("results")).text,
        "company": client.get(reverse("company", args=["2026", "alfa"])).text,
    }


def test_every_page_of_results_says_why_they_were_corrected(
    stage: Stage, log_in: LogIn, stranger: Browser
) -> None:
    assert not any(WHY in text for text in _pages(stage, log_in, stranger).values())

    _corrected(stage)

    for name, text in _pages(stage, log_in, stranger).items():
        assert text.count(WHY) == 1, name
        assert "orrected on" in text, name


def test_programs_read_it_too(stage: Stage, stranger: Browser) -> None:
    _corrected(stage)

    year = stranger.get("/api/v1/programmes/2026/").json()
    winners = stranger.get("/api/v1/programmes/2026/winners/").json()

    assert [(each["release"], each["reason"]) for each in year["corrections"]] == [(2, {"en": WHY})]
    assert year["corrections"][0]["since"] == year["released_since"]
    assert winners["corrections"] == [{"release": 2, "reason": {"en": WHY}}]


def test_the_desk_asks_why_before_it_proposes_a_correction(stage: Stage, log_in: LogIn) -> None:
    stage.award.contact("alfa", PERFECT)
    run = plan_run(programme=stage.award.programme, by=stage.alma)
    assert perform(run.pk)
    address = reverse("propose_release", args=[run.pk])
    desk = log_in(stage.alma)
    asked = {"clients_from": "2030-06-01T08:00", "public_from": "2030-06-08T08:00", "seen": "1"}

    refused = desk.post(address, asked)
    assert refused.status_code == 422
    assert "Say in a sentence for everybody why" in refused.text
    assert Release.objects.count() == 1

    made = desk.post(address, {**asked, "reason_sv": "En kontakt saknades."})
    assert made.status_code == 302
    assert sweep_proposals() == 1
    release = Release.objects.get(number=2)
    assert release.correction == {"sv": "En kontakt saknades."}
    page = desk.get(reverse("release", args=[release.pk])).text
    assert '<dd lang="sv">En kontakt saknades.</dd>' in page
