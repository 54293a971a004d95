"""What contacts tell apart before the first is made, and what weights alone can do."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from evaluations.planning.precision import Precision
from scoring.queries.runs.run_scores import scores_of_run
from scoring.web.presenters.results.weights_alone import example
from tests.scoring.web.conftest import LogIn, Stage
from tests.scoring.web.insight_stage import called_by_three

PRECISION = reverse("precision", args=["2026"])
WEIGHTS = reverse("weights_alone")


def test_before_any_run_the_spread_is_assumed_and_said_to_be(stage: Stage, log_in: LogIn) -> None:
    answer = log_in(stage.alma).get(PRECISION, {"contacts": "25"})

    text = " ".join(answer.content.decode().split())
    assert "No run is there to take the spread of contacts from, so 12.0" in text
    assert "25 contacts separate 9.7 points" in text
    assert [(row.difference, row.contacts) for row in answer.context["needed"]] == [
        (1, 2262),
        (2, 567),
        (3, 253),
        (5, 92),
        (10, 24),
    ]
    assert answer.context["correlation"] is None


def test_the_spread_is_that_of_the_last_run(stage: Stage, log_in: LogIn) -> None:
    called_by_three(stage.award)
    run = stage.complete_run()
    browser = log_in(stage.alma)

    answer = browser.get(PRECISION)

    scores = scores_of_run(run.pk)
    rest = 0.0
    for company in range(len(scores.participations)):
        own = scores.score[scores.company == company]
        rest += float(((own - own.mean()) ** 2).sum())
    deviation = (rest / (len(scores.score) - len(scores.participations))) ** 0.5
    assert float(answer.context["known"]) == pytest.approx(deviation, abs=0.05)
    assert answer.context["spread"].run == run
    # The method's three contacts are asked about first.
    assert answer.context["asked"].contacts == 3
    found = Precision(float(answer.context["known"])).smallest_difference(3)
    assert float(answer.context["asked"].difference) == pytest.approx(found, abs=0.05)
    assert answer.context["asked"].paired is not None
    other = browser.get(PRECISION, {"deviation": "8", "contacts": "25"})
    assert str(other.context["asked"].difference) == "6.5"
    assert other.context["asked"].paired is None
    file = browser.get(PRECISION, {"format": "csv", "table": "separated"}).content.decode()
    assert "contacts,difference,paired" in file


@pytest.mark.parametrize("asked", [{"contacts": "1"}, {"contacts": "x"}, {"deviation": "0"}])
def test_a_number_that_is_none_is_refused(
    stage: Stage, log_in: LogIn, asked: dict[str, str]
) -> None:
    answer = log_in(stage.alma).get(PRECISION, asked)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert "asked" not in answer.context


def test_precision_is_for_coordinators(stage: Stage, log_in: LogIn, stranger: Browser) -> None:
    assert stranger.get(PRECISION).status_code == 302
    for who in (stage.kari, stage.selma):
        assert log_in(who).get(PRECISION).status_code == 403
    browser = log_in(stage.alma)
    assert browser.post(PRECISION).status_code == 405
    assert browser.get(reverse("precision", args=["1999"])).status_code == 404
    assert PRECISION in browser.get(reverse("programme", args=["2026"])).content.decode()


def test_weights_alone_make_the_invented_award_jump(stage: Stage, stranger: Browser) -> None:
    first = stranger.get(WEIGHTS)
    last = stranger.get(WEIGHTS, {"moved": "100"})

    assert str(first.context["example"].total) == "86.700000000000"
    assert str(last.context["example"].total) == "96.100000000000"
    parts = {part.key: part.shown for part in last.context["example"].waterfall.parts}
    assert parts == {
        "before": "86.70",
        "service": "0.00",
        "weights": "+9.40",
        "mix": "0.00",
        "after": "96.10",
    }
    half = " ".join(stranger.get(WEIGHTS, {"moved": "50"}).text.split())
    assert (
        "20 of the 40 percentage points of weight that move have moved: the total is 91.40%" in half
    )
    # The figure above the drawing has as many decimals as the one in it.
    quarter = stranger.get(WEIGHTS, {"moved": "25"})
    assert "the total is 89.05%" in " ".join(quarter.text.split())
    assert quarter.context["example"].waterfall.parts[-1].shown == "89.05"
    for answer in (first, last):
        assert "Invented figures" in answer.content.decode()
    assert stranger.get(WEIGHTS, {"moved": "33"}).context["example"].moved == 0
    assert str(stranger.get(WEIGHTS, {"moved": "50"}).context["example"].total).startswith("91.4")
    file = stranger.get(WEIGHTS, {"moved": "100", "format": "csv"}).content.decode()
    assert "weights," in file
    assert stranger.post(WEIGHTS).status_code == 405


@pytest.mark.parametrize("moved", [-1, 101])
def test_no_more_than_all_of_the_weight_moves(moved: int) -> None:
    with pytest.raises(ValueError, match=r"^between nothing and all of the weight can have moved$"):
        example(moved)
