"""The clocks of a report tell, each once, and decide nothing."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluations.enums import EvaluationState
from evaluations.models import Chase, Evaluation, EvaluationEvent, Programme
from evaluations.queries.reports.report_clocks import due_at, overdue, overdue_in
from evaluations.services.lifecycle import move
from evaluations.services.reports.evaluating import submit
from evaluations.services.years.programmes import ProgrammeRefused, set_terms, terms_of
from evaluations.tasks import sweep_field
from evaluations.transitions import Event
from shoppers.models import Notice, Shopper, User
from shoppers.tasks import send_notice, sweep_notices
from tests import people
from tests.factories.awards import Award
from tests.factories.reports import submitted_report
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def _ago(hours: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=hours)


def _returned(report: Evaluation, by: User, *, hours: float) -> Evaluation:
    move(report, event=Event.RETURN, by=by, reason="Which day?", at=_ago(hours))
    return report


def _everything_twice() -> None:
    for _time in range(2):
        sweep_field()
    for _time in range(2):
        for key in Notice.objects.values_list("pk", flat=True):
            send_notice(str(key))
        sweep_notices()


def _due(report: Evaluation) -> dt.datetime | None:
    found: dt.datetime | None = (
        Evaluation.objects.annotate(due=due_at()).values_list("due", flat=True).get(pk=report.pk)
    )
    return found


def test_each_clock_runs_from_its_step(award: Award, alma: User, selma: User) -> None:
    Programme.objects.update(review_within_hours=48, mend_within_hours=6)
    report = submitted_report(award, selma, alma, at=_ago(10))
    assert report.submitted_at is not None
    assert _due(report) == report.submitted_at + dt.timedelta(hours=48)

    _returned(report, alma, hours=4)
    returned = EvaluationEvent.objects.get(event="return")
    assert _due(report) == returned.at + dt.timedelta(hours=6)

    submit(evaluation=Evaluation.objects.get(), by=selma, at=_ago(2))
    again = Evaluation.objects.get()
    assert again.submitted_at is not None
    assert _due(report) == again.submitted_at + dt.timedelta(hours=48)

    move(again, event=Event.REJECT, by=alma, reason="No", at=_ago(1))
    assert _due(report) is None
    # The appeal was right: the reviewers' time runs anew.
    move(again, event=Event.UPHOLD, by=alma, reason="She is right")
    upheld = EvaluationEvent.objects.get(event="uphold")
    assert _due(report) == upheld.at + dt.timedelta(hours=48)


def test_what_is_overdue_is_counted_in_one_query(
    award: Award, alma: User, selma: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for company, hours in (("alfa", 73), ("beta", 71), ("gamma", 100)):
        submitted_report(award, selma, alma, company=company, at=_ago(hours))
    report = submitted_report(award, selma, alma, company="delta", at=_ago(90))
    _returned(report, alma, hours=25)

    with django_assert_num_queries(1):
        found = overdue_in(award.programme)

    assert (found.reviews, found.mends) == (2, 1)
    assert overdue(EvaluationState.RETURNED).get() == report


def test_a_shopper_is_reminded_once_and_nothing_is_decided(
    award: Award, alma: User, selma: User
) -> None:
    late = submitted_report(award, selma, alma, at=_ago(99))
    _returned(late, alma, hours=74)
    early = submitted_report(award, selma, alma, company="beta", at=_ago(60))
    _returned(early, alma, hours=23)
    sweep_notices()
    mail.outbox.clear()

    _everything_twice()
    _everything_twice()

    (message,) = mail.outbox
    assert (message.to, message.subject) == ([selma.email], "Your returned report waits for you")
    assert Chase.objects.get().call_id == late.test_call_id
    assert set(Evaluation.objects.values_list("state", flat=True)) == {"returned"}

    # Handed in, returned and left lying again: that is another time.
    submit(evaluation=Evaluation.objects.get(pk=late.pk), by=selma, at=_ago(30))
    _returned(Evaluation.objects.get(pk=late.pk), alma, hours=25)
    _everything_twice()
    assert [message.to for message in mail.outbox[1:]] == [[selma.email]] * 2


def test_an_overdue_review_is_told_to_every_coordinator_once(
    award: Award, alma: User, selma: User
) -> None:
    clara = people.clara()
    for company in ("alfa", "beta"):
        submitted_report(award, selma, alma, company=company, at=_ago(73))
    submitted_report(award, selma, alma, company="gamma", at=_ago(71))
    # What came from a file waits for nobody's clock.
    award.contact("delta", PERFECT, state=EvaluationState.SUBMITTED)
    sweep_notices()
    mail.outbox.clear()

    _everything_twice()
    _everything_twice()

    told = sorted((message.to[0], message.subject) for message in mail.outbox)
    subject = "A report has waited too long for its review"
    assert told == sorted([(alma.email, subject), (clara.email, subject)])
    for message in mail.outbox:
        assert "With it goes 1 more" in str(message.body)
        assert "/desk/review/\n" in str(message.body)
    assert Chase.objects.count() == 2
    assert set(Evaluation.objects.values_list("state", flat=True)) == {"submitted"}


def test_nobody_is_told_of_a_report_of_her_own(award: Award, alma: User) -> None:
    clara = people.clara()
    Shopper.objects.create(
        code="S-950",
        user=clara,
        languages=["nb"],
        region="Oslo",
        birth_year=1980,
        gender="f",
        weekly_capacity=5,
    )
    submitted_report(award, clara, alma, at=_ago(73))
    sweep_notices()
    mail.outbox.clear()

    _everything_twice()

    assert [message.to for message in mail.outbox] == [[alma.email]]


@pytest.mark.parametrize("hours", [0, 721])
@pytest.mark.parametrize("name", ["review_within_hours", "mend_within_hours"])
def test_a_clock_runs_from_an_hour_to_a_month(
    award: Award, alma: User, name: str, hours: int
) -> None:
    before = terms_of(award.programme)
    wrong = replace(before, **{name: hours})  # type: ignore[arg-type]  # one of two numbers

    with pytest.raises(ProgrammeRefused) as refusal:
        set_terms(programme=award.programme, terms=wrong, by=alma)

    assert refusal.value.field == name
    assert terms_of(Programme.objects.get()) == before
