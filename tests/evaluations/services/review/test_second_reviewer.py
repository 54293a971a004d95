"""Two reviewers, each without seeing what the other says: of what nobody answered, and a share."""

import pytest
from django.conf import settings
from django.db import connection

from evaluations.enums import ReviewReason
from evaluations.models import (
    Evaluation,
    EvaluationEvent,
    Points,
    Programme,
    ProgrammeStart,
    Remark,
    ReviewVerdict,
)
from evaluations.queries.objections.objections import judges_of
from evaluations.queries.own_data import own_fieldwork
from evaluations.queries.review.appeals import rejected_by, rejection_of
from evaluations.queries.review.review_agreement import review_agreement
from evaluations.queries.review.second_look import Stage, look_of
from evaluations.sampling import new_seed
from evaluations.services.lifecycle import ReasonMissing
from evaluations.services.reports.evaluating import submit
from evaluations.services.review import reviewing
from evaluations.services.review.double_reviewing import SecondReviewerNeeded, ThirdReviewerNeeded
from evaluations.services.review.taking_back import take_back
from shoppers.enums import Role
from shoppers.models import Notice, User
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db


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

    with pytest.raises(SecondReviewerNeeded, match="another reviewer has to look at it too"):
        reviewing.approve(evaluation=read(), by=alma)

    assert read().state == "submitted"
    assert list(EvaluationEvent.objects.values()) == before


def test_two_who_say_the_same_return_it_with_the_words_of_both(
    report: Evaluation, alma: User
) -> None:
    clara, unclear = people.clara(), ReviewReason.UNCLEAR
    remarks = {"wait": "How long?"}
    reviewing.send_back(evaluation=read(), reason="Which number?", remarks=remarks, by=alma)
    assert (read().state, Remark.objects.count()) == ("submitted", 0)
    assert not Notice.objects.filter(kind="report_returned").exists()

    remarks = {"wait": "By which clock?"}
    reviewing.send_back(
        evaluation=read(), reason="Which day?", remarks=remarks, code=unclear, by=clara
    )

    assert read().state == "returned"
    step = EvaluationEvent.objects.get(event="return")
    assert (step.reason, step.review_reason) == ("Which number?\n\nWhich day?", "unclear")
    assert Remark.objects.get().text == "How long?\n\nBy which clock?"
    submit(evaluation=read(), by=report.test_call.shopper.user)  # type: ignore[union-attr,arg-type]  # Selma's
    # Of what was handed in anew two look again.
    assert reviewing.approve(evaluation=read(), by=alma) is False
    assert reviewing.approve(evaluation=read(), by=clara) is True


@pytest.mark.parametrize("third", ["approve", "reject"])
def test_where_two_differ_a_third_decides_with_a_reason(
    report: Evaluation, alma: User, third: str
) -> None:
    clara, dora = people.clara(), people.person("dora@award.example", "Dora Dahl", Role.COORDINATOR)
    reviewing.approve(evaluation=read(), by=alma)
    reviewing.reject(evaluation=read(), reason="Wrong number.", by=clara)
    before = (list(EvaluationEvent.objects.values()), list(ReviewVerdict.objects.values()))
    assert (read().state, look_of(read()).stage) == ("submitted", Stage.THIRD)
    for one in (alma, clara):
        with pytest.raises(ThirdReviewerNeeded, match="Somebody who gave neither has to decide"):
            reviewing.approve(evaluation=read(), reason="Mine", by=one)
    with pytest.raises(ReasonMissing):
        reviewing.approve(evaluation=read(), by=dora)
    after = (list(EvaluationEvent.objects.values()), list(ReviewVerdict.objects.values()))
    assert after == before

    getattr(reviewing, third)(evaluation=read(), reason="I rang there.", by=dora)

    assert read().state == {"approve": "approved", "reject": "rejected"}[third]
    assert EvaluationEvent.objects.latest("pk").reason == "I rang there."
    assert Points.objects.exists() == (third == "approve")
    # All three have judged it: none of them answers for it later.
    assert judges_of(read()) == {alma.pk, clara.pk, dora.pk}
    found = review_agreement()
    assert found is not None
    assert (found.reports, found.agreed) == (1, 0)


def test_who_rejected_with_another_does_not_decide_the_appeal(
    report: Evaluation, alma: User
) -> None:
    clara = people.clara()
    for one in (alma, clara):
        reviewing.reject(evaluation=read(), reason="Wrong number.", by=one)

    rejection = rejection_of(read())

    assert rejection is not None
    assert rejected_by(rejection) == {alma.pk, clara.pk}


def test_a_share_of_answered_reports_is_drawn_in_years_that_were_started_here(
    cast: Cast, alma: User
) -> None:
    report = submitted_report(cast.award, cast.selma, alma, company="beta")
    assert cast.award.programme.double_review_percent == 10
    Programme.objects.update(double_review_percent=100)
    # A year from a file, or started before the draw: one reviewer is enough.
    assert look_of(report).stage is Stage.ONE
    start = ProgrammeStart(
        programme=cast.award.programme, method_hash="a" * 64, checklist_hash="b" * 64, by=alma
    )
    start.draw_seed = new_seed()
    start.save()
    assert look_of(report).stage is Stage.FIRST
    assert reviewing.approve(evaluation=report, by=alma) is False
    Programme.objects.update(double_review_percent=0)
    # Begun twice, it is ended twice; the next one is not.
    assert look_of(Evaluation.objects.get(pk=report.pk)).stage is Stage.SECOND
    other = submitted_report(cast.award, cast.selma, alma, company="gamma")
    assert reviewing.approve(evaluation=other, by=alma) is True


def test_what_is_said_after_an_approval_was_taken_back_is_no_unseen_pair(
    report: Evaluation, alma: User
) -> None:
    clara = people.clara()
    reviewing.approve(evaluation=read(), by=alma)
    reviewing.approve(evaluation=read(), by=clara)
    take_back(evaluation=read(), by=clara)
    assert review_agreement() is not None

    reviewing.reject(evaluation=read(), reason="Wrong number.", by=clara)

    assert look_of(read()).stage is Stage.THIRD
    assert review_agreement() is None


def test_the_shopper_reads_no_verdict_that_has_led_to_no_step(
    report: Evaluation, alma: User
) -> None:
    def told() -> list[str]:
        (call,) = own_fieldwork(report.test_call.shopper)["calls"]  # type: ignore[arg-type]  # Selma's
        return [each["reason"] for each in call["report"]["said_by_one_of_two_reviewers"]]

    def steps() -> list[str]:
        (call,) = own_fieldwork(report.test_call.shopper)["calls"]  # type: ignore[arg-type]  # Selma's
        return [each["what"] for each in call["report"]["steps"]]

    reviewing.send_back(evaluation=read(), reason="Which number?", remarks={}, by=alma)
    assert (told(), steps()) == ([], ["submit"])
    reviewing.send_back(evaluation=read(), reason="Which day?", remarks={}, by=people.clara())
    assert told() == ["Which number?", "Which day?"]
    assert steps() == ["submit", "agree", "return"]
    submit(evaluation=read(), by=report.test_call.shopper.user)  # type: ignore[union-attr,arg-type]  # Selma's
    reviewing.reject(evaluation=read(), reason="Too late.", by=alma)
    assert told() == ["Which number?", "Which day?"]
    assert steps() == ["submit", "agree", "return", "resubmit"]


def test_verdicts_are_only_added(report: Evaluation, alma: User) -> None:
    reviewing.approve(evaluation=read(), by=alma)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'evaluations_reviewverdict', right_)"
            " FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) AS right_",
            [settings.APP_DATABASE_ROLE],
        )
        assert [row[0] for row in cursor.fetchall()] == [True, False, False]
