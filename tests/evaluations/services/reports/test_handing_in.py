"""A whole form under the phone's own id: once, whatever is repeated."""

import uuid
from dataclasses import replace

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from evaluations.models import (
    Attempt,
    Draft,
    Evaluation,
    Recognition,
    RivalSubmission,
    Submission,
    TestCall,
)
from evaluations.queries.years.checklists import checklist_of
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.attempts import log_attempt
from evaluations.services.calls.calling import NotYours
from evaluations.services.lifecycle import StateChanged
from evaluations.services.reports.drafting import (
    Changes,
    DraftChanged,
    ReportRefused,
    open_report,
    save_draft,
)
from evaluations.services.reports.evaluating import Recognised
from evaluations.services.reports.handing_in import (
    AnotherForm,
    CallEnded,
    HandedIn,
    WholeForm,
    hand_in,
)
from evaluations.services.review.reviewing import send_back
from shoppers.models import User
from tests.evaluations.casting import Begin, Cast
from tests.factories.awards import Award
from tests.factories.calls import accepted_call, offered_call, shopper_user
from tests.factories.reports import attempt, report_rows
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
KEY = uuid.UUID("6a1d1ef4-0f2c-4f0c-8a55-7b8a3f0c9e21")
OTHER = uuid.UUID("c2a4f3aa-33f5-4b1d-b9a4-9b55a1f3d702")
NOTE = attempt()


@pytest.fixture(scope="module")
def begin() -> Begin:
    return lambda cast: accepted_call(cast.award, cast.selma, cast.alma)


@pytest.fixture
def call(cast: Cast) -> TestCall:
    made: TestCall = cast.begun
    return made


@pytest.fixture
def form(call: TestCall) -> WholeForm:
    words = {"c_words": "Kind."}
    return WholeForm(call.pk, answered=True, answers=PERFECT, comments=words, attempts=[NOTE])


def test_a_form_is_taken_under_its_own_id(form: WholeForm, selma: User) -> None:
    done = hand_in(key=KEY, form=form, by=selma)

    report = Evaluation.objects.get()
    assert (report.pk, report.state, report.test_call.state) == (KEY, "submitted", "done")
    assert (report.answers, report.comments) == (PERFECT, {"c_words": "Kind."})
    assert Attempt.objects.get().key == NOTE.key
    assert done == HandedIn(Submission.objects.get(), is_new=True)


def test_a_form_costs_few_statements(
    call: TestCall,
    form: WholeForm,
    selma: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    checklist_of(call.participation.programme.checklist_version)

    with django_assert_num_queries(6):
        hand_in(key=KEY, form=form, by=selma)


def test_a_drafted_form_costs_one_statement_more(
    call: TestCall,
    form: WholeForm,
    selma: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    log_attempt(call=call, note=NOTE, by=selma)
    report = open_report(call=call, by=selma)
    changes = Changes(answers=form.answers, comments=form.comments)
    draft = save_draft(evaluation=report, changes=changes, by=selma).draft
    sent = replace(
        form, attempts=[], revision=draft.revision, recognised=Recognised(True, "My voice.")
    )

    with django_assert_num_queries(7):
        done = hand_in(key=report.pk, form=sent, by=selma)

    assert done == HandedIn(Submission.objects.get(), is_new=True)
    kept = Evaluation.objects.get()
    assert (kept.pk, kept.state, kept.comments) == (report.pk, "submitted", form.comments)
    assert Recognition.objects.values_list("recognised", "words", "evaluation").get() == (
        True,
        "My voice.",
        report.pk,
    )


def test_the_same_form_again_is_the_same_receipt(form: WholeForm, selma: User) -> None:
    first = hand_in(key=KEY, form=form, by=selma)
    before = report_rows()

    again = [hand_in(key=KEY, form=form, by=selma) for _retry in range(2)]

    assert again == [HandedIn(first.receipt, is_new=False)] * 2
    assert report_rows() == before


def test_another_form_under_the_same_id_is_refused_and_kept(form: WholeForm, selma: User) -> None:
    first = hand_in(key=KEY, form=form, by=selma)
    before = report_rows()
    other = replace(form, comments={"c_words": "Rude."})

    for _retry in range(2):
        with pytest.raises(AnotherForm) as refusal:
            hand_in(key=KEY, form=other, by=selma)

    assert refusal.value.stands == first.receipt.form_hash
    assert report_rows() == before
    kept = RivalSubmission.objects.get()
    assert (kept.evaluation_key, kept.form_hash) == (KEY, refusal.value.sent)
    assert kept.content["comments"] == {"c_words": "Rude."}


def test_a_second_phone_with_an_id_of_its_own_gets_the_same_receipt_for_the_same_form(
    form: WholeForm, selma: User
) -> None:
    first = hand_in(key=KEY, form=form, by=selma)

    assert hand_in(key=OTHER, form=form, by=selma) == HandedIn(first.receipt, is_new=False)
    assert Evaluation.objects.get().pk == KEY


def test_a_form_beside_the_draft_of_another_device_is_kept(
    call: TestCall, form: WholeForm, selma: User
) -> None:
    report = open_report(call=call, by=selma)
    save_draft(evaluation=report, changes=Changes(comments={"c_words": "Slow."}), by=selma)

    with pytest.raises(AnotherForm):
        hand_in(key=KEY, form=form, by=selma)

    assert Draft.objects.get().comments == {"c_words": "Slow."}
    assert RivalSubmission.objects.get().content["answers"] == PERFECT
    assert Evaluation.objects.get().state == "draft"


def test_what_another_device_put_into_the_draft_is_not_overwritten(
    call: TestCall, form: WholeForm, selma: User
) -> None:
    report = open_report(call=call, by=selma)
    save_draft(evaluation=report, changes=Changes(comments={"c_words": "Slow."}), by=selma)
    before = report_rows()

    with pytest.raises(DraftChanged) as refusal:
        hand_in(key=report.pk, form=form, by=selma)
    assert refusal.value.keys == ("c_words",)
    assert report_rows() == before
    assert not Attempt.objects.exists()

    # Her phone has shown her both, and she has chosen.
    hand_in(key=report.pk, form=replace(form, revision=1), by=selma)
    assert Evaluation.objects.get().comments == {"c_words": "Kind."}


def test_an_incomplete_form_is_refused_whole(form: WholeForm, selma: User) -> None:
    for wrong in (replace(form, answers={"wait": "fast"}), replace(form, attempts=[])):
        with pytest.raises(ReportRefused):
            hand_in(key=KEY, form=wrong, by=selma)

    assert not Evaluation.objects.exists()
    assert not Attempt.objects.exists()
    assert TestCall.objects.get().state == "accepted"


def test_a_returned_report_is_sent_again_and_a_late_retry_of_the_first_is_not(
    form: WholeForm, selma: User, alma: User
) -> None:
    first = hand_in(key=KEY, form=form, by=selma).receipt
    send_back(evaluation=Evaluation.objects.get(), reason="Sure?", remarks={}, by=alma)

    late = hand_in(key=KEY, form=form, by=selma)
    assert late == HandedIn(first, is_new=False)
    assert Evaluation.objects.get().state == "returned"

    revision = Draft.objects.get().revision
    mended = replace(
        form, comments={"c_words": "Very kind."}, revision=revision, replaces=first.content_hash
    )
    second = hand_in(key=KEY, form=mended, by=selma)
    assert (second.is_new, second.receipt.number) == (True, 2)
    assert hand_in(key=KEY, form=mended, by=selma) == HandedIn(second.receipt, is_new=False)
    assert Evaluation.objects.get().comments == {"c_words": "Very kind."}


def test_a_returned_report_may_be_sent_again_unchanged(
    form: WholeForm, selma: User, alma: User
) -> None:
    first = hand_in(key=KEY, form=form, by=selma).receipt
    send_back(evaluation=Evaluation.objects.get(), reason="Sure?", remarks={}, by=alma)
    same = replace(form, revision=Draft.objects.get().revision, replaces=first.content_hash)

    again = hand_in(key=KEY, form=same, by=selma)

    assert (again.is_new, again.receipt.number) == (True, 2)
    assert Evaluation.objects.get().state == "submitted"


def test_a_call_that_was_taken_back_keeps_the_form_beside_it_once(
    call: TestCall, form: WholeForm, selma: User, alma: User
) -> None:
    cancel(call=call, reason="Gone", by=alma)

    for _again in range(2):
        with pytest.raises(CallEnded, match="ended: your report is kept, and a coordinator can"):
            hand_in(key=KEY, form=form, by=selma)

    assert not Evaluation.objects.exists()
    assert not Attempt.objects.exists()
    kept = RivalSubmission.objects.get()
    assert (kept.test_call, kept.evaluation_key, kept.content) == (call, KEY, form.document())


def test_a_call_that_is_only_offered_takes_no_form(
    award: Award, form: WholeForm, selma: User, alma: User
) -> None:
    offered = offered_call(award, selma, alma, company="beta")

    with pytest.raises(StateChanged):
        hand_in(key=KEY, form=replace(form, call=offered.pk), by=selma)

    assert not RivalSubmission.objects.exists()


def test_nobody_hands_in_for_another(form: WholeForm, award: Award) -> None:
    sofia = shopper_user("S-902", "Sofia Sol")

    with pytest.raises(NotYours):
        hand_in(key=KEY, form=form, by=sofia)

    assert not Evaluation.objects.exists()


def test_words_are_stored_without_being_compressed() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attrelid::regclass::text, attname FROM pg_attribute"
            " WHERE attstorage = 'e' AND attnum > 0 AND atttypid = 'jsonb'::regtype ORDER BY 1"
        )
        assert cursor.fetchall() == [
            ("evaluations_draft", "comments"),
            ("evaluations_evaluation", "comments"),
            ("evaluations_submission", "content"),
        ]
