"""Before its time a year shows nothing outside the desk, however far it is prepared."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.scoring.web.conftest import LogIn, Stage


def _company(key: str) -> str:
    return reverse("company", args=["2026", key])


@pytest.mark.parametrize("prepared", ["complete_run", "proposal", "future_release"])
def test_before_the_clients_time_there_is_nothing(
    stage: Stage, log_in: LogIn, prepared: str
) -> None:
    getattr(stage, prepared)()
    browser = log_in(stage.kjell)

    text = browser.get(reverse("results")).content.decode()

    assert "No results are open to you yet" in text
    assert "Alfa" not in text
    assert browser.get(reverse("results", args=["2026"])).status_code == 404
    assert browser.get(_company("alfa")).status_code == 404


def test_a_coordinator_reads_what_clients_will(stage: Stage, log_in: LogIn) -> None:
    stage.future_release()
    browser = log_in(stage.alma)

    assert len(browser.get(_company("beta")).context["contacts"]) == 3
    results = browser.get(reverse("results"))
    assert results.context["own"] == []
    assert results.context["category"] == ""
    assert len(results.context["rows"]) == 4


@pytest.mark.parametrize("prepared", ["complete_run", "proposal", "future_release"])
def test_before_the_clients_time_the_home_is_honestly_empty(
    stage: Stage, log_in: LogIn, prepared: str
) -> None:
    getattr(stage, prepared)()

    text = log_in(stage.kjell).get(reverse("client_home")).content.decode()

    assert "No results are open to you yet" in text
    assert "Alfa" not in text


@pytest.mark.parametrize(
    "prepared", ["complete_run", "proposal", "future_release", "release_to_clients"]
)
def test_a_year_that_is_not_public_is_not_there(
    stage: Stage, stranger: Browser, prepared: str
) -> None:
    getattr(stage, prepared)()

    text = stranger.get(reverse("archive")).content.decode()

    assert "No year is published yet" in text
    assert "Delta" not in text
