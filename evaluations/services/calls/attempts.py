"""A shopper's attempts at a call: noted with a key of her phone's, so that twice is once."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.canonical import digest
from evaluations.enums import AttemptEnding, AttemptOutcome, Channel, TestCallState
from evaluations.models import Attempt, Draft, LateAttempt, TestCall
from evaluations.queries.reports.held_words import ANSWERED
from evaluations.services.calls.calling import check_owner, is_open
from evaluations.services.lifecycle import LifecycleError, StateChanged
from evaluations.services.reports.drafting import note_saying
from evaluations.wait_limits import clock_seconds
from shoppers.models import User

# Far more than any method allows: a wall against a stuck button, not a rule of the field.
MOST_ATTEMPTS = 20
# An answer to a mail may take days; what took two months is a slip of the finger.
LONGEST_SECONDS = 60 * 24 * 60 * 60
# No award is older; what lies before is a slip too.
EARLIEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
LONGEST_WORDS = 1000


class AttemptRefused(LifecycleError):
    """An attempt that cannot have been made like this."""

    code = "attempt_refused"


class TooManyAttempts(AttemptRefused):
    """More than anybody makes at one call."""

    def __init__(self) -> None:
        super().__init__(_("There are too many attempts already. Please tell a coordinator."))


class AttemptKept(StateChanged):
    """The call took no attempt any more; what came in is kept beside it."""

    code = "attempt_kept"

    def __init__(self, call: TestCall) -> None:
        super().__init__([call.pk], standing=call.state)

    def __str__(self) -> str:
        return _("This call has ended: your attempt is kept, and a coordinator can read it.")


@dataclass(frozen=True, slots=True)
class AttemptNote:
    """An attempt as the shopper or her clock notes it; without an ending it is still under way.

    `wait_seconds` until somebody answered or she gave up, None for what the clock says;
    `handling_seconds` of talking or reading likewise. `words` say why a wait is another than the
    clock's. `taken_back` has the instants at which somebody was said to answer by mistake, each
    with when that was taken back; what a known attempt has of them stays where a note has none.
    """

    started_at: dt.datetime
    ending: AttemptEnding | None = None
    wait_seconds: int | None = None
    handling_seconds: int | None = None
    answered_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    words: str = ""
    taken_back: Sequence[tuple[dt.datetime, dt.datetime]] = ()
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def clock_seconds(self) -> int | None:
        """The wait as the clock saw it; None where it did not run."""
        return clock_seconds(self.started_at, self.answered_at, self.ended_at)

    def document(self) -> dict[str, Any]:
        """As it is kept where the call takes it no more."""
        return {
            "key": str(self.key),
            "started_at": self.started_at.isoformat(),
            "ending": self.ending,
            "answered_at": self.answered_at and self.answered_at.isoformat(),
            "ended_at": self.ended_at and self.ended_at.isoformat(),
            "wait_seconds": self.wait_seconds,
            "handling_seconds": self.handling_seconds,
            "words": self.words,
            **self.mistakes(),
        }

    def mistakes(self) -> dict[str, Any]:
        """What was taken back as a row has it; nothing where nothing was."""
        pairs = [
            {"answered_at": answered_at.isoformat(), "at": at.isoformat()}
            for answered_at, at in self.taken_back
        ]
        return {"taken_back": pairs} if pairs else {}


def log_attempt(*, call: TestCall, note: AttemptNote, by: User, told_late: bool = False) -> Attempt:
    """Note an attempt with the next number; a key that is known takes the new facts.

    What the report says about having been answered follows the attempts. With `told_late` a call
    that has come to nothing takes them too: her phone had no network while the call was hers. One
    that is not taken is kept beside the call, unless it stands there just like this.
    Raises NotYours, StateChanged, AttemptRefused, and AttemptKept, which leaves it beside the call.
    """
    check_owner(call, by)
    with transaction.atomic():
        held = _locked(call)
        takes_late = told_late and held.state in TestCallState.fallen_through()
        if is_open(held) or takes_late:
            attempt = _note(call, note)
            if not takes_late:
                _follow_in_draft(call)
            return attempt
        if (stands := _standing(call, note)) is not None:
            return stands
        if held.state in {TestCallState.PLANNED, TestCallState.OFFERED}:
            raise StateChanged([call.pk], standing=held.state)
        _keep(call, note)
    raise AttemptKept(held)


def _note(call: TestCall, note: AttemptNote) -> Attempt:
    known = list(call.attempts.all())
    attempt = next(each for each in noted(call, known, [note]) if each.key == note.key)
    attempt.save()
    return attempt


def _standing(call: TestCall, note: AttemptNote) -> Attempt | None:
    """The attempt under this key, if it says the same: its answer was lost on the way."""
    attempt = call.attempts.filter(key=note.key).first()
    facts = _facts(note, Channel(call.channel))
    if attempt is None or any(getattr(attempt, name) != facts[name] for name in facts):
        return None
    return attempt


def _keep(call: TestCall, note: AttemptNote) -> None:
    if call.late_attempts.count() >= MOST_ATTEMPTS:
        raise TooManyAttempts
    content = note.document()
    LateAttempt.objects.get_or_create(
        test_call=call,
        content_hash=digest(content),
        defaults={"content": content, "received_at": timezone.now()},
    )


def noted(call: TestCall, known: Iterable[Attempt], notes: Iterable[AttemptNote]) -> list[Attempt]:
    """The call's attempts with these notes, in time; nothing is saved.

    New ones take the next numbers. Raises AttemptRefused.
    """
    rows = {each.key or each.pk: each for each in known}
    number = max((each.number for each in rows.values()), default=0)
    for note in notes:
        if note.key not in rows:
            number += 1
            rows[note.key] = Attempt(test_call=call, key=note.key, number=number)
            rows[note.key].logged_at = timezone.now()
        for name, value in _facts(note, Channel(call.channel)).items():
            setattr(rows[note.key], name, value)
    if number > MOST_ATTEMPTS:
        raise TooManyAttempts
    if [each.outcome for each in rows.values()].count(AttemptOutcome.UNDER_WAY) > 1:
        raise AttemptRefused(_("Another attempt is under way. End it first."))
    return sorted(rows.values(), key=lambda each: (each.started_at, each.number))


@transaction.atomic
def remove_attempt(*, call: TestCall, attempt_id: int, by: User) -> AttemptNote | None:
    """Take an attempt away that was noted by mistake, and say what it was; None: it is gone.

    It is named by its key: the numbers after it move up, so a page that is a little older would
    name another one by number. Raises NotYours, StateChanged.
    """
    check_owner(call, by)
    if not is_open(_locked(call)):
        raise StateChanged([call.pk])
    attempt = call.attempts.filter(pk=attempt_id).first()
    if attempt is None:
        return None
    number = attempt.number
    attempt.delete()
    for later in call.attempts.filter(number__gt=number).order_by("number"):
        later.number -= 1
        later.save(update_fields=["number"])
    _follow_in_draft(call)
    return note_of(attempt)


def note_of(attempt: Attempt) -> AttemptNote:
    """The note that an attempt was made from."""
    known = AttemptEnding(attempt.ending) if attempt.ending else _usual_ending(attempt.outcome)
    return AttemptNote(
        started_at=attempt.started_at,
        ending=known,
        wait_seconds=attempt.wait_seconds,
        handling_seconds=attempt.handling_seconds,
        answered_at=attempt.answered_at,
        ended_at=attempt.ended_at,
        words=attempt.words,
        taken_back=tuple(
            (dt.datetime.fromisoformat(one["answered_at"]), dt.datetime.fromisoformat(one["at"]))
            for one in attempt.taken_back
        ),
        key=attempt.key or uuid.uuid4(),
    )


def _usual_ending(outcome: str) -> AttemptEnding | None:
    """How an attempt from a file is said to have ended."""
    return {
        AttemptOutcome.ANSWERED.value: AttemptEnding.ANSWERED,
        AttemptOutcome.NOT_ANSWERED.value: AttemptEnding.NO_ANSWER,
    }.get(outcome)


def _locked(call: TestCall) -> TestCall:
    held = TestCall.objects.select_for_update(of=("self",)).select_related("evaluation")
    return held.get(pk=call.pk)


def _facts(note: AttemptNote, channel: Channel) -> dict[str, Any]:
    """What an attempt's row says. Raises AttemptRefused."""
    _check(note, channel)
    wait, handling = note.wait_seconds, note.handling_seconds
    if wait is None:
        wait = note.clock_seconds or 0
    if handling is None and note.answered_at and note.ended_at:
        handling = int((note.ended_at - note.answered_at).total_seconds())
    return {
        "started_at": note.started_at,
        "outcome": AttemptOutcome.UNDER_WAY if note.ending is None else note.ending.outcome,
        "ending": note.ending or "",
        "answered_at": note.answered_at,
        "ended_at": note.ended_at,
        "wait_seconds": wait,
        "handling_seconds": handling,
        "words": note.words.strip(),
        **note.mistakes(),
    }


def _check(note: AttemptNote, channel: Channel) -> None:
    moments = [note.started_at, note.answered_at or note.started_at]
    moments.append(note.ended_at or moments[-1])
    # A phone's clock may be a little ahead of ours.
    if moments[-1] > timezone.now() + dt.timedelta(minutes=5):
        raise AttemptRefused(_("The attempt lies in the future. Please look at day and time."))
    if note.started_at < EARLIEST:
        raise AttemptRefused(_("The attempt lies too far back. Please look at day and time."))
    if moments != sorted(moments) or any(one > other for one, other in note.taken_back):
        raise AttemptRefused(_("The times of the attempt are not in order. Please look at them."))
    waits = [note.wait_seconds or note.clock_seconds or 0, note.handling_seconds or 0]
    if max(waits) > LONGEST_SECONDS or min(waits) < 0:
        raise AttemptRefused(_("The wait is too long to be true. Please look at it again."))
    if note.ending is not None and note.ending not in AttemptEnding.on(channel):
        raise AttemptRefused(_("An attempt on this channel cannot end like this."))
    if len(note.words) > LONGEST_WORDS:
        raise AttemptRefused(
            _("Please write no more than %(count)d characters.") % {"count": LONGEST_WORDS}
        )
    if note.wait_seconds not in {None, note.clock_seconds} and note.clock_seconds is not None:
        _check_correction(note)


def _check_correction(note: AttemptNote) -> None:
    if not note.words.strip():
        raise AttemptRefused(_("Please say in a few words why the clock's wait is not right."))


def _follow_in_draft(call: TestCall) -> None:
    """A draft says what the attempts say; what was answered in it stays."""
    draft = Draft.objects.select_for_update().filter(evaluation__test_call=call).first()
    outcomes = set(call.attempts.values_list("outcome", flat=True)) & AttemptOutcome.over()
    if draft is None or not outcomes or draft.answered == (AttemptOutcome.ANSWERED in outcomes):
        return
    draft.answered = not draft.answered
    note_saying(draft, [ANSWERED])
    draft.revision += 1
    draft.saved_at = timezone.now()
    draft.save(update_fields=["answered", "said_on", "said_in", "revision", "saved_at"])
