"""Whether calls with a company may be recorded: decided by a coordinator, on a legal basis."""

import datetime as dt

import structlog
from django.db import transaction
from django.db.models import DateField
from django.db.models.functions import Cast, Least, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.enums import Channel
from evaluations.models import Participation, RecordingDecision
from evaluations.queries.companies.recordings import (
    RecordingTerms,
    recording_terms,
    recordings_held,
)
from evaluations.services.reports.attachments import mark_removed
from shoppers.models import User

MOST_DAYS = 365
_FIELDS = ("recording_basis", "recording_purpose", "recording_told_on", "recording_days")
_log = structlog.get_logger(__name__)


class RecordingsRefused(Exception):
    """A decision that was not made; `field` names what has to be looked at, empty: all of it."""

    code = "recordings_refused"

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class NoRecordingsInPrivacyMode(RecordingsRefused):
    """The staff has not been told of the tests, or the company did not sign up."""

    code = "no_recordings_in_privacy_mode"

    def __init__(self) -> None:
        super().__init__(
            "",
            _("The staff of this company has not been told of the tests: no call is recorded."),
        )


class RecordingsChanged(RecordingsRefused):
    """Something else stands by now than what was looked at."""

    code = "recordings_changed"

    def __init__(self) -> None:
        super().__init__(
            "",
            _("Something has changed here in the meantime. Look at what stands now, then go on."),
        )


@transaction.atomic
def allow_recordings(
    *,
    participation: Participation,
    terms: RecordingTerms,
    by: User,
    seen: RecordingTerms | None = None,
) -> None:
    """Let shoppers record their phone calls with the company, on these terms from now on.

    Recordings that are here already go no later than the new terms say, and never later than they
    were to go. The terms that stand are `seen` beforehand. Raises RecordingsRefused.
    """
    _lock(participation)
    if recording_terms(participation) != seen:
        raise RecordingsChanged
    _check(participation, terms)
    if seen == terms:
        return
    _write(participation, terms)
    _note(participation, terms, allowed=True, by=by)
    received = TruncDate("received_at", tzinfo=timezone.get_current_timezone())
    day = received + dt.timedelta(days=terms.days_kept)
    recordings_held(participation).filter(received_at__isnull=False).update(
        delete_on=Least("delete_on", Cast(day, DateField()))
    )


@transaction.atomic
def stop_recordings(*, participation: Participation, seen: int, by: User) -> int:
    """Let nobody record any more and delete every recording at once; how many there were.

    `seen` is the number that was looked at beforehand; their rows stay. Raises RecordingsChanged.
    """
    _lock(participation)
    terms = recording_terms(participation)
    files = list(recordings_held(participation).select_for_update(of=("self",)).order_by("pk"))
    if terms is None or len(files) != seen:
        raise RecordingsChanged
    _write(participation, None)
    _note(participation, terms, allowed=False, by=by)
    for file in files:
        mark_removed(file)
    return len(files)


def _lock(participation: Participation) -> None:
    # Before any file: what comes in waits for this, see `take_part`.
    Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
    participation.refresh_from_db(fields=[*_FIELDS, "signed_up", "staff_informed_on"])


def _check(participation: Participation, terms: RecordingTerms) -> None:
    if participation.in_privacy_mode:
        raise NoRecordingsInPrivacyMode
    if not participation.channels.filter(channel=Channel.PHONE).exists():
        raise RecordingsRefused("", _("The company is not called in this programme."))
    if not terms.purpose.strip():
        raise RecordingsRefused("purpose", _("Say what the recordings are for."))
    if terms.told_on > timezone.localdate():
        raise RecordingsRefused(
            "told_on", _("This day has not come. The staff must be told before a call is recorded.")
        )
    if not 1 <= terms.days <= MOST_DAYS:
        raise RecordingsRefused("days", _("A recording is kept for 1 to 365 days."))


def _write(participation: Participation, terms: RecordingTerms | None) -> None:
    participation.recording_basis = "" if terms is None else terms.basis
    participation.recording_purpose = "" if terms is None else terms.purpose
    participation.recording_told_on = None if terms is None else terms.told_on
    participation.recording_days = None if terms is None else terms.days
    participation.save(update_fields=_FIELDS)


def _note(participation: Participation, terms: RecordingTerms, *, allowed: bool, by: User) -> None:
    RecordingDecision.objects.create(
        participation=participation,
        allowed=allowed,
        basis=terms.basis,
        purpose=terms.purpose,
        told_on=terms.told_on,
        days=terms.days,
        by=by,
    )
    _log.info("recordings_decided", participation=participation.pk, allowed=allowed, by=str(by.pk))
