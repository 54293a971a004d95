"""A reviewer's word on a report: each step is taken whole, or refused with nothing changed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from evaluations.canonical import words_digest
from evaluations.models import (
    CommentModeration,
    Evaluation,
    EvaluationEvent,
    Points,
    PreviewedContact,
    Programme,
    Remark,
)
from evaluations.queries.places import to_replace
from evaluations.queries.reading import reading_as
from evaluations.services import reviewing
from evaluations.services.lifecycle import LifecycleError, ReasonMissing, StateChanged
from evaluations.services.reviewing import CommentVerdict
from evaluations.visibility import client_reader
from shoppers.models import Notice, User
from tests import people
from tests.factories.awards import Award
from tests.factories.clients import two_clients
from tests.factories.reports import handed_in_again, submitted_report
from tests.factories.tiny_method import NEEDS, PERFECT

pytestmark = pytest.mark.django_db
WORDS = "Anne was qick"
Step = Callable[[Evaluation, User], object]


def _return(evaluation: Evaluation, by: User) -> EvaluationEvent:
    return reviewing.send_back(
        evaluation=evaluation, reason="Which day?", remarks={"wait": "Look"}, by=by
    )


def _approve(evaluation: Evaluation, by: User) -> object:
    return reviewing.approve(evaluation=evaluation, by=by)


def _reject(evaluation: Evaluation, by: User) -> object:
    return reviewing.reject(evaluation=evaluation, reason="The wrong company", by=by)


def _moderate(evaluation: Evaluation, by: User, **facts: Any) -> CommentModeration:
    verdict: dict[str, Any] = {
        "key": "c_words",
        "read": words_digest(WORDS),
        "text": WORDS,
        "describes_no_one": True,
    }
    return reviewing.moderate(
        evaluation=evaluation, verdict=CommentVerdict(**verdict | facts), by=by
    )


DECISIONS = pytest.mark.parametrize("step", [_return, _approve, _reject])
STEPS = pytest.mark.parametrize("step", [_return, _approve, _reject, _moderate])


@pytest.fixture
def selma() -> User:
    return people.selma()


@pytest.fixture
def clara() -> User:
    return people.clara()


@pytest.fixture
def report(award: Award, selma: User, alma: User) -> Evaluation:
    return submitted_report(award, selma, alma, PERFECT, comments={"c_words": WORDS})


def _everything() -> list[Any]:
    """All that a reviewer's step may write."""
    return [
        list(Evaluation.objects.values_list("pk", "state").order_by("pk")),
        *(
            model.objects.count()
            for model in (EvaluationEvent, Remark, Points, CommentModeration, Notice)
        ),
    ]


def _refused(step: Step, evaluation: Evaluation, by: User) -> str:
    """The code of the refusal, once it is sure that nothing has changed."""
    before = _everything()
    with pytest.raises(LifecycleError) as refusal:
        step(evaluation, by)
    assert _everything() == before
    assert str(refusal.value)
    return refusal.value.code


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
    first = _return(report, alma)
    again = handed_in_again(report, selma, answers={"wait": "fair"})

    second = reviewing.send_back(
        evaluation=again, reason="And now?", remarks={"wait": "Still"}, by=alma
    )

    assert list(Remark.objects.values_list("event", "text")) == [
        (first.pk, "Look"),
        (second.pk, "Still"),
    ]


def test_an_approval_stores_the_points_of_what_was_handed_in(
    award: Award, selma: User, alma: User
) -> None:
    answers = PERFECT | NEEDS | {"wait": "fair", "found": "na", "correct": "no"}
    report = submitted_report(award, selma, alma, answers, scenario="buy")
    assert not Points.objects.exists()

    reviewing.approve(evaluation=report, by=alma)

    assert Evaluation.objects.get().state == "approved"
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
    assert _refused(step, report, selma) == "own_report"


@DECISIONS
def test_a_report_is_decided_once(report: Evaluation, alma: User, step: Step) -> None:
    stale = Evaluation.objects.get()
    reviewing.reject(evaluation=report, reason="The wrong company", by=alma)

    assert _refused(step, stale, alma) == "state_changed"
    assert _refused(step, Evaluation.objects.get(), alma) == "state_changed"


@DECISIONS
def test_a_report_that_was_handed_in_anew_is_read_anew(
    report: Evaluation, selma: User, alma: User, step: Step
) -> None:
    stale = Evaluation.objects.get()
    _return(report, alma)
    again = handed_in_again(report, selma, answers={"wait": "slow"})
    assert again.state == stale.state

    assert _refused(step, stale, alma) == "report_changed"
    step(again, alma)
    assert Evaluation.objects.get().state != "submitted"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_return_and_a_rejection_owe_a_reason(report: Evaluation, alma: User, reason: str) -> None:
    before = _everything()

    with pytest.raises(ReasonMissing):
        reviewing.send_back(evaluation=report, reason=reason, remarks={"wait": "Look"}, by=alma)
    with pytest.raises(ReasonMissing):
        reviewing.reject(evaluation=report, reason=reason, by=alma)

    assert _everything() == before


def test_a_remark_is_about_something_on_the_checklist(report: Evaluation, alma: User) -> None:
    def remark(evaluation: Evaluation, by: User) -> None:
        reviewing.send_back(
            evaluation=evaluation, reason="Why?", remarks={"wait": "Look", "weather": "?"}, by=by
        )

    assert _refused(remark, report, alma) == "unknown_comment"


def test_moderating_keeps_the_original(report: Evaluation, alma: User) -> None:
    moderation = _moderate(report, alma, text=" Anne was quick ")

    assert Evaluation.objects.get().comments == {"c_words": WORDS}
    assert (moderation.text, moderation.original) == ("Anne was quick", words_digest(WORDS))
    assert (moderation.by, moderation.describes_no_one) == (alma, True)


@pytest.mark.parametrize("text", ["", " \n"])
def test_without_words_nothing_is_shown_to_a_client(
    report: Evaluation, alma: User, text: str
) -> None:
    def show(evaluation: Evaluation, by: User) -> None:
        _moderate(evaluation, by, text=text)

    assert _refused(show, report, alma) == "no_words"

    hidden = _moderate(report, alma, text=text, describes_no_one=False)
    assert (hidden.describes_no_one, hidden.text) == (False, WORDS)


def test_who_decides_second_about_a_comment_is_told(
    report: Evaluation, alma: User, clara: User
) -> None:
    first = _moderate(report, alma, describes_no_one=False)

    def decide(evaluation: Evaluation, by: User) -> None:
        _moderate(evaluation, by, text="She was quick")

    assert _refused(decide, report, clara) == "comment_decided"
    with pytest.raises(reviewing.CommentDecided, match="Alma Aas has decided"):
        decide(report, clara)

    # Once she has seen it she may decide otherwise; what stood there before stays.
    second = _moderate(report, clara, text="She was quick", standing=first.pk)
    assert list(CommentModeration.objects.values_list("pk", "by", "describes_no_one", "text")) == [
        (first.pk, alma.pk, False, WORDS),
        (second.pk, clara.pk, True, "She was quick"),
    ]
    assert _refused(decide, report, alma) == "comment_decided"


def test_a_decision_that_was_never_there_is_none_that_was_read(
    report: Evaluation, alma: User
) -> None:
    def decide(evaluation: Evaluation, by: User) -> None:
        _moderate(evaluation, by, standing=1)

    assert _refused(decide, report, alma) == "words_changed"


def test_the_same_press_twice_is_one_decision(report: Evaluation, alma: User) -> None:
    first = _moderate(report, alma, text="Anne was quick")

    assert _moderate(report, alma, text=" Anne was quick ") == first
    assert CommentModeration.objects.count() == 1


def test_a_comment_without_words_is_none(award: Award, selma: User, alma: User) -> None:
    report = submitted_report(award, selma, alma, PERFECT, comments={"c_words": WORDS})
    Evaluation.objects.update(comments={"c_words": " "})

    def decide(evaluation: Evaluation, by: User) -> None:
        _moderate(evaluation, by, read=words_digest(" "))

    assert _refused(decide, report, alma) == "unknown_comment"


def test_a_comment_is_moderated_after_the_approval_too(report: Evaluation, alma: User) -> None:
    _approve(report, alma)

    _moderate(report, alma, describes_no_one=False)

    assert CommentModeration.objects.get().describes_no_one is False


@pytest.mark.parametrize("step", [_return, _reject])
def test_no_comment_is_moderated_in_another_state(
    report: Evaluation, alma: User, step: Step
) -> None:
    step(report, alma)

    assert _refused(_moderate, report, alma) == StateChanged.code


def test_only_comments_that_are_there_are_moderated(report: Evaluation, alma: User) -> None:
    def moderate(evaluation: Evaluation, by: User) -> None:
        _moderate(evaluation, by, key="c_other")

    assert _refused(moderate, report, alma) == "unknown_comment"


def test_words_that_changed_meanwhile_are_read_again(
    report: Evaluation, selma: User, alma: User
) -> None:
    _return(report, alma)
    again = handed_in_again(report, selma, comments={"c_words": "Somebody was quick"})

    assert _refused(_moderate, again, alma) == "words_changed"


def test_a_client_reads_what_the_newest_word_lets_it(
    award: Award, report: Evaluation, selma: User, alma: User
) -> None:
    day = dt.timedelta(days=1)
    Programme.objects.update(preview_from=timezone.now() - day, preview_until=timezone.now() + day)
    own, other = award.company("alfa"), award.company("beta")
    reader = client_reader(two_clients(own=[own], others=[other], by=alma).client)

    def seen() -> list[dict[str, str]]:
        with reading_as(reader):
            return list(PreviewedContact.objects.values_list("comments", flat=True))

    _moderate(report, alma)
    assert seen() == []
    _return(report, alma)
    again = handed_in_again(report, selma, comments={"c_words": "All were quick"})
    _approve(again, alma)
    assert seen() == [{}]  # what was said was about other words

    read = words_digest("All were quick")
    shown = _moderate(again, alma, read=read, text="Everybody was quick")
    assert seen() == [{"c_words": "Everybody was quick"}]
    _moderate(again, alma, read=read, describes_no_one=False, standing=shown.pk)
    assert seen() == [{}]
    assert CommentModeration.objects.count() == 3
