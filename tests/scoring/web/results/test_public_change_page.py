"""Why the means changed since the year before, as far as everybody may know it."""

from fractions import Fraction
from typing import Any

import pgtrigger
import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.enums import ClientTie, CompanyActKind
from evaluations.models import Client, Evaluation
from scoring.formulas.rounding import rounded
from scoring.models import Run
from scoring.queries.analysis import group_changes
from scoring.queries.runs import run_data
from tests.factories.awards import tiny_award
from tests.factories.company_acts import happened
from tests.factories.tiny_method import PERFECT
from tests.scoring.web.conftest import LogIn, Prepare, Stage
from tests.scoring.web.insight_stage import called_by_three, year_before

PAGE = reverse("change", args=["2026"])


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    def prepared(stage: Stage) -> None:
        called_by_three(stage.award)
        year_before(stage)
        stage.release()

    return prepared


def _parts(answer: Any) -> dict[str, Fraction]:
    return {part.key: part.value for part in answer.context["waterfall"].parts}


def test_the_whole_award_adds_up_and_few_companies_are_withheld(
    stage: Stage, stranger: Browser, log_in: LogIn
) -> None:
    assert PAGE in stranger.get(reverse("winners")).content.decode()

    answer = stranger.get(PAGE)

    parts = _parts(answer)
    steps = sum(value for key, value in parts.items() if key not in {"before", "after"})
    assert steps == parts["after"] - parts["before"] != 0
    # The desk reads the same of all categories; of power and its one company only the desk does.
    run = Run.objects.get(programme__slug="2026")
    desk = log_in(stage.alma).get(reverse("run_change", args=[run.pk]), {"category": "all"})
    assert _parts(desk) == parts
    assert answer.context["rows"] == []
    assert [row.name for row in answer.context["withheld"]] == ["Bank", "Power"]
    file = stranger.get(PAGE, {"format": "csv", "table": "categories"}).content.decode()
    assert file.splitlines()[1:] == ["bank,Bank,,,,,,,,", "power,Power,,,,,,,,"]


def test_a_category_of_enough_companies_is_shown(
    stage: Stage, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.queries.results.public_change.LEAST_COMPANIES", 1)

    rows = stranger.get(PAGE).context["rows"]

    assert [row.key for row in rows] == ["bank", "power"]
    for row in rows:
        steps = row.service + row.weights + row.mix + row.questionnaire + row.moved
        assert float(steps) == pytest.approx(float(row.after - row.before))
    # Delta alone: under 2025's weights waiting 2/4 of 5/7 and all of the solution's 2/7.
    assert rows[1].before == rounded(Fraction(450, 7))


def test_a_client_with_all_companies_but_one_reads_nothing_of_that_one(
    stage: Stage, stranger: Browser
) -> None:
    """The mean of four, less the own changes of three, would be delta's, question by question."""
    client = Client.objects.create(name="Runs many")
    for company in ("alfa", "beta"):
        client.companies.create(company=stage.award.company(company), tie=ClientTie.OUTSOURCER)
    assert "waterfall" in stranger.get(PAGE).context
    client.companies.create(company=stage.award.company("gamma"), tie=ClientTie.OUTSOURCER)

    answer = stranger.get(PAGE)

    assert "waterfall" not in answer.context
    assert answer.context["rows"] == []
    assert "or one client knows all of them but one" in answer.content.decode()


def test_a_correction_gives_away_nobody_who_left(stage: Stage, stranger: Browser) -> None:
    """The means of the release before, less those of its correction, are beta's alone."""
    assert "waterfall" in stranger.get(PAGE).context
    happened(stage.award, "beta", CompanyActKind.WITHDRAW, stage.alma)
    stage.release()

    answer = stranger.get(PAGE)

    assert "waterfall" not in answer.context
    assert answer.context["rows"] == []
    assert [row.name for row in answer.context["withheld"]] == ["Bank", "Power"]
    assert "a correction took in or left out so few companies" in answer.content.decode()


def test_of_a_run_that_kept_no_points_a_changed_contact_is_said_and_nothing_worked_out(
    stage: Stage, stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stranger.get(PAGE).context["rows"]
    with pgtrigger.ignore():
        Evaluation.objects.filter(answered=True).update(content_hash="0" * 64)
    group_changes.two_years.cache_clear()
    run_data.data_of_run.cache_clear()
    assert stranger.get(PAGE).context["rows"] == before
    monkeypatch.setattr(run_data, "_kept", lambda _run: {})
    group_changes.two_years.cache_clear()
    run_data.data_of_run.cache_clear()

    answer = stranger.get(PAGE)

    assert answer.status_code == 409
    assert "A contact has changed since these results were published" in answer.content.decode()


def test_what_is_not_published_does_not_exist(stage: Stage, stranger: Browser) -> None:
    first = reverse("change", args=["2025"])
    assert "No earlier year to compare with" in stranger.get(first).content.decode()
    assert first not in stranger.get(reverse("winners", args=["2025"])).content.decode()
    stage.award = tiny_award("2027")
    stage.award.contact("alfa", PERFECT)
    stage.release_to_clients()

    assert stranger.get(reverse("change", args=["2027"])).status_code == 404
    assert stranger.get(reverse("change", args=["1999"])).status_code == 404
    assert stranger.post(PAGE).status_code == 405
