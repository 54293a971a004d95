"""A category's standing is not shown at the desk while a report of it waits for a decision."""

import logging

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import EvaluationState
from tests.factories.tiny_method import PERFECT
from tests.scoring.web.conftest import LogIn, Stage

QUEUE = "/desk/review/?programme=2026&amp;category=bank"


@pytest.mark.parametrize(
    ("state", "link", "label"),
    [
        (EvaluationState.SUBMITTED, f"{QUEUE}&amp;state=to_review", "Bank: 1 report to review"),
        (EvaluationState.RETURNED, f"{QUEUE}&amp;state=returned", "Bank: 1 report with its"),
    ],
)
def test_a_category_with_an_undecided_report_shows_no_standing(
    stage: Stage,
    log_in: LogIn,
    state: EvaluationState,
    link: str,
    label: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    run = stage.complete_run()
    browser, address = log_in(stage.alma), reverse("run", args=[run.pk])
    assert "71.4" in browser.get(address).content.decode()
    stage.award.contact("alfa", PERFECT, state=state)

    with caplog.at_level(logging.INFO, logger="scoring.web.views.runs.run"):
        text = browser.get(address).content.decode()

    assert "The standing of Bank is not shown yet" in text
    assert f'<a href="{link}">{label}' in text
    assert "71.4" not in text
    assert "Beta" not in text
    assert caplog.text == ""
    # The other category is decided about, and stands there as before.
    power = browser.get(address, {"category": "power"})
    assert [row.name for row in power.context["rows"]] == ["Delta"]


def test_a_draft_of_a_report_hides_nothing(stage: Stage, log_in: LogIn) -> None:
    run = stage.complete_run()
    stage.award.contact("alfa", PERFECT, state=EvaluationState.DRAFT)

    answer = log_in(stage.alma).get(reverse("run", args=[run.pk]))

    assert [row.name for row in answer.context["rows"]] == ["Beta", "Gamma", "Alfa"]


def test_what_a_release_changes_is_shown_with_what_is_undecided_and_noted(
    stage: Stage, log_in: LogIn, caplog: pytest.LogCaptureFixture
) -> None:
    release = stage.proposal()
    stage.award.contact("alfa", PERFECT, state=EvaluationState.SUBMITTED)
    addresses = [
        reverse("propose_release", args=[release.run_id]),
        reverse("release", args=[release.pk]),
    ]

    for address in addresses:
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="scoring.web.presenters.releases.undecided"):
            answer = log_in(stage.clara).get(address)

        text = answer.content.decode()
        assert f'<a href="{QUEUE}&amp;state=to_review">Bank: 1 report to review</a>' in text
        assert answer.context["titles"][0].new == "Beta and Gamma"
        assert f"in run {release.run_id} read by {stage.clara.pk}" in caplog.text


def test_a_run_asks_as_much_of_the_database_for_three_undecided_as_for_one(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = stage.complete_run()
    browser, address = log_in(stage.alma), reverse("run", args=[run.pk])
    stage.award.contact("alfa", PERFECT, state=EvaluationState.SUBMITTED)
    # Session, user with roles; the run; its inputs; two for categories; the undecided.
    with django_assert_num_queries(7):
        browser.get(address)
    stage.award.contact("beta", PERFECT, state=EvaluationState.SUBMITTED)
    stage.award.contact("delta", PERFECT, state=EvaluationState.RETURNED)

    with django_assert_num_queries(7):
        browser.get(address)
