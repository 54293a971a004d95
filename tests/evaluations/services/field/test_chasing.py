"""The calendar's work in the field: each once, also when every task comes twice."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from evaluations.models import Chase, Programme, TestCall, TestCallEvent
from evaluations.queries.field.chasing import oldest_due
from evaluations.queries.plans.places import to_replace
from evaluations.services.calls.calling import accept
from evaluations.tasks import sweep_field
from shoppers.models import Notice, User
from shoppers.tasks import send_notice, sweep_notices
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, late, offered_call

pytestmark = pytest.mark.django_db


def _given_before(**time: int) -> None:
    TestCall.objects.update(assigned_at=timezone.now() - dt.timedelta(**time))


def _everything_twice() -> None:
    """Every task of the field and of its mails, delivered two times each."""
    for _time in range(2):
        sweep_field()
    for _time in range(2):
        for key in Notice.objects.values_list("pk", flat=True):
            send_notice(str(key))
        sweep_notices()


def test_every_notice_goes_once_when_every_task_comes_twice(
    award: Award, alma: User, selma: User
) -> None:
    """Selma has an offer that expires, a call due tomorrow, and one that is late."""
    Programme.objects.update(offers_expire_after_days=2, offers_expire_by=alma)
    calls = [
        offered_call(award, selma, alma, "alfa"),
        accepted_call(award, selma, alma, "beta", due_in_days=1),
        late(accepted_call(award, selma, alma, "gamma"), days=3),
    ]
    sweep_notices()
    mail.outbox.clear()
    _given_before(days=3)

    _everything_twice()
    _everything_twice()

    assert sorted((message.to[0], message.subject) for message in mail.outbox) == [
        (alma.email, "A test call is late"),
        (selma.email, "A test call has expired"),
        (selma.email, "A test call is due soon"),
    ]
    assert TestCall.objects.get(pk=calls[0].pk).state == "expired"
    assert list(to_replace()) == [calls[0]]
    step = TestCallEvent.objects.get(event="expire")
    assert (step.author, step.reason) == (alma, "No answer in time")
    assert Chase.objects.count() == 2


def test_calls_of_one_recipient_stand_in_one_mail_and_another_day_is_chased_anew(
    award: Award, alma: User, selma: User
) -> None:
    for company in ("alfa", "beta", "gamma"):
        late(accepted_call(award, selma, alma, company), days=4)
    sweep_notices()
    mail.outbox.clear()

    _everything_twice()

    (message,) = mail.outbox
    assert "With it go 2 more" in str(message.body)
    assert "/desk/calls/\n" in str(message.body)
    late(TestCall.objects.get(participation__name="Alfa"), days=5)
    _everything_twice()
    assert len(mail.outbox) == 2


def test_nothing_is_due_before_its_time_or_where_the_terms_say_never(
    award: Award, alma: User, selma: User
) -> None:
    offered_call(award, selma, alma, "alfa", due_in_days=1)
    late(offered_call(award, selma, alma, "beta"), days=2)
    today = accepted_call(award, selma, alma, "gamma", due_in_days=1)
    sweep_field()

    assert Chase.objects.count() == 0
    _given_before(days=30)
    Programme.objects.update(remind_days_before=None, escalate_after_days=None)
    TestCall.objects.filter(pk=today.pk).update(due_on=timezone.localdate())
    sweep_field()
    assert Chase.objects.count() == 0
    assert not TestCall.objects.filter(state="expired").exists()


def test_an_offer_answered_in_time_does_not_expire(award: Award, alma: User, selma: User) -> None:
    Programme.objects.update(offers_expire_after_days=2, offers_expire_by=alma)
    accept(call=offered_call(award, selma, alma, "alfa"), by=selma)
    offered_call(award, selma, alma, "beta")
    TestCall.objects.update(assigned_at=timezone.now() - dt.timedelta(days=1, hours=23))
    TestCall.objects.filter(state="accepted").update(
        assigned_at=timezone.now() - dt.timedelta(days=9)
    )

    sweep_field()

    assert not TestCall.objects.filter(state="expired").exists()


def test_the_sweep_owes_nothing_once_it_has_run_and_says_since_when_before(
    award: Award, alma: User, selma: User
) -> None:
    today = timezone.localdate()
    given = timezone.now() - dt.timedelta(days=9)

    def midnight(days: int) -> dt.datetime:
        day = today + dt.timedelta(days=days)
        return timezone.make_aware(dt.datetime.combine(day, dt.time()))

    assert oldest_due() is None
    accepted_call(award, selma, alma, "beta", due_in_days=1)
    assert oldest_due() is None  # given today
    TestCall.objects.update(assigned_at=given)
    Programme.objects.update(remind_days_before=2, escalate_after_days=3)
    assert oldest_due() == midnight(-1)
    late(accepted_call(award, selma, alma, "gamma"), days=4)
    assert oldest_due() == midnight(-1)
    TestCall.objects.filter(participation__name="Gamma").update(due_on=today - dt.timedelta(6))
    assert oldest_due() == midnight(-3)
    offered_call(award, selma, alma, "alfa")
    TestCall.objects.filter(state="offered").update(assigned_at=given)
    Programme.objects.update(offers_expire_after_days=2, offers_expire_by=alma)
    assert oldest_due() == given + dt.timedelta(days=2)

    sweep_field()
    assert oldest_due() is None


def test_what_nobody_can_be_told_of_is_not_owed(award: Award, alma: User, selma: User) -> None:
    late(accepted_call(award, selma, alma, "beta"), days=9)
    assert oldest_due() is not None
    User.objects.filter(pk=alma.pk).update(is_active=False)
    assert oldest_due() is None
    assert (sweep_field(), Chase.objects.count()) == (None, 0)
