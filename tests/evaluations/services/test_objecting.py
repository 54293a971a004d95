"""Clients object inside the window, somebody else decides, and its end locks."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from evaluations.enums import (
    EvaluationState,
    ObjectionOutcome,
    ObjectionState,
    Remedy,
    TestCallState,
)
from evaluations.models import (
    Evaluation,
    EvaluationEvent,
    Objection,
    ObjectionDecision,
    ObjectionWithdrawal,
    Points,
    Remark,
    TimeDisclosure,
)
from evaluations.queries.disputes import objection_counts, previewed_count
from evaluations.queries.objections import objections_for_client, state_of
from evaluations.queries.places import to_replace
from evaluations.queries.previews import previewed_contact
from evaluations.services import holds, locking
from evaluations.services.arbitrating import (
    CannotReturn,
    NothingToRemedy,
    NotTheArbiter,
    ObjectionsChanged,
    RemedyMissing,
    TimeWithheld,
    decide,
    tell_time,
)
from evaluations.services.lifecycle import LifecycleError, ReasonMissing, StateChanged
from evaluations.services.locking import lock_previewed
from evaluations.services.objecting import file_objection, withdraw
from evaluations.services.objection_refusals import (
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
from evaluations.services.programmes import ProgrammeRefused, set_terms, terms_of
from evaluations.services.reviewing import approve, reject, send_back
from shoppers.models import Notice, User
from shoppers.services.notices import sweep_notices
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.factories.clients import TwoClients, two_clients
from tests.factories.objections import (
    DAY,
    filing,
    objection_to,
    preview_window,
    reviewed_by,
    ruling,
)
from tests.factories.reports import MONDAY_AT_TEN, handed_in_again, submitted_report
from tests.factories.tiny_method import PERFECT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ACCEPTED, PARTLY, REFUSED = ObjectionOutcome


@dataclass(slots=True)
class Preview:
    """Selma's report about alfa, approved by Alma; Clara has no part in it."""

    cast: Cast
    clients: TwoClients
    clara: User
    report: Evaluation

    def object(self, question: str = "wait") -> Objection:
        return objection_to(self.report, self.clients.client, self.clients.kari, question)

    def fresh(self) -> Evaluation:
        return Evaluation.objects.get(pk=self.report.pk)

    def is_over(self) -> None:
        preview_window(self.cast.award.programme, -2 * DAY, -DAY / 1000)


def _preview(cast: Cast) -> tuple[TwoClients, User, Evaluation]:
    award = cast.award
    report = submitted_report(award, cast.selma, cast.alma)
    approve(evaluation=report, by=cast.alma)
    companies = [award.company("alfa")], [award.company("beta")]
    clients = two_clients(own=companies[0], others=companies[1], by=cast.alma)
    preview_window(award.programme, -2 * DAY, DAY)
    return clients, people.clara(), Evaluation.objects.get(pk=report.pk)


@pytest.fixture(scope="module")
def begin() -> Begin:
    return _preview


@pytest.fixture
def preview(cast: Cast) -> Preview:
    clients, clara, report = cast.begun
    return Preview(cast, clients, clara, report)


def rows() -> list[Any]:
    models = (
        Objection,
        ObjectionDecision,
        ObjectionWithdrawal,
        TimeDisclosure,
        Evaluation,
        EvaluationEvent,
        Notice,
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_an_objection_is_filed_once_and_told_to_those_who_may_decide(preview: Preview) -> None:
    clients, key = preview.clients, uuid.uuid4()
    say = {
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
        facts = {"client": clients.client, "contact": preview.report.pk, "by": clients.kari}
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
    assert (lock_previewed(), lock_previewed()) == (1, 0)
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

    assert lock_previewed() == 0
    decide(evaluation=preview.report, ruling=ruling(preview.report), by=preview.clara)
    assert lock_previewed() == 1


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
    for step, more in ((send_back, {"remarks": {}}), (reject, {})):
        with pytest.raises(StateChanged, match="objects"):
            step(evaluation=preview.fresh(), reason="Wrong", by=cast.alma, **more)  # type: ignore[operator]  # two services alike
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
