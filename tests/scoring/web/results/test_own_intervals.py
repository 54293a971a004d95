"""How sure an own company's sections and its change are, where the method prints intervals."""

import csv
import io
import uuid
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import numpy as np
import pytest
from django.urls import reverse

from evaluations.queries.clients.reading import reading_as
from evaluations.visibility import DESK
from scoring.formulas.change_interval import change_intervals
from scoring.formulas.clustered_errors import ClusteredScores, clustered_means, intervals
from scoring.models import ReleasedContact, Run
from scoring.queries.results import own_intervals
from scoring.web.numbers import signed
from tests.factories.awards import shopper, tiny_award
from tests.factories.tiny_method import PERFECT
from tests.scoring.web.conftest import LogIn, Prepare, Stage

FAIR, SLOW = PERFECT | {"fits": "fair"}, PERFECT | {"wait": "slow"}
# By shopper, in the order of time; the second and third call in both years.
CALLS: dict[str, tuple[tuple[int, dict[str, Any] | None], ...]] = {
    "2027": ((1, FAIR), (2, SLOW), (2, PERFECT), (3, None)),
    "2028": ((2, FAIR), (3, PERFECT), (4, PERFECT), (5, SLOW)),
}
COMPANY = reverse("company", args=["2028", "alfa"])
CHANGE = reverse("company_change", args=["2028", "alfa"])


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    def prepared(stage: Stage) -> None:
        for year, calls in CALLS.items():
            stage.award = tiny_award(year)
            for place, (number, answers) in enumerate(calls):
                contact = uuid.UUID(int=100 * int(year) + place)
                by = shopper(f"S-{number}")
                stage.award.contact("alfa", answers, by=by, contact_id=contact)
            if year == "2028":  # beta has no year before, gamma one of a single shopper
                stage.award.contact("beta", SLOW, by=shopper("S-1"))
            stage.award.contact("gamma", SLOW, by=shopper("S-4"))
            stage.release_to_clients()

    return prepared


def _down(bound: float) -> Decimal:
    """As it is told: to tenths, away from the figure."""
    return Decimal(bound).quantize(Decimal("0.1"), rounding=ROUND_FLOOR)


def _up(bound: float) -> Decimal:
    return Decimal(bound).quantize(Decimal("0.1"), rounding=ROUND_CEILING)


def _totals(year: str) -> ClusteredScores:
    with reading_as(DESK):
        rows = ReleasedContact.objects.filter(
            release__programme__slug=year, company__key="alfa"
        ).order_by("contact")
        totals = [float(total) for total in rows.values_list("total", flat=True)]
    made_by = np.array([number for number, _answers in CALLS[year]])
    return clustered_means(np.array(totals), np.zeros(len(totals), dtype=np.int64), made_by)


def test_a_change_says_how_far_chance_could_move_it(stage: Stage, log_in: LogIn) -> None:
    expected = change_intervals(_totals("2027"), _totals("2028"))

    answer = log_in(stage.kjell).get(CHANGE)

    lower, upper = signed(_down(expected.lower[0])), signed(_up(expected.upper[0]))
    said = f"By chance the change could lie between {lower} and {upper} percentage points (95%)."
    assert answer.context["by_chance"] == said
    assert said in answer.content.decode()


def test_programs_read_it_as_coarse(stage: Stage, log_in: LogIn) -> None:
    expected = change_intervals(_totals("2027"), _totals("2028"))

    told = log_in(stage.kjell).get(reverse("api-company-change", args=["2028", "alfa"])).json()

    assert told["interval"] == {
        "level": 0.95,
        "lower": float(_down(expected.lower[0])),
        "upper": float(_up(expected.upper[0])),
    }


def test_the_desk_reads_it_for_every_company(stage: Stage, log_in: LogIn) -> None:
    expected = change_intervals(_totals("2027"), _totals("2028"))
    run = Run.objects.get(programme__slug="2028")
    browser, address = log_in(stage.alma), reverse("run_change", args=[run.pk])

    answer = browser.get(address, {"category": "bank"})
    file = browser.get(address, {"category": "bank", "format": "csv", "table": "companies"})

    alfa, gamma = answer.context["companies"]
    assert float(alfa.lower) == pytest.approx(expected.lower[0], abs=5e-7)
    assert float(alfa.upper) == pytest.approx(expected.upper[0], abs=5e-7)
    assert (gamma.key, gamma.lower, gamma.upper) == ("gamma", None, None)
    words = " ".join(answer.text.split())
    assert f"{signed(alfa.lower)} to {signed(alfa.upper)}" in words
    assert "By chance: where the whole change could lie (95%)." in words
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [(row["key"], row["lower"], row["upper"]) for row in rows] == [
        ("alfa", str(alfa.lower), str(alfa.upper)),
        ("gamma", "", ""),
    ]


def test_an_own_companys_sections_have_intervals(stage: Stage, log_in: LogIn) -> None:
    rows = log_in(stage.kjell).get(COMPANY).context["sections"]

    score = np.array([100.0, 100, 100, 0])  # waiting
    lower, upper = intervals(
        clustered_means(score, np.zeros(4, dtype=np.int64), np.array([2, 3, 4, 5]))
    )
    waiting, solution = rows
    assert waiting.lower == max(0, _down(lower[0]))
    assert upper[0] > 100 == waiting.upper
    assert 0 < solution.lower < solution.mean < solution.upper == 100
    # A client of another company reads neither the section nor its interval.
    assert log_in(stage.oda).get(COMPANY).context["sections"] == []


def test_sections_have_none_where_they_would_tell_who_made_which(
    stage: Stage, log_in: LogIn
) -> None:
    # Of four contacts one shopper made two: six pairs could be hers.
    answer = log_in(stage.kjell).get(reverse("company", args=["2027", "alfa"]))

    assert {row.lower for row in answer.context["sections"]} == {None}
    assert "they would tell which contacts one shopper made" in answer.content.decode()
    # That chance could move the total is said all the same, in tenths.
    assert answer.context["row"].lower is not None
    assert answer.context["row"].lower % Decimal("0.1") == 0


def test_a_method_without_intervals_prints_none(
    stage: Stage, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        class publication:  # noqa: N801 - a stand-in for the rules
            interval = False

    monkeypatch.setattr(own_intervals, "scoring_rules", lambda _programme: Silent)
    browser = log_in(stage.kjell)

    assert browser.get(CHANGE).context["by_chance"] == ""
    company = browser.get(COMPANY)
    assert {row.lower for row in company.context["sections"]} == {None}
    told = browser.get(reverse("api-company-change", args=["2028", "alfa"])).json()
    assert told["interval"] is None
    assert "The interval says where the mean could lie" not in company.content.decode()
