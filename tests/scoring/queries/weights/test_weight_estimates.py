"""From answers to weights, by every estimator, with what there is to say about them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import sqrt
from typing import Any

import pytest

from evaluations.surveys.models import ExpectationResponse
from scoring.method.weights import SurveyWeights
from scoring.models import WeightSet
from scoring.queries.weights import weight_estimates
from scoring.queries.weights.weight_basis import Basis
from scoring.queries.weights.weight_estimates import Estimate, estimate
from scoring.services.weights.weights import estimated_weight_set
from shoppers.enums import Gender
from tests.factories.awards import Award, scored, scored_award, shopper, tiny_award
from tests.factories.tiny_method import FROM_SURVEY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight_estimates, "DRAWS", 40)


def _method(**choices: Any) -> dict[str, Any]:
    return {**FROM_SURVEY, **choices}


def _say(award: Award, answers: Sequence[Mapping[str, Any]], *, first: int = 1) -> None:
    """Answers of so many shoppers, each with what she said and what is known of her."""
    ExpectationResponse.objects.bulk_create(
        ExpectationResponse(
            **{
                "programme": award.programme,
                "shopper": shopper(f"S-{number:03}"),
                "complete": True,
                "birth_year": 1980,
                "gender": Gender.FEMALE,
                "region": "Oslo",
                **said,
            }
        )
        for number, said in enumerate(answers, start=first)
    )


def _points(*needs: int) -> list[dict[str, Any]]:
    return [{"points": {"needs": one, "solution": 100 - one}} for one in needs]


def _estimated(award: Award) -> Estimate:
    rules = SurveyWeights.model_validate(award.programme.method["weights"])
    found = estimate(award.programme, rules)
    assert found is not None
    return found


def _stored(award: Award) -> WeightSet:
    return estimated_weight_set(programme=award.programme)


def _ranked(*first: str) -> list[dict[str, Any]]:
    return [
        {"ranking": ["needs", "solution"] if one == "needs" else ["solution", "waiting", "needs"]}
        for one in first
    ]


def test_rankings_become_worths_also_where_a_file_ranks_more_than_was_asked() -> None:
    award = tiny_award(weights=_method(estimator="plackett_luce"))
    _say(award, [*_ranked("needs", "needs", "needs", "solution"), {"ranking": ["needs"]}])

    found = _estimated(award)

    # Of two items a worth is the part of the rankings it won.
    assert found.basis["shares"] == {"needs": "3/4", "solution": "1/4"}
    assert (found.basis["responses"], found.basis["complete"]) == (5, 4)
    assert found.weights == {
        "waiting": Fraction(1, 20),
        "needs": Fraction(95, 100) * (Fraction(8, 10) * Fraction(3, 4) + Fraction(1, 10)),
        "solution": Fraction(95, 100) * (Fraction(8, 10) * Fraction(1, 4) + Fraction(1, 10)),
    }


def _chose(best: str, worst: str) -> dict[str, Any]:
    return {"choices": [{"shown": ["needs", "solution"], "best": best, "worst": worst}]}


def test_best_and_worst_become_the_shares_of_the_maxdiff_model() -> None:
    award = tiny_award(weights=_method(estimator="best_worst", shrink="0"))
    strange = {"choices": [{"shown": ["needs", "waiting"], "best": "needs", "worst": "waiting"}]}
    _say(award, [_chose("needs", "solution")] * 3 + [_chose("solution", "needs"), strange])

    found = _estimated(award)

    # exp(2 d) = 3 / 1, so the shares stand as sqrt(3) to 1.
    expected = sqrt(3) / (1 + sqrt(3))
    assert float(Fraction(found.basis["shares"]["needs"])) == pytest.approx(expected, abs=1e-11)
    assert float(found.weights["needs"]) == pytest.approx(0.95 * expected, abs=1e-11)
    assert sum(found.weights.values()) == 1
    assert found.basis["complete"] == 4


def test_importance_is_centred_and_warns_where_it_tells_little_apart() -> None:
    award = tiny_award(weights=_method(estimator="importance"))
    _say(
        award, [{"ratings": {"needs": 5, "solution": 3}}, {"ratings": {"needs": 9, "solution": 1}}]
    )

    clear = _estimated(award)
    _say(award, [{"ratings": {"needs": 4, "solution": 4}}], first=3)
    weak = _estimated(award)

    assert clear.basis["shares"] == {"needs": "1/1", "solution": "0/1"}
    assert (clear.basis["complete"], clear.basis["weak"]) == (1, False)
    assert (weak.basis["complete"], weak.basis["weak"]) == (2, True)
    assert weak.weights["solution"] == Fraction(95, 1000)  # lifted by shrinking alone


def test_limits_hold_and_proportions_stay() -> None:
    award = tiny_award(weights=_method(shrink="0", floor="0.2", cap="0.7"))
    _say(award, _points(90, 90))

    assert _estimated(award).weights == {
        "waiting": Fraction(1, 20),
        "needs": Fraction(7, 10),
        "solution": Fraction(1, 4),
    }


def test_limits_that_cannot_be_met_are_refused() -> None:
    award = tiny_award(weights=_method(cap="0.4"))
    _say(award, _points(50))

    with pytest.raises(ValueError, match="the caps add up to"):
        _estimated(award)


@pytest.mark.parametrize(("answers", "has"), [(4, False), (5, True)])
def test_intervals_stand_there_from_the_minimum_base_on(answers: int, *, has: bool) -> None:
    award = tiny_award(weights=FROM_SURVEY)
    _say(award, _points(*range(20, 20 + 10 * answers, 10)))

    assert ("uncertainty" in _estimated(award).basis) == has


def test_intervals_hold_the_weights_and_the_fixed_one_does_not_move() -> None:
    award = tiny_award(weights=FROM_SURVEY)
    _say(award, _points(20, 30, 40, 50, 60))

    weights = _stored(award)

    basis = Basis.of(weights)
    assert basis is not None
    assert str(basis.level) == "0.95"
    low, high = basis.intervals["needs"]
    assert low < Fraction(weights.weights["needs"]) < high
    assert [str(end) for end in basis.intervals["waiting"]] == ["0.050000", "0.050000"]
    assert weights.basis["uncertainty"]["covariance"]["sections"] == ["needs", "solution"]


def test_the_same_answers_in_any_order_give_the_same_bytes() -> None:
    answers = _points(20, 30, 40, 50, 70)
    one, other = tiny_award("2026", weights=FROM_SURVEY), tiny_award("2026-b", weights=FROM_SURVEY)
    _say(one, answers)
    _say(other, answers[::-1])

    first, second = _estimated(one), _estimated(other)

    assert first.basis == second.basis
    _say(other, _points(70), first=90)
    assert _estimated(other).basis["answers"] != first.basis["answers"]


def test_answers_are_weighted_to_margins_with_the_design_effect() -> None:
    margins = {
        "gender": {"f": "0.5", "m": "0.5"},
        "age_group": {"18-39": "0.3", "40+": "0.7"},
    }
    raking = {"rule": "margins", "margins": margins}
    award = tiny_award(weights=_method(raking=raking))
    women = [{**one, "gender": "f"} for one in _points(*[80] * 30)]
    men = [{**one, "gender": "m"} for one in _points(*[20] * 45)]
    _say(award, women + men)

    found = _estimated(award)

    assert found.basis["shares"] == {"needs": "1/2", "solution": "1/2"}
    assert found.basis["raking"] == {
        "design_effect": "1.041667",
        "effective": "72.000000",
        "unknown": 0,
        # All are 46 in that year, so nothing is left to tell them apart by.
        "margins": {"gender": [["f"], ["m"]], "age_group": [["18-39", "40+"]]},
    }
    basis = Basis.of(_stored(award))
    assert basis is not None
    assert basis.raking is not None
    assert basis.raking.margins["gender"] == [["f"], ["m"]]
    # With margins, who said it belongs to what was said.
    ExpectationResponse.objects.filter(gender="m").update(region="Troms")
    assert _estimated(award).basis["answers"] != found.basis["answers"]


def _year_before(needs: Sequence[int], weights: Mapping[str, Any]) -> Award:
    award = scored_award("2025", weights=weights)
    _say(award, _points(*needs))
    scored(award)
    return award


def test_last_year_counts_as_so_many_answers_and_the_raw_weights_stand_beside() -> None:
    method = _method(shrink="0", smoothing={"rule": "prior_answers", "answers": 10})
    _year_before([40] * 5, method)
    award = tiny_award(weights=method)
    _say(award, _points(*[80] * 5))

    found = _estimated(award)

    rest = Fraction(95, 100)
    assert found.basis["raw"]["needs"] == str(rest * Fraction(80, 100))
    assert found.weights == {
        "waiting": Fraction(1, 20),
        "needs": rest * (10 * Fraction(40, 100) + 5 * Fraction(80, 100)) / 15,
        "solution": rest * (10 * Fraction(60, 100) + 5 * Fraction(20, 100)) / 15,
    }
    assert found.basis["prior_answers"] == 10


def test_without_a_year_before_or_with_other_sections_nothing_is_smoothed() -> None:
    smoothing = {"rule": "prior_answers", "answers": 10}
    award = tiny_award(weights=_method(smoothing=smoothing))
    _say(award, _points(80))
    alone = _estimated(award)
    other = {"source": "fixed", "weights": {"waiting": "0.5", "needs": "0.2", "solution": "0.3"}}
    scored(scored_award("2024", weights=other))

    with_other_fixed = _estimated(award)

    assert "raw" not in alone.basis
    # Their proportions count, 2 to 3, not what was fixed that year.
    assert (
        with_other_fixed.weights["needs"]
        == (10 * Fraction(95, 100) * Fraction(2, 5) + Fraction(alone.weights["needs"])) / 11
    )


def test_the_change_since_last_year_is_tested_on_what_both_years_said() -> None:
    _year_before([30, 40, 40, 50, 60, 60], FROM_SURVEY)
    award = tiny_award(weights=FROM_SURVEY)
    _say(award, _points(50, 60, 70, 70, 80))

    weights = _stored(award)

    earlier = WeightSet.objects.get(programme__slug="2025")
    first, second = (
        float(each.basis["uncertainty"]["covariance"]["rows"][0][0]) for each in (earlier, weights)
    )
    moved = float(Fraction(weights.weights["needs"]) - Fraction(earlier.weights["needs"]))
    basis = Basis.of(weights)
    assert basis is not None
    assert basis.before is not None
    assert basis.before.programme == "2025"
    assert basis.before.weights["needs"] == Fraction(earlier.weights["needs"])
    assert basis.before.test is not None
    # Two weights with one sum vary along one line: W = d^2 / (v1 + v2), one degree of freedom.
    assert basis.before.test.degrees_of_freedom == 1
    assert float(basis.before.test.statistic) == pytest.approx(
        moved**2 / (first + second), rel=1e-5
    )
    assert 0 < basis.before.test.p_value < 1


def test_other_fixed_weights_and_a_year_without_intervals_leave_no_test() -> None:
    _year_before([30, 40, 50, 60, 70], FROM_SURVEY | {"fixed": {"waiting": "0.1"}})
    award = tiny_award(weights=FROM_SURVEY)
    _say(award, _points(50, 60, 70, 70, 80))
    moved_by_method = _estimated(award).basis["before"]
    scored(scored_award("2024"))
    scored(scored_award("2025-b"))

    assert moved_by_method["test"] is None
    assert moved_by_method["weights"]["waiting"] == "1/10"
    # 2025 and 2025-b are of one year: the slug decides. Of 2024 there is nothing to tell.
    assert _estimated(award).basis["before"] == moved_by_method


def test_without_an_answer_there_is_no_estimate() -> None:
    award = tiny_award(weights=FROM_SURVEY)
    award.expects({"needs": 50}, complete=False)

    assert estimate(award.programme, SurveyWeights.model_validate(FROM_SURVEY)) is None
