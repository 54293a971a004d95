"""What a shopper does with a call: she answers the offer, and notes her attempts."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from evaluations.enums import AttemptEnding
from evaluations.models import Attempt, Evaluation, TestCall, TestCallEvent
from evaluations.services.calls import attempts, calling
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.attempts import MOST_ATTEMPTS, AttemptNote, AttemptRefused
from evaluations.services.calls.calling import NotYours
from evaluations.services.lifecycle import LifecycleError, ReasonMissing, StateChanged
from evaluations.services.reports.evaluating import submit
from evaluations.services.review.reviewing import send_back
from shoppers.models import Notice, User
from tests.evaluations.casting import Begin, Cast
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, offered_call, shopper_user
from tests.factories.reports import MONDAY_AT_TEN, attempt, filled_in

pytestmark = pytest.mark.django_db
Step = Callable[[TestCall, User], object]


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: offered_call(cast.award, cast.selma, cast.alma)


@pytest.fixture
def offer(cast: Cast) -> TestCall:
    """A call that waits for Selma's answer."""
    made: TestCall = cast.begun
    return made


@pytest.fixture
def call(offer: TestCall, selma: User) -> TestCall:
    """The call that she has accepted."""
    calling.accept(call=offer, by=selma)
    return offer


def _decline(call: TestCall, by: User) -> None:
    calling.decline(call=call, reason="No time", by=by)


def _accept(call: TestCall, by: User) -> None:
    calling.accept(call=call, by=by)


def _log(call: TestCall, by: User) -> object:
    return attempts.log_attempt(call=call, note=attempt(), by=by)


def _remove(call: TestCall, by: User) -> object:
    first = call.attempts.first()
    return attempts.remove_attempt(call=call, attempt_id=first.pk if first else 0, by=by)


def _everything() -> list[Any]:
    return [
        list(TestCall.objects.order_by("pk").values()),
        list(TestCallEvent.objects.order_by("pk").values()),
        list(Attempt.objects.order_by("pk").values()),
        list(Notice.objects.order_by("pk").values("kind", "cause")),
    ]


def test_accepting_makes_the_call_hers(offer: TestCall, alma: User, selma: User) -> None:

    calling.accept(call=offer, by=selma)

    assert TestCall.objects.get().state == "accepted"
    event = offer.events.latest("pk")
    assert (event.event, event.author, event.from_state) == ("accept", selma, "offered")


@pytest.mark.parametrize("made", ["offer", "call"])
def test_declining_frees_the_place_and_tells_who_offered_it(
    request: pytest.FixtureRequest, alma: User, selma: User, made: str
) -> None:
    call: TestCall = request.getfixturevalue(made)

    calling.decline(call=call, reason=" I know them ", by=selma)

    assert TestCall.objects.get().state == "declined"
    event = call.events.latest("pk")
    assert (event.event, event.reason) == ("decline", "I know them")
    notice = Notice.objects.get(kind="call_declined")
    assert (notice.recipient, notice.about) == (alma, call.pk)


def test_declining_without_a_reason_is_refused(offer: TestCall, alma: User, selma: User) -> None:
    before = _everything()

    with pytest.raises(ReasonMissing):
        calling.decline(call=offer, reason="  ", by=selma)

    assert _everything() == before


@pytest.mark.parametrize("step", [_accept, _decline, _log, _remove])
def test_nobody_touches_the_call_of_another(
    request: pytest.FixtureRequest, alma: User, selma: User, step: Step
) -> None:
    call: TestCall = request.getfixturevalue("offer" if step is _accept else "call")
    if step is _remove:
        _log(call, selma)
    sofia = shopper_user("S-902", "Sofia Sol")
    before = _everything()

    for stranger in (sofia, alma):
        with pytest.raises(NotYours):
            step(call, stranger)

    assert _everything() == before


@pytest.mark.parametrize("step", [_accept, _decline, _log, _remove])
def test_a_call_that_was_taken_back_takes_no_step(
    request: pytest.FixtureRequest, alma: User, selma: User, step: Step
) -> None:
    call: TestCall = request.getfixturevalue("offer" if step is _accept else "call")
    stale = TestCall.objects.get()
    cancel(call=call, reason="The number is gone", by=alma)
    before = _everything()

    with pytest.raises(StateChanged):
        step(stale, selma)

    assert _everything() == before


def test_an_offer_has_no_attempts_yet(offer: TestCall, alma: User, selma: User) -> None:

    with pytest.raises(StateChanged):
        _log(offer, selma)

    assert not Attempt.objects.exists()


def test_an_attempt_is_kept_as_noted(call: TestCall, selma: User) -> None:
    before = timezone.now()

    attempts.log_attempt(call=call, note=attempt(wait_seconds=75), by=selma)

    made = Attempt.objects.get()
    assert (made.number, made.started_at, made.outcome) == (1, MONDAY_AT_TEN, "answered")
    assert (made.wait_seconds, made.handling_seconds) == (75, 240)
    assert made.logged_at is not None
    assert made.logged_at >= before


def test_attempts_outside_the_hours_are_kept_too(call: TestCall, selma: User) -> None:
    sunday_night = dt.datetime(2026, 2, 1, 3, tzinfo=dt.UTC)

    attempts.log_attempt(call=call, note=attempt(sunday_night, wait_seconds=4000), by=selma)

    assert Attempt.objects.get().started_at == sunday_night


def test_the_same_note_twice_is_one_attempt(call: TestCall, selma: User) -> None:

    note = attempt()

    first = attempts.log_attempt(call=call, note=note, by=selma)
    again = attempts.log_attempt(call=call, note=note, by=selma)
    other = attempts.log_attempt(call=call, note=attempt(), by=selma)

    assert again == first
    assert other.number == 2
    assert Attempt.objects.count() == 2


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        (
            attempt(dt.datetime.now(tz=dt.UTC) + dt.timedelta(hours=2)),
            "The attempt lies in the future. Please look at day and time.",
        ),
        (
            attempt(dt.datetime(1999, 12, 31, tzinfo=dt.UTC)),
            "The attempt lies too far back. Please look at day and time.",
        ),
        (
            attempt(wait_seconds=61 * 24 * 3600),
            "The wait is too long to be true. Please look at it again.",
        ),
        (
            AttemptNote(MONDAY_AT_TEN, AttemptEnding.ANSWERED, 5, handling_seconds=-1),
            "The wait is too long to be true. Please look at it again.",
        ),
    ],
)
def test_an_attempt_that_cannot_be_is_refused(
    call: TestCall, selma: User, note: AttemptNote, sentence: str
) -> None:
    before = _everything()

    with pytest.raises(AttemptRefused) as refusal:
        attempts.log_attempt(call=call, note=note, by=selma)

    assert str(refusal.value) == sentence
    assert _everything() == before


def test_a_stuck_button_meets_a_wall(call: TestCall, selma: User) -> None:
    for minute in range(MOST_ATTEMPTS):
        note = attempt(MONDAY_AT_TEN + dt.timedelta(minutes=minute))
        attempts.log_attempt(call=call, note=note, by=selma)

    with pytest.raises(AttemptRefused):
        attempts.log_attempt(call=call, note=attempt(wait_seconds=99), by=selma)

    assert Attempt.objects.count() == MOST_ATTEMPTS


def test_removing_an_attempt_says_what_it_was_and_moves_the_others_up(
    call: TestCall, selma: User
) -> None:
    notes = [attempt(MONDAY_AT_TEN + dt.timedelta(hours=hour)) for hour in range(3)]
    made = [attempts.log_attempt(call=call, note=note, by=selma) for note in notes]

    removed = attempts.remove_attempt(call=call, attempt_id=made[0].pk, by=selma)

    assert removed == notes[0]
    assert list(Attempt.objects.values_list("number", "pk")) == [(1, made[1].pk), (2, made[2].pk)]
    assert attempts.remove_attempt(call=call, attempt_id=made[0].pk, by=selma) is None
    assert Attempt.objects.count() == 2


def test_an_attempt_of_another_call_is_not_removed(
    call: TestCall, award: Award, alma: User, selma: User
) -> None:
    other = accepted_call(award, selma, alma, "beta")
    theirs = attempts.log_attempt(call=other, note=attempt(), by=selma)

    assert attempts.remove_attempt(call=call, attempt_id=theirs.pk, by=selma) is None
    assert Attempt.objects.get() == theirs


def test_a_sent_report_closes_the_attempts_and_a_returned_one_opens_them(
    call: TestCall, alma: User, selma: User
) -> None:
    report = filled_in(call, selma)
    submit(evaluation=report, by=selma)
    for step in (_log, _remove):
        with pytest.raises(LifecycleError):
            step(call, selma)
    assert Attempt.objects.count() == 1

    send_back(evaluation=Evaluation.objects.get(), reason="Which day?", remarks={}, by=alma)
    attempts.log_attempt(call=call, note=attempt(wait_seconds=31), by=selma)

    assert Attempt.objects.count() == 2
