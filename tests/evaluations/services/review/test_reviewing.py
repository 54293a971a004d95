"""A reviewer's word on a report: each step is taken whole, or refused with nothing changed."""

import pytest

from evaluations.models import (
    Evaluation,
    EvaluationEvent,
    Points,
    Remark,
)
from evaluations.queries.plans.places import to_replace
from evaluations.services.lifecycle import ReasonMissing
from evaluations.services.review import reviewing
from shoppers.models import Notice, User
from tests.evaluations.casting import Begin, Cast
from tests.evaluations.services.review_steps import (
    WORDS,
    Step,
    approve,
    decide_about,
    everything,
    refused,
    reject,
    send_back,
)
from tests.factories.awards import Award
from tests.factories.reports import handed_in_again, submitted_report
from tests.factories.tiny_method import NEEDS, PERFECT

pytestmark = pytest.mark.django_db


DECISIONS = pytest.mark.parametrize("step", [send_back, approve, reject])
STEPS = pytest.mark.parametrize("step", [send_back, approve, reject, decide_about])


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: submitted_report(
        cast.award, cast.selma, cast.alma, PERFECT, comments={"c_words": WORDS}
    )


@pytest.fixture
def report(cast: Cast) -> Evaluation:
    made: Evaluation = cast.begun
    return made


def test_a_return_says_why_and_where(report: Evaluation, alma: User) -> None:
    event = reviewing.send_back(
        evaluation=report,
        reason=" Which day? ",
        remarks={"wait": " Look again ", "c_words": "Who?", "fits": "  "},
        by=alma,
    )

    assert Evaluation.objects.get().state == "returned"
    assert (event.event, event.author, event.reason) == ("return", alma, "Which day?")
    assert list(Remark.objects.values_list("event", "key", "text")) == [
        (event.pk, "wait", "Look again"),
        (event.pk, "c_words", "Who?"),
    ]
    assert not Points.objects.exists()
    assert Notice.objects.filter(kind="report_returned").count() == 1


def test_remarks_stay_with_the_return_they_belong_to(
    report: Evaluation, selma: User, alma: User
) -> None:
    first = send_back(report, alma)
    again = handed_in_again(report, selma, answers={"wait": "fair"})

    second = reviewing.send_back(
        evaluation=again, reason="And now?", remarks={"wait": "Still"}, by=alma
    )

    assert list(Remark.objects.values_list("event", "text")) == [
        (first.pk, "Look"),
        (second.pk, "Still"),
    ]


def test_an_approval_stores_the_points_of_what_was_handed_in(
    award: Award, nora: User, alma: User
) -> None:
    answers = PERFECT | NEEDS | {"wait": "fair", "found": "na", "correct": "no"}
    report = submitted_report(award, nora, alma, answers, scenario="buy")
    assert not Points.objects.exists()

    assert reviewing.approve(evaluation=report, by=alma)

    assert Evaluation.objects.get(pk=report.pk).state == "approved"
    points = Points.objects.get()
    assert points.evaluation_id == report.pk
    assert points.participation == award.participations["alfa"]
    assert (points.channel, points.answered) == ("phone", True)
    assert (points.section_got, points.section_possible) == ([2, 2, 8], [4, 2, 10])
    assert points.section_zeroed == [False, False, True]
    assert (points.question_got, points.question_possible) == ([2, 2, 0, 0, 8], [4, 2, 0, 2, 8])


def test_a_rejection_opens_the_place_again(report: Evaluation, alma: User) -> None:
    assert not to_replace().exists()

    reviewing.reject(evaluation=report, reason="The wrong company", by=alma)

    assert Evaluation.objects.get().state == "rejected"
    assert EvaluationEvent.objects.latest("pk").reason == "The wrong company"
    assert list(to_replace()) == [report.test_call]
    assert not Points.objects.exists()


@STEPS
def test_nobody_reviews_her_own_report(report: Evaluation, selma: User, step: Step) -> None:
    assert refused(step, report, selma) == "own_report"


@DECISIONS
def test_a_report_is_decided_once(report: Evaluation, alma: User, step: Step) -> None:
    stale = Evaluation.objects.get()
    reviewing.reject(evaluation=report, reason="The wrong company", by=alma)

    assert refused(step, stale, alma) == "state_changed"
    assert refused(step, Evaluation.objects.get(), alma) == "state_changed"


@DECISIONS
def test_a_report_that_was_handed_in_anew_is_read_anew(
    report: Evaluation, selma: User, alma: User, step: Step
) -> None:
    stale = Evaluation.objects.get()
    send_back(report, alma)
    again = handed_in_again(report, selma, answers={"wait": "slow"})
    assert again.state == stale.state

    assert refused(step, stale, alma) == "report_changed"
    step(again, alma)
    assert Evaluation.objects.get().state != "submitted"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_return_and_a_rejection_owe_a_reason(report: Evaluation, alma: User, reason: str) -> None:
    before = everything()

    with pytest.raises(ReasonMissing):
        reviewing.send_back(evaluation=report, reason=reason, remarks={"wait": "Look"}, by=alma)
    with pytest.raises(ReasonMissing):
        reviewing.reject(evaluation=report, reason=reason, by=alma)

    assert everything() == before


def test_a_remark_is_about_something_on_the_checklist(report: Evaluation, alma: User) -> None:
    def remark(evaluation: Evaluation, by: User) -> None:
        reviewing.send_back(
            evaluation=evaluation, reason="Why?", remarks={"wait": "Look", "weather": "?"}, by=by
        )

    assert refused(remark, report, alma) == "unknown_comment"
