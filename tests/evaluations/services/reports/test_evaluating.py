"""Handing a report in: once, whole, and with a receipt that can be made again."""

from typing import Any

import pgtrigger
import pytest

from evaluations.canonical import digest, evaluation_document, evaluation_hash
from evaluations.enums import AttemptOutcome
from evaluations.models import (
    Checklist,
    ChecklistVersion,
    Draft,
    Evaluation,
    Programme,
    Submission,
    TestCall,
)
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.lifecycle import StateChanged
from evaluations.services.reports.drafting import (
    Changes,
    DraftChanged,
    ReportRefused,
    open_report,
    save_draft,
)
from evaluations.services.reports.evaluating import submit
from evaluations.services.review.reviewing import approve, send_back
from evaluations.validators import AnswerFault, Fault
from shoppers.models import User
from tests.evaluations.casting import Begin, Cast
from tests.factories.awards import Award
from tests.factories.calls import accepted_call
from tests.factories.reports import attempt, filled_in, filled_report, report_rows
from tests.factories.tiny_method import PERFECT, checklist_document

pytestmark = pytest.mark.django_db
NOBODY = attempt(outcome=AttemptOutcome.NOT_ANSWERED)


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: accepted_call(cast.award, cast.selma, cast.alma)


@pytest.fixture
def call(cast: Cast) -> TestCall:
    made: TestCall = cast.begun
    return made


def _opened(award: Award, alma: User, selma: User, **facts: Any) -> Evaluation:
    return open_report(call=accepted_call(award, selma, alma, **facts), by=selma)


def _again(evaluation: Evaluation) -> Evaluation:
    """The report as another tab has it."""
    return Evaluation.objects.get(pk=evaluation.pk)


def test_sending_moves_report_and_call_and_gives_a_receipt(call: TestCall, selma: User) -> None:
    report = filled_in(call, selma, comments={"c_words": "Kind."})

    receipt = submit(evaluation=report, by=selma)

    sent = Evaluation.objects.get()
    assert (sent.state, sent.test_call.state) == ("submitted", "done")
    assert (sent.answered, sent.answers, sent.comments) == (True, PERFECT, {"c_words": "Kind."})
    attempts = list(sent.test_call.attempts.all())
    assert receipt.content_hash == sent.content_hash == evaluation_hash(sent, attempts)
    assert receipt.content == evaluation_document(sent, attempts)
    assert digest(Submission.objects.get().content) == receipt.content_hash
    assert receipt.received_at == sent.submitted_at
    assert [event.event for event in sent.events.all()] == ["submit"]
    assert sent.test_call.events.latest("pk").event == "complete"


def test_the_same_form_sent_twice_gives_the_same_receipt(call: TestCall, selma: User) -> None:
    report = filled_in(call, selma)
    first = submit(evaluation=report, by=selma)
    before = report_rows()

    again = submit(evaluation=_again(report), by=selma, revision=0)

    assert again == first
    assert report_rows() == before


def test_a_page_that_is_older_than_the_draft_sends_nothing(call: TestCall, selma: User) -> None:
    report = filled_in(call, selma)
    revision = Draft.objects.get().revision
    save_draft(evaluation=_again(report), changes=Changes(answers={"fits": "bad"}), by=selma)
    before = report_rows()

    with pytest.raises(DraftChanged) as refusal:
        submit(evaluation=report, by=selma, revision=revision)

    assert str(refusal.value) == (
        "This report was changed elsewhere. Look at it again before you send it."
    )
    assert report_rows() == before


@pytest.mark.parametrize(
    ("answers", "attempts", "sentence"),
    [
        ({"wait": "fast"}, [attempt()], "Some questions still need an answer."),
        (PERFECT, [], "Note at least one attempt before you send the report."),
        (
            PERFECT,
            [NOBODY],
            "Your attempts say that nobody answered, but the report says somebody did.",
        ),
        (
            None,
            [attempt()],
            "Your attempts say that somebody answered, but the report says nobody did.",
        ),
    ],
)
def test_a_report_that_is_not_whole_is_not_sent(
    call: TestCall, selma: User, answers: dict[str, str] | None, attempts: list[Any], sentence: str
) -> None:
    report = open_report(call=call, by=selma)
    for note in attempts:
        log_attempt(call=report.test_call, note=note, by=selma)
    changes = Changes(answered=answers is not None, answers=answers or {})
    save_draft(evaluation=report, changes=changes, by=selma)
    before = report_rows()

    with pytest.raises(ReportRefused) as refusal:
        submit(evaluation=report, by=selma)

    assert str(refusal.value) == sentence
    if answers == {"wait": "fast"}:
        missing = [Fault(AnswerFault.MISSING_ANSWER, key) for key in ("correct", "fits")]
        assert list(refusal.value.faults) == missing
    assert report_rows() == before


def test_a_returned_report_is_mended_and_sent_again_with_both_receipts_kept(
    call: TestCall, alma: User, selma: User
) -> None:
    report = filled_in(call, selma)
    first = submit(evaluation=report, by=selma)
    send_back(evaluation=_again(report), reason="Which day?", remarks={}, by=alma)

    save_draft(evaluation=_again(report), changes=Changes(answers={"fits": "fair"}), by=selma)
    assert Evaluation.objects.get().answers == PERFECT  # what was handed in stands until then
    second = submit(evaluation=_again(report), by=selma)

    sent = Evaluation.objects.get()
    assert (sent.state, sent.test_call.state) == ("submitted", "done")
    assert sent.answers == PERFECT | {"fits": "fair"}
    assert [
        (each.number, each.content["answers"]["fits"]) for each in Submission.objects.all()
    ] == [
        (1, "well"),
        (2, "fair"),
    ]
    assert first.content_hash != second.content_hash == sent.content_hash
    assert [event.event for event in sent.events.all()] == ["submit", "return", "resubmit"]


def test_an_approved_report_is_closed(call: TestCall, alma: User, selma: User) -> None:
    report = filled_in(call, selma)
    submit(evaluation=report, by=selma)
    approve(evaluation=_again(report), by=alma)
    before = report_rows()

    with pytest.raises(StateChanged):
        submit(evaluation=_again(report), by=selma)
    with pytest.raises(StateChanged):
        save_draft(evaluation=_again(report), changes=Changes(answers={"fits": "bad"}), by=selma)

    assert report_rows() == before


def test_a_report_stays_on_the_checklist_version_it_began_with(
    award: Award, alma: User, selma: User
) -> None:
    report = filled_report(award, selma, alma, company="beta")
    first = report.checklist_version
    document = checklist_document() | {"version": 2}
    document["sections"] = document["sections"][:1]
    another = ChecklistVersion.objects.create(
        checklist=Checklist.objects.get(),
        version=2,
        document=document,
        document_hash=digest(document),
    )
    # A year that has started keeps its version; a report would keep its own even so.
    with pgtrigger.ignore("evaluations.Programme:programme_method_frozen"):
        Programme.objects.update(checklist_version=another)

    opened = open_report(call=_again(report).test_call, by=selma)
    save_draft(evaluation=opened, changes=Changes(answers={"mood": "up"}), by=selma)
    submit(evaluation=opened, by=selma)

    sent = Evaluation.objects.get()
    assert sent.checklist_version == first
    assert sent.answers == PERFECT | {"mood": "up"}
