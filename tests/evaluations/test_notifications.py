"""The mails of fieldwork: once, to the right person, in her language, and only while true."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import CallNotice
from evaluations.models import CallMessage, Evaluation, TestCall
from evaluations.notifications import LETTERS
from evaluations.services.calls.assigning import assign, cancel, in_place_of
from evaluations.services.calls.calling import accept, decline
from evaluations.services.calls.messaging import answer, ask, settle
from evaluations.services.calls.stopping import stop
from evaluations.services.field.chasing import sweep_field
from evaluations.services.field.field_steps import extend, remind
from evaluations.services.lifecycle import move
from evaluations.services.reports.evaluating import submit
from evaluations.services.review.reviewing import approve, reject, send_back
from evaluations.transitions import Event
from shoppers.languages import Language
from shoppers.models import Notice, User
from shoppers.services.notices import send_notice, sweep_notices
from tests.evaluations.conftest import Giving
from tests.evaluations.subjects import SUBJECTS
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, admit, late, offered_call, shopper_user
from tests.factories.reports import filled_report

pytestmark = pytest.mark.django_db
ENGLISH, BOKMAL, SWEDISH = Language.ENGLISH, Language.BOKMAL, Language.SWEDISH


@pytest.fixture(scope="module")
def giving(keeping: Giving) -> Giving:
    """Made once for a module."""
    return keeping


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


def _offered(award: Award, alma: User, selma: User) -> None:
    offered_call(award, selma, alma, due_in_days=3)


def _declined(award: Award, alma: User, selma: User) -> None:
    decline(call=offered_call(award, selma, alma), reason="secret reason", by=selma)


def _cancelled(award: Award, alma: User, selma: User) -> None:
    cancel(call=accepted_call(award, selma, alma), reason="secret reason", by=alma)


def _expired(award: Award, alma: User, selma: User) -> None:
    move(late(accepted_call(award, selma, alma), days=2), event=Event.EXPIRE, by=alma)


def _stopped(award: Award, alma: User, selma: User) -> None:
    stop(call=accepted_call(award, selma, alma), reason="secret reason", by=selma)


def _sent(award: Award, alma: User, selma: User) -> Evaluation:
    submit(evaluation=filled_report(award, selma, alma), by=selma)
    return Evaluation.objects.get()


def _returned(award: Award, alma: User, selma: User) -> None:
    report = _sent(award, alma, selma)
    send_back(evaluation=report, reason="secret reason", remarks={"wait": "secret"}, by=alma)


def _rejected(award: Award, alma: User, selma: User) -> None:
    reject(evaluation=_sent(award, alma, selma), reason="secret reason", by=alma)


def _asked(award: Award, alma: User, selma: User) -> None:
    ask(call=offered_call(award, selma, alma), text="secret question", key=uuid4(), by=selma)


def _told(award: Award, alma: User, selma: User) -> None:
    answer(call=offered_call(award, selma, alma), text="secret answer", key=uuid4(), by=alma)


def _due_soon(award: Award, alma: User, selma: User) -> None:
    accepted_call(award, selma, alma, due_in_days=1)
    TestCall.objects.update(assigned_at=timezone.now() - dt.timedelta(days=3))
    sweep_field()


def _reminded(award: Award, alma: User, selma: User) -> None:
    remind(call=accepted_call(award, selma, alma))


def _extended(award: Award, alma: User, selma: User) -> None:
    day = timezone.localdate() + dt.timedelta(days=9)
    extend(call=accepted_call(award, selma, alma), due_on=day, by=alma)


def _late(award: Award, alma: User, selma: User) -> None:
    late(accepted_call(award, selma, alma), days=4)
    sweep_field()


def _kept_too_long(award: Award, alma: User, selma: User) -> None:
    report, ago = _sent(award, alma, selma), timezone.now() - dt.timedelta(hours=25)
    move(report, event=Event.RETURN, by=alma, reason="secret reason", at=ago)
    sweep_field()


def _waited_too_long(award: Award, alma: User, selma: User) -> None:
    report, ago = filled_report(award, selma, alma), timezone.now() - dt.timedelta(hours=73)
    submit(evaluation=report, by=selma, at=ago)
    sweep_field()


Cause = Callable[[Award, User, User], None]
CAUSES: dict[CallNotice, tuple[Cause, str, str]] = {
    CallNotice.CALL_OFFERED: (_offered, "selma", "my_call"),
    CallNotice.CALL_DECLINED: (_declined, "alma", "desk_call"),
    CallNotice.CALL_CANCELLED: (_cancelled, "selma", "my_call"),
    CallNotice.CALL_EXPIRED: (_expired, "selma", "my_call"),
    CallNotice.CALL_STOPPED: (_stopped, "alma", "desk_call"),
    CallNotice.REPORT_RETURNED: (_returned, "selma", "my_report"),
    CallNotice.SHOPPER_WROTE: (_asked, "alma", "desk_messages"),
    CallNotice.COORDINATOR_WROTE: (_told, "selma", "my_messages"),
    CallNotice.REPORT_REJECTED: (_rejected, "selma", "my_call"),
    CallNotice.CALL_DUE_SOON: (_due_soon, "selma", "my_call"),
    CallNotice.CALL_REMINDED: (_reminded, "selma", "my_call"),
    CallNotice.CALL_EXTENDED: (_extended, "selma", "my_call"),
    CallNotice.CALL_LATE: (_late, "alma", "desk_call"),
    CallNotice.REPORT_OVERDUE: (_kept_too_long, "selma", "my_report"),
    CallNotice.REVIEW_OVERDUE: (_waited_too_long, "alma", "review"),
}
HELLOS = {ENGLISH: "Hello {},", BOKMAL: "Hei, {}\n", SWEDISH: "Hej {},"}


@contextmanager
def unsent() -> Iterator[None]:
    """Afterwards it is as if nothing had been sent in between."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    mail.outbox.clear()


def test_every_letter_is_tested() -> None:
    assert set(CAUSES) == set(SUBJECTS) == set(LETTERS) == set(CallNotice)


@pytest.mark.parametrize("kind", CallNotice)
def test_a_letter_is_sent_once_to_the_right_person_in_her_language(
    award: Award, alma: User, selma: User, settings: Any, kind: CallNotice
) -> None:
    settings.SITE_URL = "https://award.example/"
    cause, who, page = CAUSES[kind]
    cause(award, alma, selma)
    recipient = {"alma": alma, "selma": selma}[who]
    notice = Notice.objects.get(kind=kind)
    about = Evaluation.objects.get() if page == "review" else TestCall.objects.get()
    link = reverse(page, args=[about.pk])

    for language in Language:
        with unsent():
            User.objects.update(language=language)

            assert [send_notice(notice.pk), send_notice(notice.pk)] == [True, False]

            (message,) = mail.outbox
            assert message.to == [recipient.email]
            assert message.subject == SUBJECTS[kind][language]
            body = str(message.body)
            assert body.startswith(HELLOS[language].format(recipient.name))
            assert f"\nhttps://award.example{link}\n" in body
            assert "Best in test 2026" in body
            # The mail lies on an unknown server: the page behind its link tells the rest.
            for unsaid in ("Alfa", "secret", "&"):
                assert unsaid not in body


DAYS = {ENGLISH: "14 February 2027", BOKMAL: "14. februar 2027", SWEDISH: "14 februari 2027"}


def test_an_offer_says_by_when(award: Award, alma: User, selma: User) -> None:
    offered_call(award, selma, alma)
    TestCall.objects.update(due_on=dt.date(2027, 2, 14))

    for language, day in DAYS.items():
        with unsent():
            User.objects.update(language=language)

            sweep_notices()

            assert day in mail.outbox[0].body


def _taken_back(alma: User, selma: User) -> None:
    cancel(call=TestCall.objects.get(), reason="The number is gone", by=alma)


def _answered(alma: User, selma: User) -> None:
    accept(call=TestCall.objects.get(), by=selma)


def _sent_again(alma: User, selma: User) -> None:
    submit(evaluation=Evaluation.objects.get(), by=selma)


def _answered_in_words(alma: User, selma: User) -> None:
    answer(call=TestCall.objects.get(), text="Yes.", key=uuid4(), by=alma)


def _settled(alma: User, selma: User) -> None:
    message = CallMessage.objects.get()
    settle(call=message.test_call, message_id=message.pk, by=alma)


def _sent_again_and_approved(alma: User, selma: User) -> None:
    _sent_again(alma, selma)
    approve(evaluation=Evaluation.objects.get(), by=alma)


@pytest.mark.parametrize(
    ("kind", "then"),
    [
        (CallNotice.CALL_OFFERED, _answered),
        (CallNotice.CALL_OFFERED, _taken_back),
        (CallNotice.SHOPPER_WROTE, _answered_in_words),
        (CallNotice.SHOPPER_WROTE, _settled),
        (CallNotice.REPORT_RETURNED, _sent_again),
        (CallNotice.REPORT_RETURNED, _sent_again_and_approved),
    ],
)
def test_a_letter_that_is_no_longer_true_is_not_sent(
    award: Award, alma: User, selma: User, kind: CallNotice, then: Callable[[User, User], None]
) -> None:
    CAUSES[kind][0](award, alma, selma)
    then(alma, selma)

    notice = Notice.objects.get(kind=kind)
    assert send_notice(notice.pk) is False

    notice.refresh_from_db()
    assert (notice.sent_at, notice.error) == (None, "NotWanted")
    assert mail.outbox == []


def test_who_cannot_sign_in_any_more_gets_no_letter(award: Award, alma: User, selma: User) -> None:
    offered_call(award, selma, alma)
    User.objects.filter(pk=selma.pk).update(is_active=False)

    sweep_notices()

    assert mail.outbox == []


def test_each_step_owes_its_own_letter(award: Award, alma: User, selma: User) -> None:
    report = _sent(award, alma, selma)
    for day in ("Monday", "Tuesday"):
        send_back(evaluation=report, reason=day, remarks={}, by=alma)
        report = Evaluation.objects.get()
        if day == "Monday":
            submit(evaluation=report, by=selma)
            report = Evaluation.objects.get()

    assert Notice.objects.filter(kind=CallNotice.REPORT_RETURNED).count() == 2
    sweep_notices()
    assert [message.subject for message in mail.outbox].count("A report came back to you") == 2


def test_a_place_that_is_given_anew_is_offered_to_the_new_shopper(
    award: Award, alma: User, selma: User
) -> None:
    call = offered_call(award, selma, alma)
    decline(call=call, reason="No time", by=selma)
    sofia = shopper_user("S-901", "Sofia Sol")
    admit(sofia, award.programme, alma)
    wanted = in_place_of(call, due_on=timezone.localdate() + dt.timedelta(days=3))
    assign(wanted=wanted, shopper=sofia.shopper, by=alma)

    sweep_notices()

    # The first offer is not hers to answer any more; its letter stays unsent.
    assert sorted(address for message in mail.outbox for address in message.to) == [
        "alma@award.example",
        "s-901@mail.example",
    ]
