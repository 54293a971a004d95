"""The standing as it is now: what a run would give, hidden until review has closed."""

import logging

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import EvaluationState, TestCallState
from evaluations.models import PointsCell, TestCall
from scoring.method.reading import scoring_rules
from scoring.models import RankingRow
from scoring.queries.desk import standing
from scoring.web.presenters.results.ranking import RankedCompany
from scoring.web.presenters.runs.runs import standing_rows
from tests.factories.awards import tiny_award
from tests.factories.tiny_method import NEEDS, PERFECT
from tests.scoring.web.conftest import LogIn, Stage

PAGE = "/desk/programmes/2026/standing/"
LOGGER = "scoring.web.views.runs.live_standing"


def _figures(row: RankedCompany) -> list[object]:
    names = ("key", "rank", "total", "answered_only", "agent", "contacts", "answered", "unplaced")
    return [getattr(row, name) for name in names]


def test_it_says_what_a_run_says_and_moves_with_an_approval(
    stage: Stage, log_in: LogIn, caplog: pytest.LogCaptureFixture
) -> None:
    award, browser = stage.award, log_in(stage.alma)
    stage.complete_run()
    before = [str(row.total) for row in browser.get(PAGE).context["rows"]]
    award.contact("alfa", PERFECT | NEEDS, scenario="buy", channel="email")
    award.contact("alfa", PERFECT | {"correct": "no"})
    stored = RankingRow.objects.count()

    with caplog.at_level(logging.INFO, logger=LOGGER):
        bank = browser.get(PAGE).context["rows"]
    power = browser.get(PAGE, {"category": "power"}).context["rows"]

    assert before == ["71.428571428571", "71.428571428571", "66.666666666667"]
    assert f"of bank in 2026 read by {stage.alma.pk}" in caplog.text
    assert RankingRow.objects.count() == stored
    run, scale = stage.complete_run(), scoring_rules(award.programme).scale
    for rows, category in ((bank, "bank"), (power, "power")):
        told = standing_rows(standing(run, category=category), scale)
        assert [_figures(row) for row in rows] == [_figures(row) for row in told]


@pytest.mark.parametrize(
    ("report", "call", "link"),
    [
        (EvaluationState.SUBMITTED, TestCallState.DONE, "Bank: 1 report to review"),
        (EvaluationState.RETURNED, TestCallState.DONE, "Bank: 1 report with its shopper"),
        (EvaluationState.DRAFT, TestCallState.ACCEPTED, "Bank: 1 call to come"),
        (EvaluationState.DRAFT, TestCallState.PLANNED, "Bank: 1 call to come"),
    ],
)
def test_nobody_reads_it_before_review_has_closed(
    stage: Stage,
    log_in: LogIn,
    report: EvaluationState,
    call: TestCallState,
    link: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    stage.complete_run()
    made = stage.award.contact("beta", PERFECT, state=report)
    TestCall.objects.filter(pk=made.test_call_id).update(state=call)

    with caplog.at_level(logging.INFO, logger=LOGGER):
        answer = log_in(stage.alma).get(PAGE)

    text = answer.content.decode()
    assert link in text
    assert "The standing of Bank is not shown yet" in text
    assert "71.4" not in text
    assert "rows" not in answer.context
    assert caplog.text == ""
    # Of the other category nothing is to come.
    power = log_in(stage.alma).get(PAGE, {"category": "power"})
    assert [row.key for row in power.context["rows"]] == ["delta"]


def test_it_is_for_coordinators(stage: Stage, log_in: LogIn, stranger: Browser) -> None:
    assert stranger.get(PAGE).status_code == 302
    for who in (stage.kari, stage.selma):
        assert log_in(who).get(PAGE).status_code == 403
    browser = log_in(stage.alma)
    assert browser.post(PAGE).status_code == 405
    assert browser.get(reverse("live_standing", args=["1999"])).status_code == 404
    assert PAGE in browser.get(reverse("programme", args=["2026"])).content.decode()


def test_without_weights_or_contacts_it_says_what_is_missing(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.alma)
    assert "The weights are not settled yet" in browser.get(PAGE).content.decode()
    stage.complete_run()
    PointsCell.objects.all().delete()
    assert "No contact is approved yet" in browser.get(PAGE).content.decode()


def test_it_costs_the_same_with_three_contacts_more(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    stage.complete_run()
    browser = log_in(stage.alma)
    with django_assert_num_queries(16):
        browser.get(PAGE)
    stage.award.contacts(*(("gamma", PERFECT, {}),) * 3)

    with django_assert_num_queries(16):
        browser.get(PAGE)


def test_the_command_shows_checks_and_rebuilds(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match="not settled yet"):
        call_command("standing", "2026")
    stage.complete_run()
    tiny_award("2025")

    call_command("standing", "2026")
    call_command("standing", "2026", check=True)
    PointsCell.objects.filter(participation=stage.award.participations["beta"]).update(contacts=9)
    with pytest.raises(CommandError, match="1 sums of 2026 are not what the points add up to"):
        call_command("standing", "2026", check=True)
    call_command("standing", "2026", rebuild=True)
    call_command("standing", "2026", check=True)

    assert capsys.readouterr().out.splitlines() == [
        "bank:",
        "    1   71.428571428571       3  beta",
        "    1   71.428571428571       3  gamma",
        "    3   66.666666666667       3  alfa",
        "power:",
        "    1   85.714285714286       1  delta",
        "Best in test 2026: all 6 sums agree with the points.",
        "Best in test 2026: added up anew; 1 sums had differed.",
        "Best in test 2026: all 6 sums agree with the points.",
    ]
