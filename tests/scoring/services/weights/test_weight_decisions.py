"""Weights proposed by one coordinator and approved by another, and what a run makes of that."""

from collections.abc import Callable

import pytest

from evaluations.models import Programme
from evaluations.surveys.services.opening import close_survey
from scoring.models import WeightApproval, WeightProposal, WeightSet
from scoring.queries.weights.weight_decisions import is_approved, settled_weights, weights_before
from scoring.refusals import Refused
from scoring.services.releases.releasing import confirm_release, propose_release
from scoring.services.weights.weight_decisions import approve_weights, propose_weights
from scoring.services.weights.weights import weight_set_of
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, scored, scored_award, tiny_award
from tests.factories.surveys import opened_survey
from tests.factories.tiny_method import FROM_SURVEY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_answers_do")]


@pytest.fixture
def alma() -> User:
    return people.alma()


@pytest.fixture
def clara() -> User:
    return people.clara()


@pytest.fixture
def award() -> Award:
    made = scored_award(weights=FROM_SURVEY)
    made.expects({"needs": 50, "solution": 50})
    return made


def _proposed(award: Award, by: User) -> WeightProposal:
    return propose_weights(programme=award.programme, by=by).proposal


def _refused(code: str, act: Callable[[], object]) -> None:
    """The act is refused, and nothing is stored by it."""
    models = (WeightSet, WeightProposal, WeightApproval)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.code == code
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_a_run_counts_with_what_was_approved_whatever_is_answered_later(
    award: Award, alma: User, clara: User
) -> None:
    before = scored(award)
    award.expects({"needs": 80, "solution": 20})
    proposal = _proposed(award, alma)
    # A proposal alone binds nobody.
    assert not is_approved(proposal.weight_set)

    approval = approve_weights(proposal=proposal, by=clara)
    award.expects({"needs": 0, "solution": 100})
    after = scored(award)

    assert (approval.programme, approval.approved_by) == (award.programme, clara)
    assert after.weight_set == proposal.weight_set
    assert after.weight_set is not None
    # 0.95 x (0.8 x 65 / 100 + 0.1)
    assert after.weight_set.weights["needs"] == "589/1000"
    assert before.weight_set != after.weight_set
    assert is_approved(after.weight_set)


def test_the_same_weights_are_proposed_once_and_other_answers_replace_them(
    award: Award, alma: User, clara: User
) -> None:
    first = propose_weights(programme=award.programme, by=alma)
    again = propose_weights(programme=award.programme, by=clara)
    award.expects({"needs": 20, "solution": 80})
    other = propose_weights(programme=award.programme, by=clara)

    assert (first.unchanged, again.unchanged, other.unchanged) == (False, True, False)
    assert again.proposal == first.proposal
    assert (other.proposal.number, other.proposal.proposed_by) == (2, clara)
    _refused("proposal_replaced", lambda: approve_weights(proposal=first.proposal, by=clara))
    assert approve_weights(proposal=other.proposal, by=alma).proposal == other.proposal


def test_who_proposed_never_approves(award: Award, alma: User) -> None:
    proposal = _proposed(award, alma)

    _refused("proposer_approves", lambda: approve_weights(proposal=proposal, by=alma))


def test_only_coordinators_settle_weights(award: Award, alma: User) -> None:
    proposal, selma = _proposed(award, alma), people.selma()

    _refused("not_a_coordinator", lambda: _proposed(award, selma))
    _refused("not_a_coordinator", lambda: approve_weights(proposal=proposal, by=selma))
    approve_weights(proposal=proposal, by=people.clara())
    _refused("not_a_coordinator", lambda: approve_weights(proposal=proposal, by=selma))


def test_answers_that_changed_need_a_new_proposal(award: Award, alma: User, clara: User) -> None:
    proposal = _proposed(award, alma)
    # Another answer with the same mean: the weights are the same, the answers are not.
    award.expects({"needs": 50, "solution": 50})

    _refused("answers_changed", lambda: approve_weights(proposal=proposal, by=clara))


def test_a_year_before_that_was_computed_meanwhile_changes_no_answer(
    award: Award, alma: User, clara: User
) -> None:
    for _ in range(4):
        award.expects({"needs": 40, "solution": 60})
    proposal = _proposed(award, alma)
    scored(scored_award("2025"))

    assert approve_weights(proposal=proposal, by=clara).proposal == proposal


def test_approved_weights_stay(award: Award, alma: User, clara: User) -> None:
    proposal = _proposed(award, alma)
    approval = approve_weights(proposal=proposal, by=clara)
    award.expects({"needs": 10, "solution": 90})

    assert approve_weights(proposal=proposal, by=clara) == approval
    _refused("weights_approved", lambda: _proposed(award, alma))


def test_weights_wait_for_the_end_of_the_survey(award: Award, alma: User, clara: User) -> None:
    proposal = _proposed(award, alma)
    survey = opened_survey(award, alma)

    _refused("survey_takes_answers", lambda: _proposed(award, alma))
    _refused("survey_takes_answers", lambda: approve_weights(proposal=proposal, by=clara))

    close_survey(survey=survey, by=alma)
    assert approve_weights(proposal=proposal, by=clara).proposal == proposal


def test_weights_that_the_method_states_are_not_proposed(alma: User) -> None:
    award = tiny_award()

    _refused("weights_stated_by_method", lambda: _proposed(award, alma))


def test_a_method_that_is_not_frozen_has_no_weights_to_settle(alma: User) -> None:
    award = tiny_award(weights=FROM_SURVEY)
    award.expects({"needs": 50, "solution": 50})
    draft = Programme.objects.create(
        slug="2027",
        year=2027,
        name="Next",
        fieldwork_start="2027-01-15",
        fieldwork_end="2027-04-12",
        checklist_version=award.programme.checklist_version,
        method=award.programme.method,
    )

    _refused("method_not_frozen", lambda: propose_weights(programme=draft, by=alma))


def test_what_no_answer_gives_is_not_proposed(alma: User) -> None:
    award = tiny_award(weights=FROM_SURVEY)

    _refused("no_complete_answer", lambda: _proposed(award, alma))


def test_settled_weights_are_the_approved_then_the_released_then_the_computed(
    award: Award, alma: User, clara: User
) -> None:
    next_year = tiny_award("2027", weights=FROM_SURVEY).programme
    assert settled_weights(award.programme) is None
    assert weights_before(next_year) is None

    computed = scored(award)
    assert settled_weights(award.programme) == computed.weight_set
    release = propose_release(programme=award.programme, run=computed, by=alma).release
    award.expects({"needs": 80, "solution": 20})
    newer = scored(award)
    assert settled_weights(award.programme) == newer.weight_set != computed.weight_set
    confirm_release(release=release, by=clara)
    assert settled_weights(award.programme) == computed.weight_set

    approve_weights(proposal=_proposed(award, alma), by=clara)
    assert settled_weights(award.programme) == newer.weight_set == weights_before(next_year)
    assert weights_before(award.programme) is None
    assert weight_set_of(programme=award.programme) == newer.weight_set
