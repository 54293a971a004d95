"""A call's day in words, and the rules of a channel that the method leaves open."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from evaluations.models import TestCall
from evaluations.web.presenters.calls.briefing import rules_in_words, when_nobody_answers
from evaluations.web.presenters.calls.calls import due_words
from tests.factories.awards import tiny_award


@pytest.mark.parametrize(
    ("days", "english", "bokmal", "swedish"),
    [
        (-2, "2 days late", "2 dager forsinket", "2 dagar försenat"),
        (-1, "1 day late", "1 dag forsinket", "1 dag försenat"),
        (0, "Due today", "Frist i dag", "Senast i dag"),
        (1, "Due tomorrow", "Frist i morgen", "Senast i morgon"),
        (14, "Due in 14 days", "Frist om 14 dager", "Senast om 14 dagar"),
    ],
)
def test_a_day_is_said_as_one_says_it(days: int, english: str, bokmal: str, swedish: str) -> None:
    call = TestCall(due_on=timezone.localdate() + dt.timedelta(days=days))

    for language, words in (("en", english), ("nb", bokmal), ("sv", swedish)):
        with translation.override(language):
            assert due_words(call) == words


def test_a_far_day_is_a_date_and_no_day_says_nothing() -> None:
    with translation.override("en"):
        assert due_words(TestCall(due_on=dt.date(2999, 3, 1))) == "Due by 1 March 2999"
        assert due_words(TestCall()) == ""


def test_a_channel_without_a_limit_says_so(db: None) -> None:
    award = tiny_award()
    call = TestCall(
        participation=award.participations["alfa"],
        channel="chat",
        scenario=award.scenarios["ask"],
    )

    with translation.override("en"):
        said = "The method sets no limit for this channel."
        assert ("Wait at most", said) in rules_in_words(call)
        assert when_nobody_answers(call).startswith("Note the attempt and send the report")
