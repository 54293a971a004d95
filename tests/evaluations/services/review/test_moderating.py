"""A reviewer's word on a comment: what a client may read of it, and what nobody overwrites."""

import datetime as dt

import pgtrigger
import pytest
from django.utils import timezone

from evaluations.canonical import words_digest
from evaluations.models import CommentModeration, Evaluation, PreviewedContact, Programme
from evaluations.queries.clients.reading import reading_as
from evaluations.services.lifecycle import StateChanged
from evaluations.services.review import reviewing
from evaluations.visibility import client_reader
from shoppers.models import User
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.evaluations.services.review_steps import (
    WORDS,
    Step,
    approve,
    decide_about,
    refused,
    reject,
    send_back,
)
from tests.factories.awards import Award
from tests.factories.clients import two_clients
from tests.factories.reports import handed_in_again, submitted_report
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


@pytest.fixture
def clara() -> User:
    return people.clara()


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: submitted_report(
        cast.award, cast.selma, cast.alma, PERFECT, comments={"c_words": WORDS}
    )


@pytest.fixture
def report(cast: Cast) -> Evaluation:
    made: Evaluation = cast.begun
    return made


def test_moderating_keeps_the_original(report: Evaluation, alma: User) -> None:
    moderation = decide_about(report, alma, text=" Anne was quick ")

    assert Evaluation.objects.get().comments == {"c_words": WORDS}
    assert (moderation.text, moderation.original) == ("Anne was quick", words_digest(WORDS))
    assert (moderation.by, moderation.describes_no_one) == (alma, True)


@pytest.mark.parametrize("text", ["", " \n"])
def test_without_words_nothing_is_shown_to_a_client(
    report: Evaluation, alma: User, text: str
) -> None:
    def show(evaluation: Evaluation, by: User) -> None:
        decide_about(evaluation, by, text=text)

    assert refused(show, report, alma) == "no_words"

    hidden = decide_about(report, alma, text=text, describes_no_one=False)
    assert (hidden.describes_no_one, hidden.text) == (False, WORDS)


def test_who_decides_second_about_a_comment_is_told(
    report: Evaluation, alma: User, clara: User
) -> None:
    first = decide_about(report, alma, describes_no_one=False)

    def decide(evaluation: Evaluation, by: User) -> None:
        decide_about(evaluation, by, text="She was quick")

    assert refused(decide, report, clara) == "comment_decided"
    with pytest.raises(reviewing.CommentDecided, match="Alma Aas") as refusal:
        decide(report, clara)
    assert refusal.value.standing == first

    # Once she has seen it she may decide otherwise; what stood there before stays.
    second = decide_about(report, clara, text="She was quick", standing=first.pk)
    assert list(CommentModeration.objects.values_list("pk", "by", "describes_no_one", "text")) == [
        (first.pk, alma.pk, False, WORDS),
        (second.pk, clara.pk, True, "She was quick"),
    ]
    assert refused(decide, report, alma) == "comment_decided"


def test_a_decision_that_was_never_there_is_none_that_was_read(
    report: Evaluation, alma: User
) -> None:
    def decide(evaluation: Evaluation, by: User) -> None:
        decide_about(evaluation, by, standing=1)

    assert refused(decide, report, alma) == "words_changed"


def test_the_same_press_twice_is_one_decision(report: Evaluation, alma: User) -> None:
    first = decide_about(report, alma, text="Anne was quick")

    assert decide_about(report, alma, text=" Anne was quick ") == first
    assert CommentModeration.objects.count() == 1


def test_a_comment_without_words_is_none(report: Evaluation, alma: User) -> None:
    with pgtrigger.ignore():
        Evaluation.objects.update(comments={"c_words": " "})

    def decide(evaluation: Evaluation, by: User) -> None:
        decide_about(evaluation, by, read=words_digest(" "))

    assert refused(decide, report, alma) == "unknown_comment"


def test_a_comment_is_moderated_after_the_approval_too(report: Evaluation, alma: User) -> None:
    approve(report, alma)

    decide_about(report, alma, describes_no_one=False)

    assert CommentModeration.objects.get().describes_no_one is False


@pytest.mark.parametrize("step", [send_back, reject])
def test_no_comment_is_moderated_in_another_state(
    report: Evaluation, alma: User, step: Step
) -> None:
    step(report, alma)

    assert refused(decide_about, report, alma) == StateChanged.code


def test_only_comments_that_are_there_are_moderated(report: Evaluation, alma: User) -> None:
    def moderate(evaluation: Evaluation, by: User) -> None:
        decide_about(evaluation, by, key="c_other")

    assert refused(moderate, report, alma) == "unknown_comment"


def test_words_that_changed_meanwhile_are_read_again(
    report: Evaluation, selma: User, alma: User
) -> None:
    send_back(report, alma)
    again = handed_in_again(report, selma, comments={"c_words": "Somebody was quick"})

    assert refused(decide_about, again, alma) == "words_changed"


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

    decide_about(report, alma)
    assert seen() == []
    send_back(report, alma)
    again = handed_in_again(report, selma, comments={"c_words": "All were quick"})
    approve(again, alma)
    assert seen() == [{}]  # what was said was about other words

    read = words_digest("All were quick")
    shown = decide_about(again, alma, read=read, text="Everybody was quick")
    assert seen() == [{"c_words": "Everybody was quick"}]
    decide_about(again, alma, read=read, describes_no_one=False, standing=shown.pk)
    assert seen() == [{}]
    assert CommentModeration.objects.count() == 3
