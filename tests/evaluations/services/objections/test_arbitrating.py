"""Objections are decided by somebody who did not review, and points are never edited."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from evaluations.enums import (
    EvaluationState,
    ObjectionOutcome,
    Remedy,
    TestCallState,
)
from evaluations.models import (
    Evaluation,
    Points,
    Remark,
    TimeDisclosure,
)
from evaluations.queries.objections.disputes import objection_counts, previewed_count
from evaluations.queries.objections.objections import objections_for_client
from evaluations.queries.plans.places import to_replace
from evaluations.services.lifecycle import LifecycleError, ReasonMissing, StateChanged
from evaluations.services.objections.arbitrating import (
    CannotReturn,
    NothingToRemedy,
    NotTheArbiter,
    ObjectionsChanged,
    RemedyMissing,
    TimeWithheld,
    decide,
    tell_time,
)
from evaluations.services.review.reopening import ReopeningRefused, reopen
from evaluations.services.review.reviewing import approve, reject, send_back
from shoppers.models import Notice, User
from tests.evaluations.casting import Begin, Cast
from tests.evaluations.services.preview_stage import Preview, begin_preview, rows
from tests.factories.objections import (
    DAY,
    objection_to,
    reviewed_by,
    ruling,
)
from tests.factories.reports import MONDAY_AT_TEN, handed_in_again
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
ACCEPTED, PARTLY, REFUSED = ObjectionOutcome


@pytest.fixture(scope="module")
def begin() -> Begin:
    return begin_preview


@pytest.fixture
def preview(cast: Cast) -> Preview:
    return Preview(cast, *cast.begun)


def test_what_was_decided_after_an_objection_is_not_reopened(preview: Preview) -> None:
    preview.object()
    decide(evaluation=preview.fresh(), ruling=ruling(preview.report, REFUSED), by=preview.clara)
    before = rows()
    with pytest.raises(ReopeningRefused, match="after an objection"):
        reopen(evaluation=preview.fresh(), reason="A mistake", by=preview.cast.alma)
    assert rows() == before


def test_a_report_that_was_wrong_goes_back_and_is_reviewed_anew(preview: Preview) -> None:
    cast, points = preview.cast, list(Points.objects.values())
    preview.object()
    ruled = ruling(preview.report, ACCEPTED, Remedy.RETURN)

    step = decide(evaluation=preview.report, ruling=ruled, by=preview.clara)

    assert (step.event, step.reason) == ("return", "Please look at the wait again.")
    assert [(each.key, each.text) for each in Remark.objects.all()] == [("wait", step.reason)]
    assert list(Points.objects.values()) == points
    assert Notice.objects.get(kind="report_returned").recipient == cast.selma
    again = handed_in_again(preview.report, cast.selma, answers={"wait": "fair"})
    approve(evaluation=again, by=cast.alma)
    assert Points.objects.get().section_got[0] == 2
    # It is another report now: the client may object anew, and Clara, who never reviewed it,
    # may decide again.
    preview.object()
    decide(evaluation=again, ruling=ruling(again), by=preview.clara)


def test_a_contact_that_should_not_have_been_is_rejected_and_its_place_opens(
    preview: Preview,
) -> None:
    preview.object("")
    ruled = ruling(preview.report, PARTLY, Remedy.REJECT)

    step = decide(evaluation=preview.report, ruling=ruled, by=preview.clara)

    assert (step.event, preview.fresh().state) == ("reject", EvaluationState.REJECTED)
    assert to_replace().get().state == TestCallState.DONE
    assert Notice.objects.get(kind="report_rejected").recipient == preview.cast.selma
    counts = objection_counts(preview.cast.award.programme, at=timezone.now())
    assert counts == {
        "disputed": 1,
        "filed": 1,
        "withdrawn": 0,
        "open": 0,
        "accepted": 0,
        "partly": 1,
        "refused": 0,
    }
    assert previewed_count(preview.cast.award.programme) == 1
    nothing_yet = objection_counts(preview.cast.award.programme, at=timezone.now() - DAY)
    assert set(nothing_yet.values()) == {0}


def test_what_an_arbiter_cannot_do_changes_nothing(preview: Preview) -> None:
    preview.object()
    report, cast, clara = preview.report, preview.cast, preview.clara
    right = ruling(report)
    before = rows()

    def refused(error: type[LifecycleError], said: Any = right, by: User = clara) -> None:
        with pytest.raises(error):
            decide(evaluation=report, ruling=said, by=by)
        assert rows() == before

    for stranger in (cast.alma, cast.selma, preview.clients.kari):
        refused(NotTheArbiter, by=stranger)
    refused(ReasonMissing, ruling(report, reason=" "))
    refused(RemedyMissing, ruling(report, ACCEPTED))
    refused(NothingToRemedy, ruling(report, REFUSED, Remedy.REJECT))
    refused(ReasonMissing, ruling(report, PARTLY, Remedy.RETURN, to_shopper=" "))
    refused(ObjectionsChanged, replace(right, answers={}))
    # While the client objects, the review takes no step with the report.
    with pytest.raises(StateChanged, match="objects"):
        send_back(evaluation=preview.fresh(), reason="Wrong", remarks={}, by=cast.alma)
    with pytest.raises(StateChanged, match="objects"):
        reject(evaluation=preview.fresh(), reason="Wrong", by=cast.alma)
    assert rows() == before
    decide(evaluation=report, ruling=right, by=clara)
    before = rows()
    refused(StateChanged, replace(right, answers={}))


def test_a_contact_from_a_file_can_be_rejected_but_not_returned(preview: Preview) -> None:
    contact = reviewed_by(preview.cast.award.contact("alfa", PERFECT), preview.cast.alma)
    objection_to(contact, preview.clients.client, preview.clients.kari)
    before = rows()

    with pytest.raises(CannotReturn):
        decide(
            evaluation=contact, ruling=ruling(contact, ACCEPTED, Remedy.RETURN), by=preview.clara
        )
    assert rows() == before
    decide(evaluation=contact, ruling=ruling(contact, ACCEPTED, Remedy.REJECT), by=preview.clara)
    assert Evaluation.objects.get(pk=contact.pk).state == EvaluationState.REJECTED


def test_the_exact_time_is_an_act_of_the_arbiters_own(preview: Preview) -> None:
    objection = preview.object()
    with pytest.raises(NotTheArbiter):
        tell_time(objection=objection, by=preview.cast.alma)
    part = preview.report.test_call.participation
    type(part).objects.update(staff_informed_on=None)
    with pytest.raises(TimeWithheld):
        tell_time(objection=objection, by=preview.clara)
    assert not TimeDisclosure.objects.exists()
    type(part).objects.update(staff_informed_on=part.staff_informed_on)

    told = tell_time(objection=objection, by=preview.clara)

    assert tell_time(objection=objection, by=preview.clara) == told
    assert (told.moment, told.by) == (MONDAY_AT_TEN, preview.clara)
    [seen] = objections_for_client(preview.clients.client)
    assert seen.told_time == told
    assert not objections_for_client(preview.clients.other)
