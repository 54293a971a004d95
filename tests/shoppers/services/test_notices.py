"""Mail that is owed."""

import datetime as dt
import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from shoppers import tasks
from shoppers.enums import NoticeKind, Role
from shoppers.languages import Language
from shoppers.models import Invitation, Notice, User
from shoppers.queries.notices import oldest_due
from shoppers.services.inviting import accept, invite
from shoppers.services.mail import Letter, register
from shoppers.services.notices import LEASES, RETRY_AFTER, claim, owe, send_notice, sweep_notices
from tests import people


def owed(language: Language = Language.ENGLISH) -> Notice:
    """An invitation that is due."""
    alma = User.objects.filter(email="alma@award.example").first() or people.alma()
    number = User.objects.count()
    invite(
        email=f"{number}@award.example",
        name="Nora Nes",
        roles=[Role.COORDINATOR],
        by=alma,
        language=language,
    )
    return Notice.objects.latest("created_at")


def recipient_of(notice: Notice) -> User:
    """Whose account the notice is for."""
    assert notice.recipient is not None
    return notice.recipient


def fail(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def send(self: EmailMessage, *, fail_silently: bool = False) -> int:
        raise error

    monkeypatch.setattr(EmailMessage, "send", send)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "subject", "hello"),
    [
        (Language.ENGLISH, "Your invitation to Best in Test", "Hello Nora Nes,"),
        (Language.BOKMAL, "Invitasjon til Best in Test", "Hei, Nora Nes\n"),
        (Language.SWEDISH, "Inbjudan till Best in Test", "Hej Nora Nes,"),
    ],
)
def test_send_notice_writes_in_the_recipients_language(
    language: Language, subject: str, hello: str, settings: Any
) -> None:
    settings.SITE_URL = "https://award.example/"
    notice = owed(language)
    assert send_notice(notice.pk) is True
    (message,) = mail.outbox
    assert message.subject == subject
    assert message.to == [recipient_of(notice).email]
    assert str(message.body).startswith(hello)
    assert "Alma Aas" in message.body
    assert f"\nhttps://award.example/password/choose/{notice.recipient_id}/" in message.body


@pytest.mark.django_db
def test_send_notice_escapes_nothing_in_plain_text() -> None:
    notice = owed()
    User.objects.filter(pk=recipient_of(notice).pk).update(name="Nora O'Neill & Co")
    send_notice(notice.pk)
    assert "Hello Nora O'Neill & Co," in mail.outbox[0].body


@pytest.mark.django_db
def test_send_notice_of_an_operators_invitation_names_nobody() -> None:
    invite(
        email="first@award.example",
        name="Nora Nes",
        roles=[Role.COORDINATOR],
        by=None,
        language=Language.ENGLISH,
    )
    send_notice(Notice.objects.get().pk)
    assert "You are invited to Best in Test" in mail.outbox[0].body


@pytest.mark.django_db
def test_send_notice_sends_once_however_often_it_is_asked() -> None:
    notice = owed()
    assert [send_notice(notice.pk), send_notice(notice.pk)] == [True, False]
    tasks.send_notice(str(notice.pk))
    tasks.sweep_notices()
    assert len(mail.outbox) == 1
    notice.refresh_from_db()
    assert (notice.lease, notice.error, notice.failed_at) == (1, "", None)
    assert notice.sent_at is not None


@pytest.mark.django_db(transaction=True)
def test_send_notice_by_eight_workers_at_once_sends_one_mail() -> None:
    notice = owed()
    start = threading.Barrier(8)

    def work(_worker: int) -> bool:
        start.wait()
        try:
            return send_notice(notice.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        outcomes = sorted(workers.map(work, range(8)))
    assert outcomes == [False] * 7 + [True]
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_claim_leaves_a_leased_notice_alone_until_the_lease_ends() -> None:
    notice = owed()
    assert claim(notice.pk) is not None
    assert claim(notice.pk) is None
    assert sweep_notices() == 0
    Notice.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    again = claim(notice.pk)
    assert again is not None
    assert again.lease == 2


@pytest.mark.django_db
def test_send_notice_that_comes_back_late_is_fenced_off(monkeypatch: pytest.MonkeyPatch) -> None:
    notice = owed()

    def slow(self: EmailMessage, *, fail_silently: bool = False) -> int:
        # While this worker slept, its lease ended and another took the notice.
        Notice.objects.update(lease=2)
        return 1

    monkeypatch.setattr(EmailMessage, "send", slow)
    send_notice(notice.pk)
    notice.refresh_from_db()
    assert (notice.lease, notice.sent_at) == (2, None)


@pytest.mark.django_db
def test_send_notice_that_fails_is_put_off_and_keeps_no_personal_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notice = owed()
    fail(monkeypatch, smtplib.SMTPRecipientsRefused({recipient_of(notice).email: (550, b"no")}))
    assert send_notice(notice.pk) is False
    notice.refresh_from_db()
    assert notice.error == "SMTPRecipientsRefused"
    assert notice.failed_at is None
    assert notice.leased_until is not None
    wait = notice.leased_until - timezone.now()
    assert dt.timedelta(seconds=55) < wait <= RETRY_AFTER[0]


@pytest.mark.django_db
def test_send_notice_gives_up_after_five_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    notice = owed()
    fail(monkeypatch, ConnectionRefusedError())
    for lease in range(1, LEASES + 1):
        Notice.objects.update(leased_until=None)
        assert send_notice(notice.pk) is False
        notice.refresh_from_db()
        assert notice.lease == lease
    assert notice.error == "ConnectionRefusedError"
    assert notice.failed_at is not None
    assert (LEASES, sweep_notices()) == (5, 0)


@pytest.mark.django_db
def test_sweep_gives_up_a_notice_whose_last_sender_died() -> None:
    notice = owed()
    Notice.objects.update(lease=5, leased_until=timezone.now() - dt.timedelta(seconds=1))
    assert sweep_notices() == 0
    notice.refresh_from_db()
    assert (notice.error, notice.lease) == ("LeaseExpired", 5)
    assert notice.failed_at is not None
    assert mail.outbox == []


@pytest.mark.django_db
def test_sweep_sends_the_others_when_one_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = owed(), owed()
    send = EmailMessage.send

    def choosy(self: EmailMessage, *, fail_silently: bool = False) -> int:
        if self.to == [recipient_of(bad).email]:
            raise ValueError
        return send(self)

    monkeypatch.setattr(EmailMessage, "send", choosy)
    assert sweep_notices() == 1
    assert [message.to for message in mail.outbox] == [[recipient_of(good).email]]


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["deactivated", "accepted"])
def test_send_notice_that_is_no_longer_true_is_dropped(change: str) -> None:
    notice = owed()
    if change == "accepted":
        accept(recipient_of(notice))
    else:
        User.objects.filter(pk=recipient_of(notice).pk).update(is_active=False)
    assert send_notice(notice.pk) is False
    notice.refresh_from_db()
    assert notice.error == "NotWanted"
    assert mail.outbox == []


@pytest.mark.django_db
def test_owe_a_reset_is_sent_to_somebody_who_accepted_long_ago() -> None:
    kari = people.kari()
    Invitation.objects.create(user=kari, invited_by=None, accepted_at=timezone.now())
    notice = owe(recipient=kari, kind=NoticeKind.PASSWORD_RESET)
    assert send_notice(notice.pk) is True
    assert mail.outbox[0].subject == "A new password for Best in Test"


@pytest.mark.django_db
def test_oldest_due_is_when_the_first_unsent_mail_could_have_gone() -> None:
    assert oldest_due() is None
    first = owed()
    owed()
    assert oldest_due() == first.created_at
    later = timezone.now() + dt.timedelta(minutes=10)
    Notice.objects.update(leased_until=later)
    assert oldest_due() == later
    Notice.objects.update(sent_at=timezone.now())
    assert oldest_due() is None


@pytest.mark.django_db
def test_owe_without_a_letter_for_the_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no letter for notices of the kind 'postcard'"):
        owe(recipient=people.kari(), kind="postcard")
    assert Notice.objects.count() == 0


@pytest.mark.django_db
def test_owe_for_the_same_cause_owes_one_mail() -> None:
    kari = people.kari()
    first = owe(recipient=kari, kind=NoticeKind.PASSWORD_RESET, cause="reset:1")
    assert owe(recipient=kari, kind=NoticeKind.PASSWORD_RESET, cause="reset:1") == first
    assert owe(recipient=kari, kind=NoticeKind.PASSWORD_RESET, cause="reset:2") != first
    assert Notice.objects.count() == 2


def test_two_letters_for_one_kind_are_refused() -> None:
    other = Letter("shoppers/mail/invitation", lambda _notice: None)
    with pytest.raises(ImproperlyConfigured, match="two letters for notices of the kind"):
        register(NoticeKind.INVITATION, other)
