"""Preparing a session: its cases, their master answers, and opening it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from evaluations.enums import (
    AttachmentState,
    CalibrationNotice,
    CalibrationRefusal,
    CalibrationState,
    Channel,
    ScenarioReason,
)
from evaluations.models import (
    Calibration,
    CalibrationCase,
    CalibrationRater,
    MasterRating,
    Programme,
)
from evaluations.queries.calibration.calibration import case_stamp
from evaluations.queries.calibration.case_sounds import sound_of
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.calibrating.answers import answers_hash, checked_answers
from evaluations.services.calibrating.refusals import (
    CalibrationRefused,
    check_coordinator,
    held,
)
from evaluations.services.calibrating.sounds import drop_sounds
from evaluations.services.setting_up.refusals import SetUpChanged
from shoppers.languages import Language
from shoppers.models import User
from shoppers.services.notices import owe

LONGEST_TITLE = 120
LEAST_RATERS = 2
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Session:
    """What a session is called, and from which day to which answers are taken."""

    title: str
    opens_on: dt.date
    closes_on: dt.date


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it is written down; `made_for_it` is the coordinator's word that it is no real one.

    `text` may lack languages, not all of them.
    """

    channel: Channel
    reason: ScenarioReason
    text: Mapping[Language, str]
    made_for_it: bool


def session_of(calibration: Calibration) -> Session:
    """What it is called now, and its days."""
    return Session(calibration.title, calibration.opens_on, calibration.closes_on)


@transaction.atomic
def prepare(*, programme: Programme, session: Session, by: User) -> Calibration:
    """A session by the programme's published checklist; nobody is told of it yet.

    Raises CalibrationRefused.
    """
    check_coordinator(by)
    _check_session(session)
    if programme.checklist_version.frozen_at is None:
        raise CalibrationRefused(CalibrationRefusal.NOT_PUBLISHED)
    return Calibration.objects.create(
        programme=programme,
        checklist_version=programme.checklist_version,
        title=" ".join(session.title.split())[:LONGEST_TITLE],
        opens_on=session.opens_on,
        closes_on=session.closes_on,
        created_by=by,
    )


@transaction.atomic
def change(
    *, calibration: Calibration, session: Session, by: User, seen: Session | None = None
) -> Calibration:
    """Other words or days; of an open one the last day may be moved as well.

    `seen` is what stood there as `by` read it. Raises CalibrationRefused, and SetUpChanged where
    something else stands by now.
    """
    check_coordinator(by)
    _check_session(session)
    found = held(calibration, CalibrationState.DRAFT, CalibrationState.OPEN)
    if seen is not None and seen != session_of(found):
        raise SetUpChanged
    found.title = " ".join(session.title.split())[:LONGEST_TITLE]
    found.opens_on, found.closes_on = session.opens_on, session.closes_on
    found.save(update_fields=["title", "opens_on", "closes_on"])
    return found


@transaction.atomic
def discard(*, calibration: Calibration, by: User) -> None:
    """Put away a session that was never opened, with its cases. Raises CalibrationRefused."""
    check_coordinator(by)
    found = held(calibration, CalibrationState.DRAFT)
    drop_sounds(found.cases.all())
    found.delete()


@transaction.atomic
def add_case(*, calibration: Calibration, case: Case, by: User) -> CalibrationCase:
    """One more case at the end. Raises CalibrationRefused."""
    found = _draft(calibration, case, by)
    last = found.cases.aggregate(last=Max("number"))["last"] or 0
    return CalibrationCase.objects.create(
        calibration=found, number=last + 1, **_facts(case), stated_by=by, stated_at=timezone.now()
    )


@transaction.atomic
def change_case(
    *, case: CalibrationCase, wanted: Case, by: User, seen: str | None = None
) -> CalibrationCase:
    """Another text, channel or reason; master answers that do not fit any more are taken away.

    `seen` is the case's stamp as `by` read it; with another one nothing is changed. So it is for
    `set_master`. Raises CalibrationRefused.
    """
    session = _draft(case.calibration, wanted, by)
    found = _case_as_read(case, seen)
    asks_otherwise = (found.channel, found.reason) != (wanted.channel, wanted.reason)
    for name, value in _facts(wanted).items():
        setattr(found, name, value)
    found.stated_by, found.stated_at = by, timezone.now()
    found.save()
    if asks_otherwise:
        MasterRating.objects.filter(case=found).delete()
    found.calibration = session
    return found


@transaction.atomic
def remove_case(*, case: CalibrationCase, by: User) -> None:
    """Take the case out of a session that was never opened. Raises CalibrationRefused."""
    check_coordinator(by)
    held(case.calibration, CalibrationState.DRAFT)
    found = _case_as_read(case)
    drop_sounds([found])
    found.delete()


@transaction.atomic
def set_master(
    *, case: CalibrationCase, answers: Mapping[str, Any], by: User, seen: str | None = None
) -> MasterRating:
    """What the case is measured by, until the session opens; `by` stands for it from now on.

    Raises CalibrationRefused, RatingRefused.
    """
    check_coordinator(by)
    session = held(case.calibration, CalibrationState.DRAFT)
    found = _case_as_read(case, seen)
    checked = checked_answers(session, found, answers)
    made, _new = MasterRating.objects.update_or_create(
        case=found,
        defaults={
            "answers": checked,
            "content_hash": answers_hash(found, checked),
            "by": by,
            "at": timezone.now(),
        },
    )
    return made


@transaction.atomic
def open_session(*, calibration: Calibration, by: User) -> Calibration:
    """From now on raters may answer, on its days; they are told by mail. Cases are fixed.

    Raises CalibrationRefused.
    """
    check_coordinator(by)
    found = held(calibration, CalibrationState.DRAFT)
    if refusal := obstacle_to_open(found):
        raise CalibrationRefused(refusal)
    found.state = CalibrationState.OPEN
    found.opened_at, found.opened_by = timezone.now(), by
    found.save(update_fields=["state", "opened_at", "opened_by"])
    for rater in found.raters.select_related("user"):
        tell(rater)
    _log.info("calibration_opened", calibration=str(found.pk), by=str(by.pk))
    return found


def tell(rater: CalibrationRater) -> None:
    """Owe the rater the mail that the session is open; once."""
    owe(
        recipient=rater.user,
        kind=CalibrationNotice.CALIBRATION_OPENED,
        cause=f"calibration:{rater.pk}",
        about=rater.calibration_id,
    )


def obstacle_to_open(calibration: Calibration) -> CalibrationRefusal | None:
    """What is missing before the session can be opened; None when nothing is."""
    cases = list(calibration.cases.select_related("master", "sound"))
    sounds = [sound for case in cases if (sound := sound_of(case)) is not None]
    raters = [rater.user_id for rater in calibration.raters.all()]
    authors = {case.master.by_id for case in cases if hasattr(case, "master")}
    missing = {
        CalibrationRefusal.NO_CASES: not cases,
        CalibrationRefusal.NO_MASTER: any(not hasattr(case, "master") for case in cases),
        CalibrationRefusal.SOUND_NOT_READY: any(
            sound.state != AttachmentState.READY for sound in sounds
        ),
        CalibrationRefusal.NO_RATERS: len(raters) < LEAST_RATERS,
        CalibrationRefusal.ALL_MASTERS_HERS: len(authors) == 1 and bool(authors & set(raters)),
        CalibrationRefusal.DAYS_OVER: calibration.closes_on < timezone.localdate(),
    }
    return next((refusal for refusal, holds in missing.items() if holds), None)


def _check_session(session: Session) -> None:
    if not session.title.strip():
        raise CalibrationRefused(CalibrationRefusal.NO_TITLE)
    if session.closes_on < session.opens_on:
        raise CalibrationRefused(CalibrationRefusal.DAYS_REVERSED)
    if session.closes_on < timezone.localdate():
        raise CalibrationRefused(CalibrationRefusal.DAYS_OVER)


def _draft(calibration: Calibration, case: Case, by: User) -> Calibration:
    """The session, held, if this may be a case of it. Raises CalibrationRefused."""
    check_coordinator(by)
    found = held(calibration, CalibrationState.DRAFT)
    if not any(words.strip() for words in case.text.values()):
        raise CalibrationRefused(CalibrationRefusal.NO_TEXT)
    if not case.made_for_it:
        raise CalibrationRefused(CalibrationRefusal.NOT_MADE_FOR_IT)
    asked = checklist_of(found.checklist_version).questions.values()
    if not any(case.channel in question.channels for question in asked):
        raise CalibrationRefused(CalibrationRefusal.NOTHING_ASKED)
    return found


def _case_as_read(case: CalibrationCase, seen: str | None = None) -> CalibrationCase:
    """The case as it stands, its session being held. Raises CalibrationRefused."""
    found = CalibrationCase.objects.filter(pk=case.pk).first()
    if found is None:
        raise CalibrationRefused(CalibrationRefusal.CASE_GONE)
    if seen is not None and seen != case_stamp(found):
        raise CalibrationRefused(CalibrationRefusal.CASE_CHANGED)
    return found


def _facts(case: Case) -> dict[str, Any]:
    return {
        "channel": case.channel,
        "reason": case.reason,
        "text": {
            str(language): words.strip() for language, words in case.text.items() if words.strip()
        },
    }
