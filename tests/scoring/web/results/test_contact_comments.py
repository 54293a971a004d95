"""Cleared words about a contact, for its company's own clients after the release."""

import json

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.models import Evaluation, Participation
from evaluations.services.clients.api_keys import issue_key
from tests.factories.tiny_method import NEEDS, PERFECT
from tests.factories.words import commented, moderated
from tests.scoring.web.conftest import LogIn, Stage


@pytest.fixture
def contact(stage: Stage) -> Evaluation:
    """A contact of alfa with a word that was cleared and one that was not."""
    made = commented(
        stage.award.contact("alfa", PERFECT),
        c_words="Berit was <kind>",
        c_more="Nothing else was said",
    )
    moderated(made, "c_words", by=stage.alma, text="Was <kind>")
    moderated(made, "c_more", by=stage.alma, describes_no_one=False)
    return made


def _page(browser: Browser, contact: Evaluation) -> str:
    answer = browser.get(reverse("contact", args=["2026", "alfa", contact.pk]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _told_by_api(stage: Stage, contact: Evaluation) -> dict[str, str]:
    key = issue_key(client=stage.client, label="Reports", by=stage.kari)
    address = "/api/v1/programmes/2026/companies/alfa/contacts/"
    answer = Browser().get(address, headers={"Authorization": f"Api-Key {key}"})
    [found] = [
        each for each in json.loads(answer.content)["results"] if each["contact"] == str(contact.pk)
    ]
    words: dict[str, str] = found["comments"]
    return words


def test_cleared_words_stand_under_what_they_are_about(
    stage: Stage, log_in: LogIn, contact: Evaluation
) -> None:
    stage.release_to_clients()

    text = _page(log_in(stage.kjell), contact)

    assert "<h3>Words</h3> <p>Was &lt;kind&gt;</p>" in text
    assert "Berit" not in text
    assert "Nothing else was said" not in text
    assert _told_by_api(stage, contact) == {"c_words": "Was <kind>"}


def test_what_does_not_apply_says_what_that_does_to_the_points(
    stage: Stage, log_in: LogIn, contact: Evaluation
) -> None:
    answers = PERFECT | NEEDS | {"found": "na"}
    other = stage.award.contact("alfa", answers, scenario="buy", channel="chat")
    stage.release_to_clients()
    browser = log_in(stage.kjell)

    assert "Left out of points got and possible" in _page(browser, other)
    assert "Left out of points" not in _page(browser, contact)


@pytest.mark.parametrize("facts", [{"signed_up": False}, {"staff_informed_on": None}])
def test_in_privacy_mode_there_are_none(
    stage: Stage, log_in: LogIn, contact: Evaluation, facts: dict[str, object]
) -> None:
    Participation.objects.filter(company__key="alfa").update(**facts)
    stage.release_to_clients()

    text = _page(log_in(stage.kjell), contact)

    assert "Comments" not in text
    assert "kind" not in text
    assert _told_by_api(stage, contact) == {}
