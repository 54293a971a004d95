"""What a shopper does with a test call: answer the offer, and note her attempts."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import AttemptOutcome, EvaluationState, TestCallState
from evaluations.models import Attempt, TestCall
from evaluations.services.lifecycle import LifecycleError, StateChanged, move
from evaluations.transitions import Event
from shoppers.models import User

# Far more than any method allows: a wall against a stuck button, not a rule of the field.
MOST_ATTEMPTS = 20
# An answer to a mail may take days; what took two months is a slip of the finger.
LONGEST_SECONDS = 60 * 24 * 60 * 60
# No award is older; what lies before is a slip too.
EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class NotYours(LifecycleError):
    """The call is another shopper's."""

    code = "not_yours"

    def __init__(self) -> None:
        super().__init__(_("This call is not yours."))


class AttemptRefused(LifecycleError):
    """An attempt that cannot have been made like this."""

    code = "attempt_refused"


@dataclass(frozen=True, slots=True)
class AttemptNote:
    """An attempt as the shopper notes it; seconds of waiting and of talking or reading."""

    started_at: dt.datetime
    outcome: AttemptOutcome
    wait_seconds: int
    handling_seconds: int | None = None


def accept(*, call: TestCall, by: User) -> None:
    """Take an offered call. Raises NotYours, StateChanged."""
    check_owner(call, by)
    move(call, event=Event.ACCEPT, by=by)


def decline(*, call: TestCall, reason: str, by: User) -> None:
    """Say no to an offer, or give an accepted call back.

    Raises NotYours, StateChanged, ReasonMissing.
    """
    check_owner(call, by)
    move(call, event=Event.DECLINE, by=by, reason=reason)


@transaction.atomic
def log_attempt(*, call: TestCall, note: AttemptNote, by: User) -> Attempt:
    """Add an attempt, with the next number; the same note twice is one attempt.

    Raises NotYours, StateChanged, AttemptRefused.
    """
    check_owner(call, by)
    _lock_while_open(call)
    _check(note)
    facts = {
        "started_at": note.started_at,
        "outcome": note.outcome,
        "wait_seconds": note.wait_seconds,
        "handling_seconds": note.handling_seconds,
    }
    # A button that is pressed twice sends the same moment and the same wait.
    known = call.attempts.filter(**facts).first()
    if known is not None:
        return known
    last = call.attempts.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_ATTEMPTS:
        raise AttemptRefused(_("There are too many attempts already. Please tell a coordinator."))
    return Attempt.objects.create(
        test_call=call, number=last + 1, logged_at=timezone.now(), **facts
    )


@transaction.atomic
def remove_attempt(*, call: TestCall, attempt_id: int, by: User) -> AttemptNote | None:
    """Take an attempt away that was noted by mistake, and say what it was; None: it is gone.

    It is named by its key: the numbers after it move up, so a page that is a little older would
    name another one by number. Raises NotYours, StateChanged.
    """
    check_owner(call, by)
    _lock_while_open(call)
    attempt = call.attempts.filter(pk=attempt_id).first()
    if attempt is None:
        return None
    number = attempt.number
    attempt.delete()
    for later in call.attempts.filter(number__gt=number).order_by("number"):
        later.number -= 1
        later.save(update_fields=["number"])
    return AttemptNote(
        attempt.started_at,
        AttemptOutcome(attempt.outcome),
        attempt.wait_seconds,
        attempt.handling_seconds,
    )


def check_owner(call: TestCall, by: User) -> None:
    """Whether the call is this person's. Raises NotYours."""
    if call.shopper is None or call.shopper.user_id != by.pk:
        raise NotYours


def _lock_while_open(call: TestCall) -> None:
    """Attempts change while the call is being made, and while its report is returned."""
    held = TestCall.objects.select_for_update(of=("self",)).select_related("evaluation")
    if not is_open(held.get(pk=call.pk)):
        raise StateChanged([call.pk])


def is_open(call: TestCall) -> bool:
    """Whether the shopper is still at work on the call or its report."""
    if call.state == TestCallState.ACCEPTED:
        return True
    evaluation = getattr(call, "evaluation", None)
    return evaluation is not None and evaluation.state == EvaluationState.RETURNED


def _check(note: AttemptNote) -> None:
    # A phone's clock may be a little ahead of ours.
    if note.started_at > timezone.now() + dt.timedelta(minutes=5):
        raise AttemptRefused(_("The attempt lies in the future. Please look at day and time."))
    if note.started_at < EARLIEST:
        raise AttemptRefused(_("The attempt lies too far back. Please look at day and time."))
    longest = max(note.wait_seconds, note.handling_seconds or 0)
    if longest > LONGEST_SECONDS or min(note.wait_seconds, note.handling_seconds or 0) < 0:
        raise AttemptRefused(_("The wait is too long to be true. Please look at it again."))
