"""How sure a run's standing is, and how severe its shoppers are; for coordinators alone."""

import csv
import io
import logging
from decimal import Decimal
from fractions import Fraction

import pgtrigger
import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import EvaluationState
from evaluations.models import Evaluation
from scoring.enums import RunState
from scoring.formulas.rounding import rounded
from scoring.models import RankingRow, Run
from scoring.queries.runs import run_data
from scoring.services.runs.runs import plan_run
from tests.factories.awards import scored_award, shopper, tiny_award
from tests.factories.tiny_method import PERFECT
from tests.scoring.web.conftest import LogIn, Prepare, Stage
from tests.scoring.web.insight_stage import called_by_three

PAGES = ("certainty", "run_severity", "what_if", "run_change", "earlier_year")


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    def prepared(stage: Stage) -> None:
        called_by_three(stage.award)
        stage.complete_run()

    return prepared


def _run() -> Run:
    return Run.objects.get(state=RunState.COMPLETE)


def _address(page: str, run: Run | None = None) -> str:
    return reverse(page, args=[(run or _run()).pk])


def test_each_place_stands_with_what_stands_behind_it(
    stage: Stage, log_in: LogIn, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="scoring.web.run_pages"):
        answer = log_in(stage.alma).get(_address("certainty"))

    rows = answer.context["rows"]
    stored = RankingRow.objects.filter(participation__category__key="bank").order_by("rank")
    assert [(row.rank, row.total, row.lower, row.best_rank) for row in rows] == [
        (row.rank, row.total, row.lower, row.best_rank) for row in stored
    ]
    assert [row.name for row in rows] == ["Alfa", "Gamma", "Beta"]
    assert sum(row.best for row in rows) == pytest.approx(Decimal(100), abs=Decimal("0.001"))
    assert [row.total for row in rows] == [
        rounded(each) for each in (Fraction(3800, 49), Fraction(1550, 21), Fraction(1500, 21))
    ]
    assert [row.answered_only_rank for row in rows] == [1, 2, 3]
    # Needs were asked about of one contact in bank, and would cost all others.
    assert all(row.zero_for_missing < row.total for row in rows)
    assert [row.first for row in rows] == [True, False, False]
    assert f"certainty of bank in run {_run().pk} read by {stage.alma.pk}" in caplog.text


def test_the_shift_is_that_of_the_shoppers_a_company_met(stage: Stage, log_in: LogIn) -> None:
    answer = log_in(stage.alma).get(_address("certainty"))

    rows = {row.name: row for row in answer.context["rows"]}
    largest = answer.context["shift"]
    assert abs(largest.shift) == max(abs(row.shift) for row in rows.values())
    assert largest.name in " ".join(answer.content.decode().split())
    assert all(row.adjusted == row.total + row.shift for row in rows.values())
    # What the crossed model says of the answered contacts; of alfa's seven six were answered.
    assert {name: float(row.shift) for name, row in rows.items()} == {
        "Alfa": pytest.approx(-2.866323 * 6 / 7, abs=1e-5),
        "Beta": pytest.approx(-0.037028, abs=1e-5),
        "Gamma": pytest.approx(1.079387, abs=1e-5),
    }
    ranked = sorted(rows.values(), key=lambda row: row.adjusted, reverse=True)
    assert [row.adjusted_rank for row in ranked] == [1, 2, 3]


def test_the_rows_are_a_file(stage: Stage, log_in: LogIn) -> None:
    answer = log_in(stage.alma).get(_address("certainty"), {"format": "csv"})

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["company"] for row in rows] == ["alfa", "gamma", "beta"]
    assert 'filename="certainty-2026-bank.csv"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("route", ["certainty", "what_if"])
def test_a_category_with_an_undecided_report_tells_nothing(
    stage: Stage, log_in: LogIn, route: str, caplog: pytest.LogCaptureFixture
) -> None:
    browser = log_in(stage.alma)
    assert "Gamma" in browser.get(_address(route)).content.decode()
    stage.award.contact("alfa", PERFECT, state=EvaluationState.SUBMITTED)

    for query in ({}, {"format": "csv"}):
        with caplog.at_level(logging.INFO, logger="scoring.web.run_pages"):
            caplog.clear()
            text = browser.get(_address(route), query).content.decode()

        assert "The standing of Bank is not shown yet" in text
        assert "Gamma" not in text
        assert caplog.text == ""
    assert "Delta" in browser.get(_address(route), {"category": "power"}).content.decode()


def test_one_shopper_alone_tells_no_severity(stage: Stage, log_in: LogIn) -> None:
    award_of_one = _of_one_shopper(stage)

    answer = log_in(stage.alma).get(_address("certainty", award_of_one))

    assert "severity cannot be told from chance" in answer.content.decode()
    assert [row.adjusted for row in answer.context["rows"]] == [None, None, None]
    severity = log_in(stage.alma).get(_address("run_severity", award_of_one))
    assert "severity cannot be told from chance" in severity.content.decode()


def _of_one_shopper(stage: Stage) -> Run:
    award = stage.award
    stage.award = scored_award("2027")
    run = stage.complete_run()
    stage.award = award
    return run


def test_companies_that_share_no_shopper_are_not_compared(stage: Stage, log_in: LogIn) -> None:
    award = stage.award
    # Its total is no plain mean of contacts: counted otherwise it can be, its weights not moved.
    stage.award = tiny_award("2027", scoring={"company_score": "mean_of_sections"})
    for codes, companies in ((("S-1", "S-2"), ("alfa", "beta")), (("S-3", "S-4"), ("gamma",))):
        for code in codes:
            stage.award.shopper = shopper(code)
            for company in companies:
                stage.award.contact(company, PERFECT)
    run = stage.complete_run()
    stage.award = award

    answer = log_in(stage.alma).get(_address("certainty", run))

    assert answer.context["apart"] == ["Alfa, Beta", "Gamma"]
    assert "<li>Alfa, Beta</li>" in answer.content.decode()
    assert all(row.adjusted is None for row in answer.context["rows"])
    assert "no plain mean of contacts" in answer.content.decode()
    assert [row.zero_for_missing for row in answer.context["rows"]] == [Decimal(100)] * 3
    severity = log_in(stage.alma).get(_address("run_severity", run))
    assert severity.context["apart"] == ["Alfa, Beta", "Gamma"]
    assert "rows" not in severity.context


def test_shoppers_stand_from_the_most_severe_on(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.alma)
    answer = browser.get(_address("run_severity"))

    rows = answer.context["rows"]
    assert rows[0].code == "S-703"
    assert rows[0].effect < 0
    assert all(row.lower < row.effect < row.upper for row in rows)
    assert {row.code: row.contacts for row in rows} == {
        # Nobody answered the first shopper's tenth call: it holds no judgement.
        "S-800": 9,
        "S-701": 5,
        "S-702": 4,
        "S-703": 4,
    }
    assert reverse("shopper", args=["S-703"]) in answer.content.decode()
    by_contacts = browser.get(_address("run_severity"), {"sort": "-contacts"}).context["rows"]
    assert by_contacts[0].code == "S-800"
    file = browser.get(_address("run_severity"), {"format": "csv"}).content.decode("utf-8-sig")
    assert file.splitlines()[1].startswith("S-703,4,")


def test_of_a_run_that_kept_no_points_a_changed_contact_is_said_and_nothing_shown(
    stage: Stage, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = stage.complete_run()
    monkeypatch.setattr(run_data, "_kept", lambda _run: {})
    with pgtrigger.ignore():
        Evaluation.objects.filter(answered=False).update(content_hash="0" * 64)

    for route in ("certainty", "what_if"):
        answer = log_in(stage.alma).get(_address(route, run))

        assert answer.status_code == 409
        assert "A contact was changed after the run had counted it" in answer.content.decode()
        assert "rows" not in answer.context


@pytest.mark.parametrize("route", PAGES)
def test_pages_about_a_run_are_for_coordinators_and_complete_runs(
    stage: Stage, log_in: LogIn, route: str
) -> None:
    planned = plan_run(programme=stage.award.programme, by=stage.alma)

    assert log_in(stage.alma).get(_address(route, planned)).status_code == 404
    assert log_in(stage.alma).post(_address(route)).status_code == 405
    assert log_in(stage.alma).get(_address(route)).status_code == 200
    for who in (stage.kari, stage.kjell, stage.selma):
        assert log_in(who).get(_address(route)).status_code == 403


def test_a_look_costs_the_same_whoever_takes_part(
    stage: Stage, log_in: LogIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = log_in(stage.alma)
    # What was computed once is not computed again.
    for category in ("bank", "power"):
        browser.get(_address("certainty"), {"category": category})
    # Session, user with roles; the run; its categories in two; the undecided; the rows; sections.
    for category in ("bank", "power"):
        with django_assert_num_queries(8):
            browser.get(_address("certainty"), {"category": category})
