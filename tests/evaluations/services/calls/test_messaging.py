"""Questions about a call and their answers."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from evaluations.models import CallMessage, SettledMessage, TestCall
from evaluations.queries.calls.call_messages import messages_about, questions_in, unanswered
from evaluations.queries.calls.desk_calls import CallChoice, calls_of_programme, waiting_questions
from evaluations.services.calls.calling import NotYours
from evaluations.services.calls.messaging import (
    LONGEST_MESSAGE,
    AnsweredAlready,
    NobodyReads,
    OtherWords,
    WordsRefused,
    answer,
    ask,
    settle,
)
from shoppers.enums import Role
from shoppers.models import Notice, User
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.factories.awards import Award
from tests.factories.boards import claimed_call, open_board
from tests.factories.calls import offered_call
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: offered_call(cast.award, cast.selma, cast.alma)


@pytest.fixture
def call(cast: Cast) -> TestCall:
    made: TestCall = cast.begun
    return made


def _ask(call: TestCall, by: User, text: str = "Which number?") -> CallMessage:
    return ask(call=call, text=text, key=uuid.uuid4(), by=by)


def _answer(call: TestCall, by: User, text: str = "The first.") -> CallMessage:
    return answer(call=call, text=text, key=uuid.uuid4(), by=by)


def _told() -> list[tuple[str, str]]:
    """Who is owed a mail about a message, in the order in which they came to be."""
    kinds = ("shopper_wrote", "coordinator_wrote")
    found = Notice.objects.filter(kind__in=kinds).order_by("created_at")
    return list(found.values_list("kind", "recipient__name"))


def test_question_and_answer_stand_in_their_order(call: TestCall, alma: User, selma: User) -> None:
    _ask(call, selma, "  Which number?\nThe first? ")
    _answer(call, alma)

    assert [(each.author, each.text) for each in messages_about(call)] == [
        (selma, "Which number?\nThe first?"),
        (alma, "The first."),
    ]


def test_a_burst_is_told_of_once_and_the_other_side_each_time(
    call: TestCall, alma: User, selma: User
) -> None:
    _ask(call, selma)
    _ask(call, selma, "And when?")
    assert _told() == [("shopper_wrote", "Alma Aas")]

    _answer(call, alma)
    _answer(call, alma, "After nine.")
    _ask(call, selma, "Thank you.")

    assert _told() == [
        ("shopper_wrote", "Alma Aas"),
        ("coordinator_wrote", "Selma Sund"),
        ("shopper_wrote", "Alma Aas"),
    ]
    causes = Notice.objects.exclude(cause=None).values_list("cause", flat=True)
    assert len(set(causes)) == len(causes)


def test_what_comes_an_hour_later_is_told_of_again(
    call: TestCall, selma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ask(call, selma)
    later = timezone.now() + dt.timedelta(minutes=61)
    monkeypatch.setattr("evaluations.services.calls.messaging.timezone.now", lambda: later)

    _ask(call, selma, "Is anybody there?")

    assert len(_told()) == 2


def test_who_wrote_last_hears_of_the_next_question(call: TestCall, alma: User, selma: User) -> None:
    clara = people.clara()
    _ask(call, selma)
    _answer(call, clara)

    _ask(call, selma, "Sure?")

    assert _told()[-1] == ("shopper_wrote", "Clara Coll")


def test_of_a_claimed_call_hears_who_admitted_her_while_she_may_sign_in(
    award: Award, alma: User, nora: User
) -> None:
    clara = people.clara()
    open_board(award)
    call = claimed_call(award, nora, "beta")
    _ask(call, nora)
    assert _told() == [("shopper_wrote", "Alma Aas")]

    alma.is_active = False
    alma.save()
    _answer(call, clara)
    clara.role_assignments.all().delete()
    people.person("berit@award.example", "Berit Bø", Role.COORDINATOR)
    _ask(call, nora)

    assert _told()[-1] == ("shopper_wrote", "Berit Bø")


def test_sent_twice_it_is_one_message_and_other_words_are_asked_about(
    call: TestCall, selma: User
) -> None:
    key = uuid.uuid4()
    first = ask(call=call, text="Which number?", key=key, by=selma)

    assert ask(call=call, text="Which number? ", key=key, by=selma) == first
    with pytest.raises(OtherWords) as refused:
        ask(call=call, text="Which day?", key=key, by=selma)

    assert refused.value.message == first
    assert (CallMessage.objects.count(), len(_told())) == (1, 1)


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST_MESSAGE + 1)])
def test_a_message_says_something_and_not_too_much(call: TestCall, selma: User, text: str) -> None:
    with pytest.raises(WordsRefused):
        _ask(call, selma, text)

    assert (CallMessage.objects.count(), _told()) == (0, [])
    _ask(call, selma, "x" * LONGEST_MESSAGE)


def test_nobody_asks_about_the_call_of_another(
    call: TestCall, alma: User, selma: User, nora: User
) -> None:
    for stranger in (nora, alma):
        with pytest.raises(NotYours):
            _ask(call, stranger)

    assert not CallMessage.objects.exists()


def test_nobody_writes_where_nobody_reads(award: Award, alma: User) -> None:
    imported = award.contact("alfa", PERFECT).test_call

    with pytest.raises(NobodyReads):
        _answer(imported, alma)

    assert not CallMessage.objects.exists()


def test_a_question_waits_until_it_is_answered_or_settled(
    award: Award, call: TestCall, alma: User, selma: User
) -> None:
    programme = award.programme
    first = _ask(call, selma)
    last = _ask(call, selma, "And when?")
    other = offered_call(award, selma, alma, "beta")
    _answer(other, alma)

    assert list(unanswered()) == [last]
    assert questions_in(programme) == 1
    (waits,) = waiting_questions()
    assert (waits.programme, waits.count, waits.oldest) == ("2026", 1, last.at)
    assert list(calls_of_programme(programme, CallChoice(need="question"))) == [call]

    with pytest.raises(AnsweredAlready):
        settle(call=call, message_id=first.pk, by=alma)
    for _press in range(2):
        settle(call=call, message_id=last.pk, by=alma)

    assert SettledMessage.objects.get().message == last
    assert (questions_in(programme), waiting_questions()) == (0, [])
    # She goes on: that is a new question, and a new mail.
    told = len(_told())
    _ask(call, selma, "Still nothing?")
    assert (questions_in(programme), len(_told())) == (1, told + 1)
    _answer(call, alma)
    assert questions_in(programme) == 0
    with pytest.raises(AnsweredAlready):
        settle(call=call, message_id=messages_about(call)[-1].pk, by=alma)


def test_the_database_lets_nobody_change_or_remove_a_message(call: TestCall, selma: User) -> None:
    _ask(call, selma)

    with pytest.raises(DatabaseError), transaction.atomic():
        CallMessage.objects.update(text="Other words")
    with pytest.raises(DatabaseError), transaction.atomic():
        CallMessage.objects.all().delete()

    assert CallMessage.objects.get().text == "Which number?"
