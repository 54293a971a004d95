"""An approved report is reopened with a reason, as long as no release rests on it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pgtrigger
import pytest
from django.utils import timezone

from evaluations.enums import FeeState
from evaluations.models import (
    Evaluation,
    EvaluationEvent,
    Fee,
    FeeApproval,
    PayLine,
    Points,
    ReviewVerdict,
)
from evaluations.queries.pay.fees import fees
from evaluations.queries.reports.report_clocks import due_at
from evaluations.queries.review.second_look import (
    Stage,
    has_spoken,
    last_word,
    look_of,
    verdict_pairs,
)
from evaluations.services.lifecycle import LifecycleError, ReasonMissing, StateChanged
from evaluations.services.pay import fees as paying
from evaluations.services.review import reopening
from evaluations.services.review.reopening import ReopeningRefused, reopen
from evaluations.services.review.reviewing import OwnReport, approve, reject, send_back
from evaluations.services.review.taking_back import standing_decision
from shoppers.models import Notice, Shopper, User
from shoppers.services.refusals import NotAllowed
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.factories.paying import has_account, paid
from tests.factories.reports import submitted_report

pytestmark = pytest.mark.django_db
WHY = "It is about another company."


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: submitted_report(cast.award, cast.selma, cast.alma, fee=Decimal(150))


@pytest.fixture
def report(cast: Cast) -> Evaluation:
    made: Evaluation = cast.begun
    return made


def _read() -> Evaluation:
    return Evaluation.objects.get()


def _everything() -> list[Any]:
    models = (Evaluation, EvaluationEvent, Points, Fee, FeeApproval, Notice)
    return [list(model.objects.order_by("pk").values()) for model in models]


def _fee() -> FeeState:
    return FeeState(fees().get().state)


def _refused(by: User, reason: str = WHY) -> Exception:
    before = _everything()
    with pytest.raises((LifecycleError, NotAllowed)) as refusal:
        reopen(evaluation=_read(), reason=reason, by=by)
    assert _everything() == before
    return refusal.value


def test_another_coordinator_reopens_it_and_it_is_reviewed_anew(
    report: Evaluation, alma: User
) -> None:
    clara = people.clara()
    approve(evaluation=_read(), by=alma)
    notices = Notice.objects.count()
    assert isinstance(_refused(clara, " "), ReasonMissing)

    reopen(evaluation=_read(), reason=WHY, by=clara)

    assert (_read().state, Points.objects.count(), _fee()) == ("submitted", 0, FeeState.PENDING)
    assert Notice.objects.count() == notices
    assert standing_decision(_read(), by=alma) is None
    steps = EvaluationEvent.objects.order_by("pk").values_list("event", "author", "reason")
    assert list(steps)[1:] == [("approve", alma.pk, ""), ("reopen", clara.pk, WHY)]
    assert isinstance(_refused(clara), StateChanged)
    # The undo: it is approved again.
    approve(evaluation=_read(), by=alma)
    assert (_read().state, Points.objects.count(), _fee()) == ("approved", 1, FeeState.APPROVED)


def test_the_reviewers_clock_starts_anew(report: Evaluation, alma: User) -> None:
    with pgtrigger.ignore():
        Evaluation.objects.update(submitted_at=timezone.now() - dt.timedelta(days=30))
    approve(evaluation=_read(), by=alma)

    reopen(evaluation=_read(), reason=WHY, by=alma)

    reopened = EvaluationEvent.objects.get(event="reopen").at
    hours = report.test_call.participation.programme.review_within_hours
    found = Evaluation.objects.annotate(due_at=due_at()).get()
    assert found.due_at == reopened + dt.timedelta(hours=hours)


def test_who_may_not_is_refused(report: Evaluation, alma: User, selma: User) -> None:
    approve(evaluation=_read(), by=alma)
    for stranger in (selma, people.kari()):
        assert isinstance(_refused(stranger), NotAllowed)
    Shopper.objects.filter(user=selma).update(user=alma)
    assert isinstance(_refused(alma), OwnReport)


@pytest.mark.parametrize("decided", ["nothing", "returned", "rejected"])
def test_only_an_approved_report_is_reopened(report: Evaluation, alma: User, decided: str) -> None:
    if decided == "returned":
        send_back(evaluation=_read(), reason="Which day?", remarks={}, by=alma)
    elif decided == "rejected":
        reject(evaluation=_read(), reason="Another company.", by=alma)
    assert isinstance(_refused(alma), StateChanged)


def test_a_fee_that_was_paid_stays_paid_and_is_paid_once(
    report: Evaluation, alma: User, selma: User
) -> None:
    approve(evaluation=_read(), by=alma)
    has_account(selma)
    paid(by=people.clara())

    reopen(evaluation=_read(), reason=WHY, by=alma)

    assert (_read().state, _fee(), PayLine.objects.count()) == ("submitted", FeeState.PAID, 1)
    reject(evaluation=_read(), reason="Another company.", by=alma)
    assert (_fee(), PayLine.objects.count()) == (FeeState.PAID, 1)


def test_a_fee_that_was_approved_for_another_reason_stays_approved(
    report: Evaluation, alma: User
) -> None:
    paying.approve_by_hand(fee=Fee.objects.get(), reason="She was promised it.", by=alma)
    approve(evaluation=_read(), by=alma)
    reopen(evaluation=_read(), reason=WHY, by=alma)
    assert _fee() == FeeState.APPROVED


def test_an_approval_that_a_release_rests_on_stands(
    report: Evaluation, alma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(evaluation=_read(), by=alma)
    monkeypatch.setattr(reopening, "published", lambda _report: "Published results rest on it.")
    assert str(_refused(alma)) == "Published results rest on it."


@pytest.mark.parametrize(
    ("fact", "words"),
    [("file", "came from a file"), ("erased", "The shopper was erased")],
)
def test_what_nobody_could_mend_stands(
    report: Evaluation, alma: User, fact: str, words: str
) -> None:
    approve(evaluation=_read(), by=alma)
    if fact == "file":
        type(report.test_call).objects.update(assigned_at=None)
    else:
        Shopper.objects.update(erased_at=timezone.now())
    refused = _refused(alma)
    assert isinstance(refused, ReopeningRefused)
    assert words in str(refused)


def test_two_reviewers_give_their_verdicts_anew(cast: Cast, alma: User, nora: User) -> None:
    clara = people.clara()
    key = submitted_report(cast.award, nora, alma, answers=None, company="beta").pk

    def read() -> Evaluation:
        return Evaluation.objects.get(pk=key)

    def spoken(reader: User) -> bool:
        found = Evaluation.objects.annotate(last_word=last_word()).filter(has_spoken(reader))
        return found.filter(pk=key).exists()

    approve(evaluation=read(), by=alma)
    approve(evaluation=read(), by=clara)
    assert verdict_pairs() == [("approve", "approve")]

    reopen(evaluation=read(), reason=WHY, by=clara)

    assert look_of(read()).stage is Stage.FIRST
    assert approve(evaluation=read(), by=clara) is False
    assert (look_of(read()).stage, look_of(read()).reviewers) == (Stage.SECOND, {clara.pk})
    # Her verdict from before is no verdict on it as it stands.
    assert (spoken(alma), spoken(clara)) == (False, True)
    assert approve(evaluation=read(), by=alma) is True
    assert ReviewVerdict.objects.count() == 4
    # Both had read what was said before: how far they agree now measures nothing.
    assert verdict_pairs() == [("approve", "approve")]
