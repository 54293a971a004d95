"""Files beside a report: checked, kept apart, read by whom, and gone on their day."""

import datetime as dt
import stat
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from evaluations.enums import AttachmentKind
from evaluations.models import Attachment, AttachmentReading, Evaluation, Participation
from evaluations.queries.reports.attachments import oldest_due
from evaluations.services.calls.calling import NotYours
from evaluations.services.reports.attachment_files import folder_of, kept_bytes
from evaluations.services.reports.attachment_refusals import NotWithThisReport
from evaluations.services.reports.attachments import announce, remove_attachment
from evaluations.services.reports.checking_files import LEASES, check_attachment, sweep_attachments
from evaluations.services.reports.reading_files import NotReadable, read_attachment
from evaluations.tasks import sweep_attachments as sweep_task
from shoppers.models import User
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.factories.attachments import kept, note_of, sent
from tests.factories.awards import Award
from tests.factories.hostile import photograph
from tests.factories.reports import filled_report

pytestmark = pytest.mark.django_db

PICTURE, EVIDENCE = AttachmentKind.PICTURE, AttachmentKind.EVIDENCE


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: filled_report(cast.award, cast.selma, cast.alma)


@pytest.fixture
def report(cast: Cast) -> Evaluation:
    made: Evaluation = cast.begun
    return made


@pytest.fixture
def unanswered(award: Award, selma: User, alma: User) -> Evaluation:
    return filled_report(award, selma, alma, None, company="beta")


def _private(report: Evaluation) -> Evaluation:
    Participation.objects.update(staff_informed_on=None)
    return Evaluation.objects.get(pk=report.pk)


def _fresh(attachment: Attachment) -> Attachment:
    return Attachment.objects.get(pk=attachment.pk)


def test_what_came_in_is_made_anew_and_kept_apart(
    report: Evaluation, selma: User, settings: Any
) -> None:
    held = sent(report, selma, photograph())
    assert oldest_due() == held.received_at

    assert sweep_attachments() == 1

    held = _fresh(held)
    assert (held.state, held.fault, held.has_leftovers) == ("ready", "", False)
    assert b"canary" not in kept_bytes(held.pk)
    assert held.kept_sha256 != held.sha256
    assert held.delete_on == timezone.localdate() + dt.timedelta(days=settings.ATTACHMENT_DAYS)
    folder = folder_of(held.pk)
    assert [each.name for each in folder.iterdir()] == ["kept"]
    assert stat.S_IMODE((folder / "kept").stat().st_mode) == 0o600
    for each in (folder, folder.parent, folder.parent.parent):
        assert stat.S_IMODE(each.stat().st_mode) == 0o700
    assert oldest_due() is None
    assert check_attachment(held.pk) is False
    sweep_task()
    assert _fresh(held).lease == 1


def test_what_is_refused_leaves_its_reason_and_no_byte(report: Evaluation, selma: User) -> None:
    held = kept(report, selma, b"<svg xmlns='http://www.w3.org/2000/svg'/>")

    assert (held.state, held.fault) == ("refused", "not_a_picture")
    assert not folder_of(held.pk).exists()


def test_a_file_that_kills_its_checks_is_given_up(report: Evaluation, selma: User) -> None:
    held = sent(report, selma)
    Attachment.objects.update(lease=LEASES, leased_until=timezone.now() - dt.timedelta(seconds=1))

    assert check_attachment(held.pk) is True

    assert (_fresh(held).state, _fresh(held).fault) == ("refused", "too_costly")


def test_a_file_under_another_workers_lease_is_left_alone(report: Evaluation, selma: User) -> None:
    held = sent(report, selma)
    Attachment.objects.update(lease=1, leased_until=timezone.now() + dt.timedelta(minutes=1))

    assert sweep_attachments() == 0
    assert _fresh(held).state == "checking"


def test_a_process_that_dies_without_a_word_refuses_its_file(
    report: Evaluation, selma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluations.reencoding.sys.executable", "/bin/false")

    assert kept(report, selma).fault == "too_costly"


def test_a_file_removed_during_its_check_stays_removed(
    report: Evaluation, selma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = sent(report, selma)

    def removed_meanwhile(attachment_id: uuid.UUID) -> tuple[int, str]:
        remove_attachment(attachment=held, by=selma)
        return 1, "0" * 64

    monkeypatch.setattr(
        "evaluations.services.reports.checking_files.keep_unfinished", removed_meanwhile
    )
    check_attachment(held.pk)

    assert (_fresh(held).state, _fresh(held).kept_size) == ("removed", None)


def test_files_go_on_their_day_and_what_a_crash_left_goes_too(
    report: Evaluation, selma: User, django_capture_on_commit_callbacks: Any
) -> None:
    gone, stays = kept(report, selma), kept(report, selma)
    Attachment.objects.filter(pk=gone.pk).update(delete_on=timezone.localdate())
    # Its worker died after the last commit.
    Attachment.objects.filter(pk=stays.pk).update(has_leftovers=True)
    (folder_of(stays.pk) / "sent").write_bytes(b"left")

    assert sweep_attachments() == 1

    # The test's transaction never commits; the row says what is left to do, and the sweep did it.
    assert (_fresh(gone).state, _fresh(gone).has_leftovers) == ("removed", False)
    assert not folder_of(gone.pk).exists()
    assert [each.name for each in folder_of(stays.pk).iterdir()] == ["kept"]
    assert not _fresh(stays).has_leftovers
    assert sweep_attachments() == 0


def test_a_folder_that_cannot_be_read_holds_up_no_other_file(
    report: Evaluation, selma: User
) -> None:
    lost, other = sent(report, selma), sent(report, selma)
    for each in folder_of(lost.pk).iterdir():
        each.unlink()

    sweep_attachments()

    assert (_fresh(lost).state, _fresh(other).state) == ("refused", "ready")


@pytest.mark.parametrize("kind", [PICTURE, EVIDENCE])
def test_in_privacy_mode_an_answered_contact_has_no_files(
    report: Evaluation, selma: User, kind: AttachmentKind
) -> None:
    with pytest.raises(NotWithThisReport):
        announce(beside=_private(report), note=note_of(b"x", kind), by=selma)

    assert not Attachment.objects.exists()


def test_in_privacy_mode_an_unanswered_contact_has_proof_for_the_desk_alone(
    unanswered: Evaluation, selma: User, alma: User
) -> None:
    private = _private(unanswered)
    with pytest.raises(NotWithThisReport):
        announce(beside=private, note=note_of(b"x", PICTURE), by=selma)

    held = kept(private, selma, kind=EVIDENCE)

    assert read_attachment(attachment=held, by=alma)[:3] == b"\xff\xd8\xff"
    with pytest.raises(NotReadable):
        read_attachment(attachment=held, by=selma)


def test_nobody_reads_a_picture_once_its_company_is_in_privacy_mode(
    report: Evaluation, selma: User, alma: User
) -> None:
    held = kept(report, selma)
    assert read_attachment(attachment=held, by=alma)
    _private(report)

    for by in (alma, selma):
        with pytest.raises(NotReadable):
            read_attachment(attachment=_with_report(held), by=by)
    assert AttachmentReading.objects.count() == 1


def _with_report(held: Attachment) -> Attachment:
    return Attachment.objects.select_related("evaluation__test_call__participation").get(pk=held.pk)


def test_readings_of_the_desk_are_noted_her_own_are_not(
    report: Evaluation, selma: User, alma: User
) -> None:
    held = kept(report, selma)

    assert read_attachment(attachment=held, by=selma) == kept_bytes(held.pk)
    assert not AttachmentReading.objects.exists()

    read_attachment(attachment=held, by=alma)
    read_attachment(attachment=held, by=alma)
    assert [(each.attachment_id, each.by) for each in AttachmentReading.objects.all()] == [
        (held.pk, alma)
    ] * 2


def test_nobody_else_reads_and_nothing_is_read_before_its_check(
    report: Evaluation, selma: User, nora: User, alma: User
) -> None:
    unchecked, held = sent(report, selma), kept(report, selma)

    for by in (nora, people.kari()):
        with pytest.raises(NotReadable):
            read_attachment(attachment=held, by=by)
    with pytest.raises(NotReadable):
        read_attachment(attachment=unchecked, by=alma)
    with pytest.raises(NotYours):
        remove_attachment(attachment=held, by=nora)
    assert not AttachmentReading.objects.exists()


@pytest.mark.parametrize(
    "harm",
    [lambda path: path.write_bytes(b"<script>"), lambda path: path.unlink()],
    ids=["altered", "lost"],
)
def test_what_is_not_what_was_kept_is_not_served(
    report: Evaluation, selma: User, alma: User, harm: Callable[[Any], object]
) -> None:
    held = kept(report, selma)
    harm(folder_of(held.pk) / "kept")

    with pytest.raises(NotReadable):
        read_attachment(attachment=held, by=alma)
    assert not AttachmentReading.objects.exists()
