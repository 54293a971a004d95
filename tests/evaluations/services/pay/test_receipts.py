"""Receipts of expenses: added by whom and until when, read by whom, and kept with the books."""

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from evaluations.enums import AttachmentKind, AttachmentState
from evaluations.models import Attachment, AttachmentReading, PayExtra
from evaluations.services.calls.calling import NotYours
from evaluations.services.pay.pay_extras import decide_extra, take_back_expense
from evaluations.services.pay.receipts import last_day_in_books
from evaluations.services.reports.attachment_files import folder_of, kept_bytes
from evaluations.services.reports.attachment_refusals import (
    LARGEST_DAY,
    LARGEST_FILE,
    ExpenseDecided,
    NotWithAnExpense,
    NotWithThisReport,
    TooMuchToday,
)
from evaluations.services.reports.attachments import announce, remove_attachment, take_part
from evaluations.services.reports.checking_files import sweep_attachments
from evaluations.services.reports.reading_files import NotReadable, read_attachment
from shoppers.models import User
from shoppers.services.erasing import erase
from shoppers.services.own_data import own_data
from tests import people
from tests.factories.attachments import kept, note_of, sent
from tests.factories.awards import Award
from tests.factories.expenses import spent
from tests.factories.hostile import photograph
from tests.factories.paying import has_account, officer, paid
from tests.factories.reports import filled_report

pytestmark = pytest.mark.django_db
RECEIPT = AttachmentKind.RECEIPT


def _fresh(held: Attachment) -> Attachment:
    return Attachment.objects.get(pk=held.pk)


def _days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def test_a_receipt_is_made_anew_and_read_by_who_decides_and_who_pays(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    expense = spent(award, selma)
    held = kept(expense, selma, photograph(), RECEIPT)
    assert (held.state, held.evaluation, held.extra) == ("ready", None, expense)
    assert b"canary" not in kept_bytes(held.pk)
    pays = officer()

    for by in (selma, alma, pays):
        assert read_attachment(attachment=_fresh(held), by=by) == kept_bytes(held.pk)
    for by in (nora, people.kari(), people.mona()):
        with pytest.raises(NotReadable):
            read_attachment(attachment=_fresh(held), by=by)

    assert [each.by for each in AttachmentReading.objects.all()] == [alma, pays]


def test_who_pays_opens_no_picture_of_a_report(award: Award, alma: User, selma: User) -> None:
    held = kept(filled_report(award, selma, alma), selma)

    with pytest.raises(NotReadable):
        read_attachment(attachment=held, by=officer())


def test_nothing_else_lies_beside_an_expense_and_no_receipt_beside_a_report(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    expense, report = spent(award, selma), filled_report(award, selma, alma)
    for kind in sorted(AttachmentKind.beside_reports()):
        with pytest.raises(NotWithAnExpense):
            announce(beside=expense, note=note_of(b"x", AttachmentKind(kind)), by=selma)
    with pytest.raises(NotWithThisReport):
        announce(beside=report, note=note_of(b"x", RECEIPT), by=selma)
    with pytest.raises(NotYours):
        announce(beside=expense, note=note_of(b"x", RECEIPT), by=nora)
    assert not Attachment.objects.exists()

    made, _new = announce(beside=expense, note=note_of(b"x", RECEIPT), by=selma)
    for wrong in ({"kind": "picture"}, {"evaluation": report}, {"extra": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.filter(pk=made.pk).update(**wrong)


def test_receipts_and_pictures_of_a_day_count_together(
    award: Award, alma: User, selma: User
) -> None:
    expense, report = spent(award, selma), filled_report(award, selma, alma)
    for beside, kind in ((expense, RECEIPT), (report, AttachmentKind.PICTURE)):
        note = note_of(b"x", kind)
        held, _new = announce(beside=beside, note=note, by=selma)
        Attachment.objects.filter(pk=held.pk).update(size=LARGEST_DAY // 2)

    for beside, kind in ((expense, RECEIPT), (report, AttachmentKind.PICTURE)):
        with pytest.raises(TooMuchToday):
            announce(beside=beside, note=note_of(b"x", kind), by=selma)
    assert Attachment.objects.filter(size__lt=LARGEST_FILE).count() == 0


@pytest.mark.parametrize("approved", [True, False])
def test_what_was_decided_upon_stays_as_it_is(
    award: Award,
    alma: User,
    selma: User,
    approved: bool,  # noqa: FBT001 - a case
) -> None:
    expense = spent(award, selma)
    held = kept(expense, selma, kind=RECEIPT)
    half, _new = announce(beside=expense, note=note_of(b"later", RECEIPT), by=selma)

    decide_extra(extra=expense, approved=approved, reason="No", by=alma)

    with pytest.raises(ExpenseDecided):
        announce(beside=expense, note=note_of(b"x", RECEIPT), by=selma)
    with pytest.raises(ExpenseDecided):
        take_part(attachment=half, offset=0, part=b"later", by=selma)
    with pytest.raises(ExpenseDecided):
        remove_attachment(attachment=held, by=selma)
    assert read_attachment(attachment=_fresh(held), by=selma)
    assert (_fresh(half).received, Attachment.objects.count()) == (0, 2)


def test_she_removes_a_receipt_and_taking_the_expense_back_removes_the_others(
    award: Award, selma: User, django_capture_on_commit_callbacks: Any
) -> None:
    expense, other = spent(award, selma), spent(award, selma)
    first, second, waiting = (sent(expense, selma, kind=RECEIPT) for _each in range(3))
    sweep_attachments()
    stays = kept(other, selma, kind=RECEIPT)

    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(attachment=first, by=selma)
    assert [_fresh(each).state for each in (first, second)] == ["removed", "ready"]
    with django_capture_on_commit_callbacks(execute=True):
        take_back_expense(extra=expense, by=selma)

    for gone in (first, second, waiting):
        assert _fresh(gone).state == AttachmentState.REMOVED
        assert not folder_of(gone.pk).exists()
    assert kept_bytes(stays.pk)


def test_receipts_of_what_was_paid_are_kept_with_the_books(
    award: Award, alma: User, selma: User, settings: Any
) -> None:
    has_account(selma)
    bought, refused = spent(award, selma), spent(award, selma)
    first, second = (kept(each, selma, kind=RECEIPT) for each in (bought, refused))
    this_year = timezone.localdate().year
    assert first.delete_on == dt.date(this_year + 6, 1, 1)

    decide_extra(extra=bought, approved=True, by=alma)
    decide_extra(extra=refused, approved=False, reason="No", by=alma)
    assert _fresh(first).delete_on == dt.date(this_year + 6, 1, 1)
    assert _fresh(second).delete_on == _days(settings.ATTACHMENT_DAYS)

    # A year has passed before the bank pays.
    Attachment.objects.filter(pk=first.pk).update(delete_on=dt.date(this_year + 5, 1, 1))
    paid(by=alma)
    assert _fresh(first).delete_on == last_day_in_books(timezone.localdate())
    assert _fresh(second).delete_on == _days(settings.ATTACHMENT_DAYS)
    settings.RECEIPT_YEARS = 10
    assert last_day_in_books(dt.date(2026, 1, 1)) == dt.date(2037, 1, 1)


def test_she_reads_of_her_receipts_and_erasing_leaves_those_the_books_need(
    award: Award, alma: User, selma: User
) -> None:
    has_account(selma)
    bought, refused = spent(award, selma), spent(award, selma)
    first, second = (kept(each, selma, kind=RECEIPT) for each in (bought, refused))
    decide_extra(extra=bought, approved=True, by=alma)
    decide_extra(extra=refused, approved=False, reason="No", by=alma)
    paid(by=alma)
    read_attachment(attachment=_fresh(first), by=officer())
    told = [each["receipts"] for each in own_data(selma.shopper)["pay_extras"]]
    assert [[one["kept_sha256"] for one in each] for each in told] == [
        [second.kept_sha256],
        [first.kept_sha256],
    ]
    assert [len(each[0]["opened_by_somebody_else_at"]) for each in told] == [0, 1]

    erase(shopper=selma.shopper, by=alma)

    assert [_fresh(each).state for each in (first, second)] == ["ready", "removed"]
    assert read_attachment(attachment=_fresh(first), by=officer())


class _Looked(Exception):
    """Enough was seen: nothing of it stays."""


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_before_there_were_receipts_an_expense_might_have_no_key(
    award: Award, selma: User, alma: User
) -> None:
    expense = spent(award, selma)
    read_attachment(attachment=kept(expense, selma, kind=RECEIPT), by=alma)
    owner = connections["owner"]
    loader = MigrationLoader(owner)
    receipts = loader.disk_migrations["evaluations", "0046_receipts"]
    before = loader.project_state(("evaluations", "0045_reports_reopened"))

    with suppress(_Looked), owner.schema_editor(atomic=True) as editor:
        receipts.unapply(before.clone(), editor)
        with owner.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM evaluations_attachment")
            files = cursor.fetchone()
            cursor.execute("UPDATE evaluations_payextra SET key = NULL")
        receipts.apply(before.clone(), editor)
        with owner.cursor() as cursor:
            cursor.execute("SELECT count(key) FROM evaluations_payextra")
            keys = cursor.fetchone()
        raise _Looked

    assert (files, keys) == ((0,), (1,))
    assert PayExtra.objects.get().key == expense.key
