"""Clients object inside the window, take it back, and its end locks."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from evaluations.enums import (
    EvaluationState,
    ObjectionOutcome,
    ObjectionState,
)
from evaluations.models import (
    Objection,
    Points,
    Programme,
)
from evaluations.queries.objections import locking
from evaluations.queries.objections.objections import state_of
from evaluations.queries.objections.previews import previewed_contact
from evaluations.services import holds
from evaluations.services.lifecycle import LifecycleError, StateChanged
from evaluations.services.objections.arbitrating import (
    decide,
)
from evaluations.services.objections.locking import lock_previewed
from evaluations.services.objections.objecting import file_objection, withdraw
from evaluations.services.objections.objection_refusals import (
    Decided,
    ObjectedAlready,
    OtherObjection,
    Published,
    TextMissing,
    TextTooLong,
    UnknownContact,
    UnknownQuestion,
    WindowClosed,
)
from evaluations.services.review.reviewing import reject
from evaluations.services.years.programmes import ProgrammeRefused, set_terms, terms_of
from shoppers.models import Notice
from shoppers.services.notices import sweep_notices
from tests.evaluations.casting import Begin, Cast
from tests.evaluations.services.preview_stage import Preview, begin_preview, rows
from tests.factories.objections import (
    DAY,
    filing,
    preview_window,
    ruling,
)

pytestmark = pytest.mark.django_db
ACCEPTED, PARTLY, REFUSED = ObjectionOutcome


@pytest.fixture(scope="module")
def begin() -> Begin:
    return begin_preview


@pytest.fixture
def preview(cast: Cast) -> Preview:
    return Preview(cast, *cast.begun)


def test_an_objection_is_filed_once_and_told_to_those_who_may_decide(preview: Preview) -> None:
    clients, key = preview.clients, uuid.uuid4()
    say: dict[str, Any] = {
        "objection_id": key,
        "client": clients.client,
        "contact": preview.report.pk,
        "by": clients.kari,
    }

    first = file_objection(filing=filing(text=" Our log says 20 s. "), **say)
    again = file_objection(filing=filing(text="Our log says 20 s."), **say)

    assert (first.is_new, again.is_new, first.objection.pk) == (True, False, key)
    assert first.objection.text == "Our log says 20 s."
    report = preview.fresh()
    assert report.state == EvaluationState.OBJECTED
    step = report.events.latest("pk")
    assert (step.event, step.author) == ("object", clients.kari)
    assert previewed_contact(clients.client, preview.cast.award.programme, report.pk) is not None
    [notice] = Notice.objects.filter(kind="objection_filed")
    assert (notice.recipient, notice.about) == (preview.clara, key)
    sweep_notices()
    [letter] = [each for each in mail.outbox if each.to == [preview.clara.email]]
    assert f"/desk/review/objections/{report.pk}/" in letter.body
    assert "Alfa" not in letter.body

    before = rows()
    with pytest.raises(OtherObjection):
        file_objection(filing=filing(text="Something else"), **say)
    with pytest.raises(ObjectedAlready):
        preview.object()
    assert rows() == before
    preview.object("")
    assert preview.fresh().events.filter(event="object").count() == 1


def test_what_cannot_be_filed_changes_nothing(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients, before = preview.clients, rows()

    def refused(error: type[LifecycleError], said: Any = None, **other: Any) -> None:
        facts: dict[str, Any] = {
            "client": clients.client,
            "contact": preview.report.pk,
            "by": clients.kari,
        }
        with pytest.raises(error):
            file_objection(objection_id=uuid.uuid4(), filing=said or filing(), **facts | other)
        assert rows() == before

    refused(UnknownContact, client=clients.other, by=clients.oda)
    refused(UnknownContact, contact=uuid.uuid4())
    refused(UnknownQuestion, filing("asked"))
    refused(UnknownQuestion, filing("nonsense"))
    refused(TextMissing, filing(text="  "))
    refused(TextTooLong, filing(evidence="x" * 4_001))
    monkeypatch.setattr(holds, "_published", [lambda _report: "It is out."])
    refused(Published)
    monkeypatch.undo()
    preview_window(preview.cast.award.programme, DAY, 2 * DAY)
    refused(WindowClosed)
    preview.is_over()
    refused(WindowClosed)


def test_what_was_filed_is_withdrawn_while_nobody_has_decided(preview: Preview) -> None:
    kari = preview.clients.kari
    first, second = preview.object(), preview.object("fits")

    assert withdraw(objection=first, by=kari)
    assert preview.fresh().state == EvaluationState.OBJECTED
    assert withdraw(objection=second, by=kari)
    assert preview.fresh().state == EvaluationState.APPROVED
    assert not withdraw(objection=second, by=kari)
    third = preview.object()
    decide(evaluation=preview.report, ruling=ruling(preview.report), by=preview.clara)
    fourth = preview.object("fits")
    preview.is_over()
    before = rows()
    for objection, refusal in ((third, Decided), (fourth, WindowClosed)):
        with pytest.raises(refusal):
            withdraw(objection=objection, by=kari)
    assert rows() == before


def test_refused_objections_leave_the_report_and_the_end_locks_it(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    objection, points = preview.object(), list(Points.objects.values())

    step = decide(evaluation=preview.report, ruling=ruling(preview.report), by=preview.clara)

    assert (step.event, step.to_state) == ("stand", EvaluationState.APPROVED)
    assert state_of(Objection.objects.get()) is ObjectionState.REFUSED
    [told] = Notice.objects.filter(kind="objection_decided")
    assert (told.recipient, told.about) == (preview.clients.kari, objection.pk)
    with pytest.raises(ObjectedAlready):
        preview.object()
    assert lock_previewed() == 0
    preview.is_over()
    # It moved a moment ago: who approved it may still take that back.
    assert lock_previewed() == 0
    monkeypatch.setattr(locking, "TAKE_BACK_WITHIN", -DAY)
    assert locking.oldest_due() == Programme.objects.get().preview_until
    assert (lock_previewed(), lock_previewed()) == (1, 0)
    assert locking.oldest_due() is None
    locked = preview.fresh()
    assert locked.state == EvaluationState.LOCKED
    assert locked.events.latest("pk").author is None
    assert list(Points.objects.values()) == points

    programme, before = preview.cast.award.programme, rows()
    terms = replace(terms_of(programme), preview_until=timezone.now() + DAY)
    with pytest.raises(ProgrammeRefused):
        set_terms(programme=programme, terms=terms, by=preview.cast.alma)
    with pytest.raises(WindowClosed):
        preview.object("fits")
    with pytest.raises(StateChanged, match="locked"):
        reject(evaluation=locked, reason="Late", by=preview.clara)
    assert rows() == before


def test_an_open_objection_holds_its_report_open_past_the_window(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "TAKE_BACK_WITHIN", -DAY)
    preview.object()
    preview.is_over()

    assert (lock_previewed(), locking.oldest_due()) == (0, None)
    decide(evaluation=preview.report, ruling=ruling(preview.report), by=preview.clara)
    assert lock_previewed() == 1
