"""Why totals changed since the year before: for a client's own company, and at the desk."""

import csv
import io
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.services.clients.api_keys import issue_key
from scoring.formulas.rounding import rounded
from scoring.models import ReleasedContact, Run
from tests.factories.tiny_method import PERFECT
from tests.scoring.web.conftest import LogIn, Prepare, Stage
from tests.scoring.web.insight_stage import called_by_three, year_before

ALFA = ["2026", "alfa"]


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    def prepared(stage: Stage) -> None:
        called_by_three(stage.award)
        year_before(stage)
        stage.release()

    return prepared


def _parts(waterfall: object) -> dict[str, Fraction]:
    return {part.key: part.value for part in waterfall.parts}  # type: ignore[attr-defined]


def test_an_own_companys_change_is_taken_apart_without_a_rest(stage: Stage, log_in: LogIn) -> None:
    answer = log_in(stage.kjell).get(reverse("company_change", args=ALFA))

    parts = _parts(answer.context["waterfall"])
    # 100, 100 and 0 before; by hand: 2 x 100 + 2 x w + 1 x f + 0 over seven after, where a fair
    # wait has 500/7 and 600/7, a fair solution 620/7 and 500/7 under the two years' weights.
    assert (parts["before"], parts["after"]) == (Fraction(200, 3), Fraction(3800, 49))
    fair_wait, fair_fit = {0: 64.2857142857, 1: 85.7142857143}, {0: 88.5714285714, 1: 71.4285714286}
    under = {w: (300 + 2 * fair_wait[w] + fair_fit[w]) / 7 for w in (0, 1)}
    before = 200 / 3
    assert float(parts["weights"]) == pytest.approx((under[1] - under[0]) / 2)
    assert float(parts["service"]) == pytest.approx((under[0] + under[1]) / 2 - before)
    assert parts["mix"] == 0
    steps = parts["service"] + parts["weights"] + parts["mix"]
    assert steps == parts["after"] - parts["before"]
    sections = answer.context["sections"]
    assert float(sum(row.whole for row in sections)) == pytest.approx(float(steps))
    assert [(point.figure.year, point.new_method) for point in answer.context["trend"].points] == [
        (2025, False),
        (2026, True),
    ]


def test_the_drawing_says_what_the_table_and_the_file_say(stage: Stage, log_in: LogIn) -> None:
    browser, address = log_in(stage.kjell), reverse("company_change", args=ALFA)
    answer = browser.get(address)

    drawn = answer.context["waterfall"]
    text = answer.content.decode()
    assert text.count(drawn.sentence) == 2
    assert "From 66.67 in 2025 to 77.55 in 2026, +10.88 percentage points" in drawn.sentence
    for name, column in (("change", "value"), ("sections", "whole"), ("trend", "total")):
        file = browser.get(address, {"format": "csv", "table": name})
        rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
        assert rows[0][column]
    parts = browser.get(address, {"format": "csv", "table": "change"}).content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in parts.splitlines()] == [
        "part",
        "before",
        "service",
        "weights",
        "mix",
        "after",
    ]


def test_nothing_of_others_is_read_or_told(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.kjell)
    for company in ("beta", "gamma", "delta", "nobody"):
        assert browser.get(reverse("company_change", args=["2026", company])).status_code == 404
    gamma = log_in(stage.oda).get(reverse("company_change", args=["2026", "gamma"]))
    assert gamma.status_code == 200
    assert ReleasedContact.objects.count() == 0  # nobody reads a row without being its reader


def test_the_api_says_the_same_to_the_same(stage: Stage, log_in: LogIn) -> None:
    parts = _parts(
        log_in(stage.kjell).get(reverse("company_change", args=ALFA)).context["waterfall"]
    )
    key = issue_key(client=stage.client, label="Key", by=stage.alma)
    browser = Browser(headers={"authorization": f"Api-Key {key}"})

    told = browser.get(reverse("api-company-change", args=ALFA)).json()

    assert told["before"] == {"programme": "2025", "year": 2025, "total": 66.666666666667}
    assert told["after"]["total"] == float(rounded(parts["after"]))
    assert told["effects"] == {
        name: float(rounded(parts.get(name, Fraction(0))))
        for name in ("service", "weights", "mix", "questionnaire")
    }
    assert set(told["sections"]) == {"waiting", "needs", "solution"}
    assert told["interval"] is None  # one shopper made all contacts of 2025
    assert browser.get(reverse("api-company-change", args=["2026", "beta"])).status_code == 404
    first = browser.get(reverse("api-company-change", args=["2025", "alfa"])).json()
    assert (first["before"], first["effects"], first["sections"]) == (None, None, {})
    assert first["interval"] is None


def test_a_first_year_has_nothing_to_compare_with(stage: Stage, log_in: LogIn) -> None:
    text = log_in(stage.kjell).get(reverse("company_change", args=["2025", "alfa"])).content

    assert b"No earlier year to compare with" in text


def test_a_category_and_the_award_add_up(stage: Stage, log_in: LogIn) -> None:
    run = Run.objects.get(programme__slug="2026")
    browser, address = log_in(stage.alma), reverse("run_change", args=[run.pk])

    for category, panel in (("bank", 3), ("power", 1), ("all", 4)):
        answer = browser.get(address, {"category": category})

        parts = _parts(answer.context["waterfall"])
        assert answer.context["panel"] == panel
        steps = sum(value for key, value in parts.items() if key not in {"before", "after"})
        assert steps == parts["after"] - parts["before"]
    bank = browser.get(address, {"category": "bank"})
    rows = {row.name: row for row in bank.context["companies"]}
    assert list(rows) == ["Alfa", "Beta", "Gamma"]
    own = log_in(stage.kjell).get(reverse("company_change", args=ALFA)).context["waterfall"]
    assert rows["Alfa"].weights == rounded(_parts(own)["weights"])
    # Beta lost a chat that the year before had and this one has not: a change of the mix.
    assert rows["Beta"].mix != 0
    assert rows["Gamma"].mix == 0
    mean = sum((row.after for row in rows.values()), Decimal(0)) / 3
    assert float(_parts(bank.context["waterfall"])["after"]) == pytest.approx(float(mean))


def test_all_categories_leave_the_undecided_ones_out(stage: Stage, log_in: LogIn) -> None:
    run = Run.objects.get(programme__slug="2026")
    stage.award.contact("alfa", PERFECT, state="submitted")  # type: ignore[arg-type]

    answer = log_in(stage.alma).get(reverse("run_change", args=[run.pk]), {"category": "all"})

    assert answer.context["panel"] == 1
    assert "companies" not in answer.context


def test_without_an_earlier_run_there_is_no_change(stage: Stage, log_in: LogIn) -> None:
    run = Run.objects.get(programme__slug="2025")

    text = log_in(stage.alma).get(reverse("run_change", args=[run.pk])).content.decode()

    assert "An earlier programme with a complete run is needed." in text
