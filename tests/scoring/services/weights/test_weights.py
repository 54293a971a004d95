"""Weight sets: computed by the method, stored once."""

from typing import Any

import pytest

from evaluations.canonical import digest
from evaluations.surveys.services.opening import close_survey
from scoring.enums import RunState
from scoring.models import WeightSet
from scoring.queries.weights.expectations import MINIMUM_BASE
from scoring.refusals import Refused
from scoring.services.runs.runs import perform, plan_run
from scoring.services.weights.weights import weight_set_of
from tests import people
from tests.factories.awards import scored, scored_award, tiny_award
from tests.factories.surveys import opened_survey
from tests.factories.tiny_method import FIXED, FROM_SURVEY

pytestmark = pytest.mark.django_db


def test_fixed_weights_are_the_methods_own() -> None:
    award = tiny_award()

    weights = weight_set_of(programme=award.programme)

    assert (weights.source, weights.basis) == ("fixed", {})
    assert weights.weights == {"waiting": "1/5", "needs": "3/10", "solution": "1/2"}


@pytest.mark.usefixtures("few_answers_do")
def test_survey_weights_say_what_they_were_computed_from() -> None:
    award = tiny_award(weights=FROM_SURVEY)
    award.expects({"needs": 50, "solution": 50})
    award.expects({"needs": 25, "solution": 75})
    award.expects({"needs": 100}, complete=False)

    weights = weight_set_of(programme=award.programme)

    assert weights.source == "expectation_survey"
    # 0.95 · (0.8 · 3/8 + 0.1) and 0.95 · (0.8 · 5/8 + 0.1)
    assert weights.weights == {"waiting": "1/20", "needs": "19/50", "solution": "57/100"}
    assert weights.basis == {
        "responses": 3,
        "complete": 2,
        "shares": {"needs": "3/8", "solution": "5/8"},
        "answers": digest(
            ["mean_share_of_complete_answers", "needs", "solution", [[25, 75], [50, 50]]]
        ),
    }


@pytest.mark.usefixtures("few_answers_do")
def test_the_same_content_is_one_set_and_other_content_another() -> None:
    award = tiny_award(weights=FROM_SURVEY)
    award.expects({"needs": 50, "solution": 50})

    first, again = (weight_set_of(programme=award.programme) for _ in range(2))
    award.expects({"needs": 40, "solution": 60})
    other = weight_set_of(programme=award.programme)

    assert again == first
    assert other.content_hash != first.content_hash
    assert WeightSet.objects.count() == 2


@pytest.mark.parametrize(
    "weights",
    [
        FIXED | {"weights": {"waiting": "0.2", "needs": "0.3", "solution": "0.4"}},
        FIXED | {"weights": {"waiting": "0.5", "needs": "0.5"}},
        FIXED | {"weights": {"waiting": "0.2", "needs": "0.3", "upsell": "0.5"}},
        FROM_SURVEY | {"fixed": {"waiting": "0.05", "upsell": "0.1"}},
    ],
)
@pytest.mark.usefixtures("few_answers_do")
def test_weights_that_do_not_fit_the_checklist_are_refused(weights: dict[str, Any]) -> None:
    award = tiny_award(weights=weights)
    award.expects({"needs": 50, "solution": 50})

    with pytest.raises(Refused) as refused:
        weight_set_of(programme=award.programme)

    assert refused.value.code == "weights_do_not_fit"
    assert not WeightSet.objects.exists()


def test_a_survey_without_a_complete_answer_gives_no_weights() -> None:
    award = tiny_award(weights=FROM_SURVEY)
    award.expects({"needs": 50}, complete=False)

    with pytest.raises(Refused) as refused:
        weight_set_of(programme=award.programme)

    assert refused.value.code == "no_complete_answer"


@pytest.mark.parametrize(("wanted", "enough"), [(1, MINIMUM_BASE), (7, 7)])
def test_fewer_answers_than_the_method_or_discretion_wants_give_no_weights(
    wanted: int, enough: int
) -> None:
    award = tiny_award(weights=FROM_SURVEY | {"least_answers": wanted})
    for _ in range(enough - 1):
        award.expects({"needs": 50, "solution": 50})

    with pytest.raises(Refused) as refused:
        weight_set_of(programme=award.programme)
    assert refused.value.code == "too_few_answers"
    assert not WeightSet.objects.exists()

    award.expects({"needs": 50, "solution": 50})
    assert weight_set_of(programme=award.programme).basis["complete"] == enough


def test_a_run_takes_no_weights_from_a_survey_that_takes_answers() -> None:
    alma, award = people.alma(), scored_award(weights=FROM_SURVEY)
    for _ in range(MINIMUM_BASE):
        award.expects({"needs": 50, "solution": 50})
    survey = opened_survey(award, alma)

    run = plan_run(programme=award.programme, by=alma)
    perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.error, run.weight_set) == (RunState.FAILED, "survey_takes_answers", None)
    assert not WeightSet.objects.exists()
    close_survey(survey=survey, by=alma)
    assert scored(award).weight_set is not None
