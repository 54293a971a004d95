"""What if the weights were others, this year and in an earlier one; nothing is stored."""

import re
from fractions import Fraction

import pytest
from django.urls import reverse

from evaluations.enums import EvaluationState
from scoring.formulas.rounding import rounded
from scoring.models import RankingRow, Run, WeightSet, Winner
from tests.factories.tiny_method import PERFECT
from tests.scoring.web.conftest import LogIn, Prepare, Stage
from tests.scoring.web.insight_stage import called_by_three, year_before


@pytest.fixture(scope="module")
def prepare() -> Prepare:
    def prepared(stage: Stage) -> None:
        called_by_three(stage.award)
        year_before(stage)
        stage.complete_run()

    return prepared


def _run() -> Run:
    return Run.objects.get(programme__slug="2026")


def _address() -> str:
    return reverse("what_if", args=[_run().pk])


def test_at_first_the_weights_are_the_runs_own(stage: Stage, log_in: LogIn) -> None:
    answer = log_in(stage.alma).get(_address())

    assert not answer.context["changed"]
    assert [(row.old_rank, row.new_rank, row.change) for row in answer.context["rows"]] == [
        (1, 1, 0),
        (2, 2, 0),
        (3, 3, 0),
    ]
    assert [str(field.now) for field in answer.context["fields"]] == ["20.00", "30.00", "50.00"]
    page = answer.content.decode()
    assert "Move one, and the places follow." in page
    # A browser that checks weights itself sends none of a wrong one: old places would stand there.
    assert re.search(r'<form\s+class="weights-form"\s+novalidate', page)
    assert 'Difference <span class="unit">% points</span>' in page


def test_moved_weights_move_ranks_and_nothing_is_stored(stage: Stage, log_in: LogIn) -> None:
    def stored() -> list[int]:
        return [table.objects.count() for table in (Run, WeightSet, RankingRow, Winner)]

    before = stored()

    answer = log_in(stage.alma).get(_address(), {"w-waiting": "0", "w-needs": "0"})

    # Solution alone: alfa 5 times 100 and 60, one unanswered; gamma 4 x 60, 100, 60.
    assert [(row.name, row.new_rank, row.new_total) for row in answer.context["rows"]] == [
        ("Alfa", 1, 80),
        ("Gamma", 2, rounded(Fraction(400, 6))),
        ("Beta", 2, rounded(Fraction(400, 6))),
    ]
    assert answer.context["changed"]
    assert [str(field.part) for field in answer.context["fields"]] == [
        "0E-12",
        "0E-12",
        "100.000000000000",
    ]
    text = " ".join(answer.content.decode().split())
    assert "What if: with these weights Alfa would still win." in text
    assert "Waiting 0.0% · Needs 0.0% · Solution 100.0%" in text
    assert f"{_address()}?w-waiting=0&amp;w-needs=0" in text
    assert ">place up</span>" in text  # Gamma was third
    assert "places up" not in text
    assert stored() == before


def test_somebody_else_would_win(stage: Stage, log_in: LogIn) -> None:
    # Waiting alone: beta and gamma were as fast as alfa, whom nobody answered once.
    answer = log_in(stage.alma).get(
        _address(), {"w-waiting": "1", "w-needs": "0", "w-solution": "0", "category": "power"}
    )

    assert [(other.name, other.now, other.then) for other in answer.context["others"]] == [
        ("Bank", "Alfa", "Gamma")
    ]
    assert answer.context["winners"] == ["Delta"]
    bank = log_in(stage.alma).get(
        _address(), {"w-waiting": "1", "w-needs": "0", "w-solution": "0", "category": "bank"}
    )
    assert "What if: with these weights Gamma would win." in " ".join(bank.content.decode().split())


def test_weights_count_as_parts_of_their_sum(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.alma)
    tens = browser.get(_address(), {"w-waiting": "10", "w-needs": "20", "w-solution": "10"})
    fives = browser.get(_address(), {"w-waiting": "5", "w-needs": "10", "w-solution": "5"})

    assert tens.context["rows"] == fives.context["rows"]


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ({"w-waiting": "much"}, "Every weight is a number from 0 to 100."),
        ({"w-waiting": "-1"}, "Every weight is a number from 0 to 100."),
        ({"w-waiting": "101"}, "Every weight is a number from 0 to 100."),
        (dict.fromkeys(("w-waiting", "w-needs", "w-solution"), "0"), "At least one section needs"),
    ],
)
def test_weights_that_are_none_are_refused_in_words(
    stage: Stage, log_in: LogIn, weights: dict[str, str], sentence: str
) -> None:
    answer = log_in(stage.alma).get(_address(), weights)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "rows" not in answer.context


def test_a_hidden_category_tells_no_winner_elsewhere(stage: Stage, log_in: LogIn) -> None:
    stage.award.contact("alfa", PERFECT, state=EvaluationState.SUBMITTED)

    answer = log_in(stage.alma).get(
        _address(), {"w-waiting": "1", "w-needs": "0", "w-solution": "0", "category": "power"}
    )

    assert answer.context["others"] == []
    assert answer.context["hidden"] == 1
    assert "Gamma" not in answer.content.decode()


def test_an_earlier_year_stands_beside_itself_under_new_weights(
    stage: Stage, log_in: LogIn
) -> None:
    answer = log_in(stage.alma).get(reverse("earlier_year", args=[_run().pk]))

    assert answer.context["then"].programme.slug == "2025"
    # 2025 weighed waiting 1/2 and solution 1/5: fair contacts then had 620/7, now 500/7.
    rows = {row.name: row for row in answer.context["rows"]}
    assert rows["Gamma"].old_total == rounded(Fraction(620, 7))
    assert rows["Gamma"].new_total == rounded(Fraction(500, 7))
    # Beta's two slow ones: 200/7 then, 500/7 now.
    assert rows["Beta"].old_total == rounded(Fraction(3 * 620 + 2 * 200, 7 * 5))
    assert rows["Beta"].new_total == rounded(Fraction(500, 7))
    assert [(row.name, row.old_rank, row.new_rank) for row in answer.context["rows"]] == [
        ("Gamma", 1, 1),
        ("Beta", 3, 1),
        ("Alfa", 2, 3),
    ]
    assert [(each["name"], str(each["then"])[:4], str(each["now"])[:4])
            for each in answer.context["weights"]] == [
        ("Waiting", "50.0", "20.0"),
        ("Needs", "30.0", "30.0"),
        ("Solution", "20.0", "50.0"),
    ]  # fmt: skip
    file = log_in(stage.alma).get(
        reverse("earlier_year", args=[_run().pk, "2025"]), {"format": "csv"}
    )
    assert file.content.decode("utf-8-sig").splitlines()[1].startswith("gamma,Gamma,1,1,")


def test_an_earlier_year_is_an_earlier_programme(stage: Stage, log_in: LogIn) -> None:
    browser = log_in(stage.alma)

    for year in ("2026", "1999"):
        assert browser.get(reverse("earlier_year", args=[_run().pk, year])).status_code == 404
    first = Run.objects.get(programme__slug="2025")
    answer = browser.get(reverse("earlier_year", args=[first.pk]))
    assert "No earlier year to compare with" in answer.content.decode()


@pytest.mark.parametrize("route", ["earlier_year", "run_change"])
def test_an_undecided_report_of_either_year_hides_the_category(
    stage: Stage, log_in: LogIn, route: str
) -> None:
    address = reverse(route, args=[_run().pk])
    assert "Gamma" in log_in(stage.alma).get(address).content.decode()
    stage.award.contact("alfa", PERFECT, state=EvaluationState.RETURNED)

    text = log_in(stage.alma).get(address).content.decode()

    assert "The standing of Bank is not shown yet" in text
    assert "Gamma" not in text
