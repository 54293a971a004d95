"""Recordings: only on a legal basis, told to the staff, and gone when that ends."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.enums import AttachmentKind, RecordingBasis
from evaluations.models import Attachment, AttachmentReading, Evaluation, RecordingDecision
from evaluations.queries.companies.recordings import recording_terms
from evaluations.queries.reports.attachments import due_checks, kinds_allowed
from evaluations.services.companies.recordings import (
    NoRecordingsInPrivacyMode,
    RecordingsChanged,
    RecordingsRefused,
    allow_recordings,
    stop_recordings,
)
from evaluations.services.reports.attachment_files import folder_of, kept_bytes
from evaluations.services.reports.attachment_refusals import (
    NobodyToRecord,
    NotWithThisReport,
    RecordingNotAllowed,
)
from evaluations.services.reports.attachments import announce, take_part
from evaluations.services.reports.checking_files import sweep_attachments
from evaluations.services.reports.drafting import Changes, save_draft
from evaluations.services.reports.reading_files import NotReadable, read_attachment
from shoppers.models import User
from tests.factories.attachments import kept, note_of, sent
from tests.factories.awards import Award
from tests.factories.recordings import PURPOSE, allowed, recording, tagged, terms
from tests.factories.reports import filled_report

pytestmark = pytest.mark.django_db

SOUND = AttachmentKind.RECORDING


@pytest.fixture
def report(award: Award, selma: User, alma: User) -> Evaluation:
    """A phone call with a company that allows recordings."""
    found = filled_report(award, selma, alma)
    found.test_call.participation = allowed(found.test_call.participation, alma)
    return found


def _fresh(held: Attachment) -> Attachment:
    return Attachment.objects.select_related("evaluation__test_call__participation").get(pk=held.pk)


def test_a_recording_is_made_anew_and_goes_on_the_day_that_was_promised(
    report: Evaluation, selma: User, alma: User
) -> None:
    held = kept(report, selma, tagged(), SOUND)

    assert (held.state, held.fault) == ("ready", "")
    assert held.delete_on == timezone.localdate() + dt.timedelta(days=60)
    assert b"canary" not in kept_bytes(held.pk)
    assert read_attachment(attachment=held, by=alma) == kept_bytes(held.pk)
    assert AttachmentReading.objects.get().by == alma


def test_no_recording_is_kept_longer_than_anything_else(
    report: Evaluation, selma: User, settings: Any
) -> None:
    settings.ATTACHMENT_DAYS = 14

    held = sent(report, selma, recording(), SOUND)

    assert held.delete_on == timezone.localdate() + dt.timedelta(days=14)


@pytest.mark.parametrize(
    ("kind", "content", "fault"),
    [
        (SOUND, b"PK\x03\x04" + bytes(60), "not_sound"),
        (SOUND, b"\xff\xd8\xff\xe0" + bytes(60), "not_sound"),
        (AttachmentKind.PICTURE, recording(), "not_a_picture"),
    ],
)
def test_what_is_sent_as_something_else_is_refused(
    report: Evaluation, selma: User, kind: AttachmentKind, content: bytes, fault: str
) -> None:
    held = kept(report, selma, content, kind)

    assert (held.state, held.fault) == ("refused", fault)
    assert not folder_of(held.pk).exists()


def test_nothing_is_recorded_before_it_is_allowed(award: Award, selma: User, alma: User) -> None:
    report = filled_report(award, selma, alma)

    with pytest.raises(RecordingNotAllowed):
        announce(beside=report, note=note_of(recording(), SOUND), by=selma)

    assert not Attachment.objects.exists()


def test_only_phone_calls_are_recorded(award: Award, selma: User, alma: User) -> None:
    written = filled_report(award, selma, alma, channel="email")
    allowed(written.test_call.participation, alma)

    with pytest.raises(RecordingNotAllowed):
        announce(beside=written, note=note_of(recording(), SOUND), by=selma)


def test_what_nobody_answered_is_not_recorded_nor_opened(
    report: Evaluation, selma: User, alma: User
) -> None:
    held = kept(report, selma, recording(), SOUND)
    save_draft(evaluation=report, changes=Changes(answered=False), by=selma)
    silent = Evaluation.objects.get(pk=report.pk)

    with pytest.raises(NobodyToRecord):
        announce(beside=silent, note=note_of(recording(), SOUND), by=selma)
    with pytest.raises(NotReadable):
        read_attachment(attachment=_fresh(held), by=alma)


def test_in_privacy_mode_nothing_is_recorded_and_nobody_listens(
    report: Evaluation, selma: User, alma: User
) -> None:
    held = kept(report, selma, recording(), SOUND)
    content = recording()
    half, _new = announce(beside=report, note=note_of(content, SOUND), by=selma)
    part = report.test_call.participation
    part.staff_informed_on = None
    part.save(update_fields=["staff_informed_on"])

    with pytest.raises(RecordingNotAllowed):
        take_part(attachment=half, offset=0, part=content, by=selma)
    for by in (alma, selma):
        with pytest.raises(NotReadable):
            read_attachment(attachment=_fresh(held), by=by)
    with pytest.raises(NoRecordingsInPrivacyMode):
        allow_recordings(
            participation=part, terms=terms(days=30), seen=recording_terms(part), by=alma
        )
    assert _fresh(half).received == 0
    # What was there can still be stopped and deleted.
    assert stop_recordings(participation=part, seen=2, by=alma) == 2


def test_pictures_are_as_they_were(report: Evaluation, selma: User) -> None:
    assert kept(report, selma).state == "ready"
    assert kinds_allowed(report) == AttachmentKind.beside_reports()
    private = report.test_call.participation
    private.signed_up = False
    private.save(update_fields=["signed_up"])
    with pytest.raises(NotWithThisReport):
        announce(beside=report, note=note_of(b"x"), by=selma)


def test_stopping_deletes_every_recording_at_once_and_nothing_else(
    report: Evaluation, selma: User, alma: User, django_capture_on_commit_callbacks: Any
) -> None:
    here, picture = kept(report, selma, recording(), SOUND), kept(report, selma)
    content = recording(seconds=1)
    waiting = sent(report, selma, content, SOUND)
    part = report.test_call.participation

    with django_capture_on_commit_callbacks(execute=True):
        assert stop_recordings(participation=part, seen=2, by=alma) == 2

    assert [_fresh(each).state for each in (here, waiting, picture)] == [
        "removed",
        "removed",
        "ready",
    ]
    assert not folder_of(here.pk).exists()
    assert not folder_of(waiting.pk).exists()
    assert recording_terms(part) is None
    with pytest.raises(RecordingNotAllowed):
        announce(beside=report, note=note_of(content, SOUND), by=selma)


def test_stopping_deletes_no_more_than_was_said(
    report: Evaluation, selma: User, alma: User
) -> None:
    held = kept(report, selma, recording(), SOUND)
    part = report.test_call.participation

    with pytest.raises(RecordingsChanged):
        stop_recordings(participation=part, seen=0, by=alma)

    assert _fresh(held).state == "ready"
    assert part.allows_recordings


def test_each_decision_is_a_row(report: Evaluation, alma: User) -> None:
    part = report.test_call.participation
    stop_recordings(participation=part, seen=0, by=alma)
    with pytest.raises(RecordingsChanged):
        stop_recordings(participation=part, seen=0, by=alma)

    rows = RecordingDecision.objects.order_by("pk")
    facts = (RecordingBasis.LEGITIMATE_INTERESTS, PURPOSE, terms().told_on, 60, alma)
    assert [
        (row.allowed, row.basis, row.purpose, row.told_on, row.days, row.by) for row in rows
    ] == [
        (True, *facts),
        (False, *facts),
    ]


def test_a_shorter_promise_holds_for_what_is_here_a_longer_one_does_not(
    report: Evaluation, selma: User, alma: User
) -> None:
    held = kept(report, selma, recording(), SOUND)
    part = report.test_call.participation

    for days, kept_for in ((90, 60), (10, 10)):
        allowed(part, alma, days=days)
        assert _fresh(held).delete_on == timezone.localdate() + dt.timedelta(days=kept_for)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": "  "}, "purpose"),
        ({"told_on": dt.date(2999, 1, 1)}, "told_on"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
    ],
)
def test_what_is_no_basis_allows_nothing(
    award: Award, alma: User, changes: dict[str, object], field: str
) -> None:
    part = award.participations["alfa"]

    with pytest.raises(RecordingsRefused) as refused:
        allow_recordings(participation=part, terms=terms(**changes), by=alma)

    assert refused.value.field == field
    assert not RecordingDecision.objects.exists()
    part.refresh_from_db()
    assert not part.allows_recordings


def test_whoever_decided_meanwhile_is_not_overwritten(report: Evaluation, alma: User) -> None:
    part = report.test_call.participation

    with pytest.raises(RecordingsChanged):
        allow_recordings(participation=part, terms=terms(days=1), seen=None, by=alma)

    assert part.recording_days == 60
    assert RecordingDecision.objects.count() == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"recording_basis": "consent"},
        {"recording_days": 30},
        {
            "recording_basis": "habit",
            "recording_purpose": "x",
            "recording_told_on": dt.date(2026, 1, 1),
            "recording_days": 30,
        },
    ],
)
def test_the_database_takes_all_four_facts_or_none(award: Award, facts: dict[str, Any]) -> None:
    part = award.participations["alfa"]

    with pytest.raises(IntegrityError, match="recordings_whole_or_none"), transaction.atomic():
        type(part).objects.filter(pk=part.pk).update(**facts)


def test_one_recording_is_checked_at_a_time_and_after_every_picture(
    report: Evaluation, selma: User
) -> None:
    first, second = (sent(report, selma, recording(), SOUND) for _ in range(2))
    picture = sent(report, selma)
    assert list(due_checks()) == [picture, first, second]
    Attachment.objects.filter(pk=first.pk).update(
        lease=1, leased_until=timezone.now() + dt.timedelta(minutes=1)
    )

    assert sweep_attachments() == 1
    assert (_fresh(picture).state, _fresh(second).state) == ("ready", "checking")

    Attachment.objects.filter(pk=first.pk).update(leased_until=timezone.now() - dt.timedelta(1))
    assert sweep_attachments() == 2
