"""Nobody answered makes a contact 0: two reviewers approve such a report."""

import pytest

from evaluations.models import Evaluation, EvaluationEvent, Points
from evaluations.services import reviewing
from evaluations.services.evaluating import submit
from evaluations.services.reviewing import SecondReviewerNeeded
from shoppers.models import User
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.factories.reports import submitted_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: submitted_report(cast.award, cast.selma, cast.alma, answers=None)


@pytest.fixture
def report(cast: Cast) -> Evaluation:
    made: Evaluation = cast.begun
    return made


def read() -> Evaluation:
    return Evaluation.objects.get()


def test_the_first_passes_it_on_and_the_second_makes_it_count(
    report: Evaluation, alma: User
) -> None:
    clara = people.clara()

    assert reviewing.approve(evaluation=read(), by=alma) is False
    assert read().state == "submitted"
    assert not Points.objects.exists()

    assert reviewing.approve(evaluation=read(), by=clara) is True
    assert read().state == "approved"
    assert Points.objects.get().answered is False
    steps = EvaluationEvent.objects.order_by("pk").values_list("event", "author__name")
    assert list(steps)[1:] == [("agree", "Alma Aas"), ("approve", clara.name)]


def test_one_person_is_not_two_reviewers(report: Evaluation, alma: User) -> None:
    reviewing.approve(evaluation=read(), by=alma)
    before = list(EvaluationEvent.objects.values())

    with pytest.raises(SecondReviewerNeeded, match="another reviewer has to approve it too"):
        reviewing.approve(evaluation=read(), by=alma)

    assert read().state == "submitted"
    assert list(EvaluationEvent.objects.values()) == before


def test_the_second_may_return_it_and_then_two_look_again(report: Evaluation, alma: User) -> None:
    clara = people.clara()
    reviewing.approve(evaluation=read(), by=alma)
    reviewing.send_back(evaluation=read(), reason="Which number?", remarks={}, by=clara)
    submit(evaluation=read(), by=report.test_call.shopper.user)  # type: ignore[union-attr,arg-type]  # Selma's

    assert reviewing.approve(evaluation=read(), by=alma) is False
    assert reviewing.approve(evaluation=read(), by=clara) is True


def test_the_second_may_reject_it(report: Evaluation, alma: User) -> None:
    reviewing.approve(evaluation=read(), by=alma)

    reviewing.reject(evaluation=read(), reason="Wrong number.", by=people.clara())

    assert read().state == "rejected"
