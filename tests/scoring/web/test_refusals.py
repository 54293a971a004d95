"""Who is sent away from which page, and that nothing happens then."""

import uuid
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser
from django.urls import reverse

from scoring.models import Release, Run
from tests.scoring.web.conftest import LogIn, Stage

NOBODY = uuid.UUID(int=0)
Routes = list[tuple[str, list[Any]]]
FOR_COORDINATORS: Routes = [
    ("desk", []),
    ("runs", []),
    ("plan_run", []),
    ("run", [NOBODY]),
    ("run_progress", [NOBODY]),
    ("cancel_run", [NOBODY]),
    ("propose_release", [NOBODY]),
    ("releases", []),
    ("proposal", [NOBODY]),
    ("proposal_progress", [NOBODY]),
    ("release", [NOBODY]),
]
FOR_CLIENTS: Routes = [
    ("results", []),
    ("results", ["2026"]),
    ("company", ["2026", "alfa"]),
    ("lost_questions", ["2026", "alfa"]),
    ("section", ["2026", "alfa", "solution"]),
    ("question", ["2026", "alfa", "solution", "fits"]),
    ("client_home", []),
    ("contact", ["2026", "alfa", NOBODY]),
]
PUBLIC: Routes = [
    ("winners", []),
    ("winners", ["2026"]),
    ("method", []),
    ("method", ["2026"]),
    ("category", ["2026", "bank"]),
    ("archive", []),
    ("change", ["2026"]),
]
WRITING = {"plan_run", "cancel_run", "propose_release"}


def test_a_stranger_is_asked_to_sign_in(stage: Stage, stranger: Browser) -> None:
    for name, arguments in [*FOR_COORDINATORS, *FOR_CLIENTS, ("home", [])]:
        address = reverse(name, args=arguments)

        answer = stranger.get(address)

        assert answer.status_code == 302
        assert answer.headers["Location"] == f"{reverse('sign_in')}?{urlencode({'next': address})}"


@pytest.mark.parametrize("who", ["kari", "kjell", "selma"])
def test_the_desk_is_for_coordinators(stage: Stage, log_in: LogIn, who: str) -> None:
    browser = log_in(getattr(stage, who))

    for name, arguments in FOR_COORDINATORS:
        assert browser.get(reverse(name, args=arguments)).status_code == 403


def test_a_shopper_reads_no_results(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.selma)

    for name, arguments in FOR_CLIENTS:
        assert browser.get(reverse(name, args=arguments)).status_code == 403


def test_a_page_that_only_reads_takes_no_post(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.alma)

    for name, arguments in [*FOR_COORDINATORS, *FOR_CLIENTS, *PUBLIC]:
        if name not in WRITING:
            assert browser.post(reverse(name, args=arguments)).status_code == 405


def test_an_unknown_id_is_not_found(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.alma)

    for name in ("run", "run_progress", "cancel_run", "propose_release", "release", "proposal"):
        assert browser.get(reverse(name, args=[NOBODY])).status_code == 404
    assert browser.get(reverse("proposal_progress", args=[NOBODY])).status_code == 404
    for name in ("confirm_release", "cancel_proposal"):
        assert browser.post(reverse(name, args=[NOBODY])).status_code == 404


def test_confirming_takes_a_post(stage: Stage, log_in: LogIn) -> None:
    release = stage.proposal()
    address = reverse("confirm_release", args=[release.pk])

    assert log_in(stage.clara).get(address).status_code == 405
    assert not Release.objects.filter(confirmation__isnull=False).exists()


@pytest.mark.parametrize("who", ["kari", "selma"])
def test_only_coordinators_plan_propose_and_confirm(stage: Stage, log_in: LogIn, who: str) -> None:
    release = stage.proposal()
    browser = log_in(getattr(stage, who))
    runs = Run.objects.count()

    answers = [
        browser.post(reverse("plan_run"), {"programme": "2026"}),
        browser.post(reverse("propose_release", args=[release.run_id]), {"seen": "1"}),
        browser.post(reverse("confirm_release", args=[release.pk])),
        browser.post(reverse("cancel_run", args=[release.run_id]), {"reason": "Hers"}),
        browser.post(reverse("cancel_proposal", args=[release.proposals.get().pk])),
    ]

    assert [answer.status_code for answer in answers] == [403] * 5
    assert Run.objects.count() == runs
    assert Release.objects.count() == 1
    assert not Release.objects.filter(confirmation__isnull=False).exists()


def test_a_coordinator_without_her_second_factor_is_asked_for_it(
    stage: Stage, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.SECOND_FACTOR_REQUIRED", True)

    answer = log_in(stage.alma).get(reverse("desk"))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("second_factor"))
