"""What is noted about a shopper: read out for her, erased when she asks, results untouched."""

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from evaluations.canonical import evaluation_hash
from evaluations.decline_reasons import DeclineReason
from evaluations.enums import AppealOutcome, RelationKind
from evaluations.models import (
    Attachment,
    AttachmentReading,
    CallMessage,
    Draft,
    Evaluation,
    Fee,
    Recognition,
    Relation,
    RelationDecision,
    SettledMessage,
    Signature,
    TestCall,
    TestCallEvent,
)
from evaluations.queries.call_messages import unanswered
from evaluations.services import relations
from evaluations.services.appealing import appeal, decide
from evaluations.services.assigning import cancel
from evaluations.services.attachment_files import folder_of, kept_bytes
from evaluations.services.calling import decline
from evaluations.services.evaluating import Recognised, submit
from evaluations.services.fees import pay
from evaluations.services.messaging import NobodyReads, answer, settle
from evaluations.services.messaging import ask as say
from evaluations.services.own_data import ERASED_WORDS
from evaluations.services.reading_files import read_attachment
from evaluations.services.reviewing import approve, reject
from evaluations.surveys.models import EarlierExpectation, ExpectationDraft, ExpectationResponse
from evaluations.surveys.services.answering import save_draft, send_answer
from shoppers.models import Erasure, ExtraTry, QualificationTry, Shopper, User
from shoppers.services.erasing import ErasedAlready, ErasureRefused, ask, erase
from shoppers.services.own_data import own_data
from shoppers.services.qualifying import give_try
from shoppers.services.refusals import NotAllowed
from tests import people
from tests.factories.attachments import kept
from tests.factories.awards import Award
from tests.factories.calls import admit, offered_call
from tests.factories.certification import RIGHT, WRONG, asks, certifies, signs, tries, version_of
from tests.factories.reports import filled_report, submitted_report
from tests.factories.surveys import given, opened_survey

pytestmark = pytest.mark.django_db
SECRET, KEPT = "my sister is ill", "They answered at once."
STAYS = (AttachmentReading, EarlierExpectation, QualificationTry, SettledMessage, Signature)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def lived(award: Award, alma: User, selma: User) -> User:
    """Selma with something in every table, all of it settled."""
    relations.add(
        shopper=selma.shopper, company=award.company("delta"), kind=RelationKind.CUSTOMER, by=alma
    )
    paid = submitted_report(award, selma, alma, fee=Decimal(150), comments={"c_words": KEPT})
    approve(evaluation=paid, by=alma)
    pay(fees=[Fee.objects.get().pk], paid_on=timezone.localdate(), by=alma)
    rejected = submitted_report(award, selma, alma, company="beta")
    reject(evaluation=rejected, reason="The wrong company", by=alma)
    filed = appeal(evaluation=Evaluation.objects.get(pk=rejected.pk), words=SECRET, by=selma)
    decide(filed=filed, outcome=AppealOutcome.REFUSED, reason="It is", by=people.clara())
    begun = filled_report(award, selma, alma, company="gamma", comments={"c_words": SECRET})
    cancel(call=begun.test_call, reason="Too late", by=alma)
    offer = offered_call(award, selma, alma, company="delta", channel="email")
    decline(call=offer, chosen=DeclineReason.TIME, reason=SECRET, by=selma)
    ExpectationResponse.objects.create(
        programme=award.programme,
        shopper=selma.shopper,
        points={"agent": 100},
        complete=True,
        birth_year=1990,
        gender="f",
        region="Vestland",
    )
    return selma


@pytest.fixture
def with_more(award: Award, lived: User, alma: User) -> Attachment:
    """Selma with something in the tables of conversations, tests, files and surveys as well."""
    asks(award.programme, alma, tries=1)
    signs(lived, award.programme)
    tries(lived, award.programme, WRONG)
    give_try(test=version_of(award.programme).test, shopper=lived.shopper, reason=SECRET, by=alma)
    assert tries(lived, award.programme, RIGHT)
    call = TestCall.objects.get(participation__name="Alfa")
    for text in (SECRET, "Last one?"):
        say(call=call, text=f"{text} {SECRET}", key=uuid.uuid4(), by=lived)
    answer(call=call, text=f"Dear Selma, {SECRET}", key=uuid.uuid4(), by=alma)
    last = say(call=call, text=SECRET, key=uuid.uuid4(), by=lived)
    settle(call=call, message_id=last.pk, by=alma)
    asked = TestCall.objects.get(participation__name="Beta")
    say(call=asked, text=SECRET, key=uuid.uuid4(), by=lived)
    report = filled_report(award, lived, alma, company="beta", scenario="buy")
    picture = kept(report, lived)
    submit(evaluation=report, by=lived, recognised=Recognised(yes=True, words=SECRET))
    approve(evaluation=report, by=alma)
    read_attachment(attachment=picture, by=alma)
    survey = opened_survey(award, alma)
    for needs in (30, 60):
        send_answer(survey=survey, answer=given(needs, 100 - needs), by=lived)
    save_draft(survey=survey, answer=given(90, 0), by=lived)
    return picture


def text_of(shopper: Shopper) -> str:
    return json.dumps(own_data(shopper), cls=DjangoJSONEncoder, ensure_ascii=False)


def test_everything_of_hers_is_read_out_and_nothing_of_others(
    award: Award, lived: User, nora: User, alma: User
) -> None:
    relations.add(
        shopper=nora.shopper, company=award.company("alfa"), kind=RelationKind.EMPLOYEE, by=alma
    )

    document = json.loads(text_of(lived.shopper))

    assert document["account"]["email"] == "selma@mail.example"
    assert document["profile"]["birth_year"] == 1990
    assert document["relations"] == [{"company": "Delta", "kind": "customer"}]
    calls = {call["company"]: call for call in document["calls"] if call["channel"] == "phone"}
    assert calls["Alfa"]["fee"]["amount"] == "150.00"
    assert calls["Alfa"]["fee"]["state"] == "paid"
    assert calls["Alfa"]["report"]["receipts"][0]["content"]["comments"] == {"c_words": KEPT}
    assert calls["Alfa"]["attempts"][0]["wait_seconds"] == 30
    assert calls["Beta"]["report"]["appeal"]["decision"]["outcome"] == "refused"
    assert calls["Gamma"]["report"]["draft"]["comments"] == {"c_words": SECRET}
    assert document["expectations"][0]["hundred"] == {"agent": 100}
    assert {mail["kind"] for mail in document["account"]["mails"]} >= {"call_offered"}
    everything = json.dumps(document)
    assert not {
        name for name in ("Alma", "Nora", "nora", "points", "employee") if name in everything
    }


def test_conversations_tests_files_and_surveys_are_read_out(
    with_more: Attachment, lived: User
) -> None:
    document = json.loads(text_of(lived.shopper))

    tests = document["tests"]
    assert [(one["number"], one["passed"]) for one in tests["tries"]] == [(1, False), (2, True)]
    assert tests["tries"][0]["answers"] == WRONG
    assert [(one["test"], one["reason"]) for one in tests["given"]] == [("2026", SECRET)]
    assert {one["signed"] for one in document["signatures"]} == {"code", "briefing"}
    calls = {(call["company"], call["scenario"]): call for call in document["calls"]}
    messages = calls["Alfa", "ask"]["messages"]
    assert [one["by"] for one in messages] == ["you", "you", "a coordinator", "you"]
    assert messages[2]["text"] == f"Dear Selma, {SECRET}"
    assert [one["needs_no_answer_since"] is None for one in messages] == [True, True, True, False]
    report = calls["Beta", "buy"]["report"]
    assert [(one["recognised"], one["words"]) for one in report["recognised"]] == [(True, SECRET)]
    (file,) = report["files"]
    assert (file["kind"], file["state"], file["kept_sha256"]) == (
        "picture",
        "ready",
        with_more.kept_sha256,
    )
    assert len(file["opened_by_a_coordinator_at"]) == 1
    (sent,) = document["expectations"]
    assert (sent["hundred"], [one["hundred"] for one in sent["before"]]) == (
        {"needs": 60, "solution": 40},
        [{"agent": 100}, {"needs": 30, "solution": 70}],
    )
    assert [one["hundred"] for one in document["expectations_not_sent"]] == [
        {"needs": 90, "solution": 0}
    ]
    assert "Alma" not in json.dumps(document)


def test_her_words_and_files_go_and_what_rests_on_the_rest_stays(
    with_more: Attachment, lived: User, alma: User, django_capture_on_commit_callbacks: Any
) -> None:
    assert folder_of(with_more.pk).exists()
    assert unanswered().count() == 1
    fixed = [list(model.objects.order_by("pk").values()) for model in STAYS]

    with django_capture_on_commit_callbacks(execute=True):
        erase(shopper=lived.shopper, by=alma)

    shopper = Shopper.objects.get(code="S-900")
    assert SECRET not in text_of(shopper)
    assert "Selma" not in text_of(shopper)
    assert set(CallMessage.objects.values_list("text", flat=True)) == {ERASED_WORDS}
    assert CallMessage.objects.count() == 5
    assert (Recognition.objects.get().recognised, Recognition.objects.get().words) == (
        True,
        ERASED_WORDS,
    )
    assert ExtraTry.objects.get().reason == ERASED_WORDS
    gone = Attachment.objects.get()
    assert (gone.state, gone.has_leftovers) == ("removed", False)
    assert not folder_of(gone.pk).exists()
    assert not ExpectationDraft.objects.exists()
    assert [list(model.objects.order_by("pk").values()) for model in STAYS] == fixed
    assert not unanswered().exists()
    with pytest.raises(NobodyReads):
        answer(
            call=TestCall.objects.get(participation__name="Alfa"),
            text="Are you there?",
            key=uuid.uuid4(),
            by=alma,
        )
    assert CallMessage.objects.count() == 5


def test_words_of_others_stay_where_they_are(
    award: Award, with_more: Attachment, lived: User, nora: User, alma: User
) -> None:
    asks(award.programme, alma, tries=1)
    admit(nora, award.programme, alma)
    certifies(nora, award.programme)
    report = filled_report(award, nora, alma, company="gamma", scenario="buy")
    say(call=report.test_call, text="Whose number?", key=uuid.uuid4(), by=nora)
    picture = kept(report, nora)
    submit(evaluation=report, by=nora, recognised=Recognised(yes=True, words="She asked."))
    before = text_of(nora.shopper)

    erase(shopper=lived.shopper, by=alma)

    assert text_of(nora.shopper) == before
    assert all(words in before for words in ("Whose number?", "She asked."))
    assert kept_bytes(picture.pk)
    assert CallMessage.objects.filter(author=nora).get().text == "Whose number?"


def test_an_erased_shopper_is_a_code_and_her_reports_verify_as_before(
    lived: User, alma: User
) -> None:
    ask(shopper=lived.shopper)
    before = {
        each.pk: each.content_hash for each in Evaluation.objects.filter(submitted_at__isnull=False)
    }

    erase(shopper=lived.shopper, by=alma)

    shopper, user = Shopper.objects.get(code="S-900"), User.objects.get(pk=lived.pk)
    assert (shopper.birth_year, shopper.region, shopper.gender, shopper.languages) == (
        None,
        "",
        "",
        [],
    )
    assert (user.name, user.email, user.is_active) == ("S-900", f"{user.pk}@erased.invalid", False)
    assert not user.has_usable_password()
    assert not user.notices.exists()
    assert not user.role_assignments.exists()
    assert (Erasure.objects.get().shopper, Erasure.objects.get().by) == (shopper, alma)
    reports = Evaluation.objects.filter(pk__in=before).select_related(
        "test_call__participation__programme",
        "test_call__participation__company",
        "test_call__scenario",
        "test_call__shopper",
    )
    for each in reports:
        made = evaluation_hash(each, each.test_call.attempts.all())
        assert made == each.content_hash == before[each.pk]
    assert KEPT in text_of(shopper)
    everything = text_of(shopper)
    assert SECRET not in everything
    assert not {"selma@mail.example", "Selma", "Vestland", "1990"} & set(everything.split('"'))
    assert not Relation.objects.exists()
    assert not RelationDecision.objects.exists()
    assert TestCallEvent.objects.get(event="decline").reason == ERASED_WORDS
    assert all(draft.comments == {} for draft in Draft.objects.all())
    answer = ExpectationResponse.objects.get()
    assert (answer.points, answer.birth_year, answer.region) == ({"agent": 100}, 0, "")
    with pytest.raises(ErasedAlready):
        erase(shopper=shopper, by=alma)


def test_what_is_not_settled_stands_in_the_way_and_nothing_changes(
    award: Award, alma: User, selma: User
) -> None:
    offered_call(award, selma, alma)
    submitted_report(award, selma, alma, company="beta", fee=Decimal(150))
    before = text_of(selma.shopper)

    with pytest.raises(ErasureRefused) as refused:
        erase(shopper=selma.shopper, by=alma)

    assert refused.value.obstacles == [
        "1 call is still open.",
        "1 report still waits for a reviewer or for the shopper.",
        "1 fee is not paid yet.",
    ]
    with pytest.raises(NotAllowed):
        erase(shopper=selma.shopper, by=selma)
    assert text_of(selma.shopper) == before
    assert not Erasure.objects.exists()


def test_who_is_also_a_coordinator_is_not_erased(award: Award, alma: User) -> None:
    shopper = Shopper.objects.create(
        code="S-950",
        user=alma,
        languages=["nb"],
        region="Oslo",
        birth_year=1980,
        gender="f",
        weekly_capacity=5,
    )

    with pytest.raises(ErasureRefused, match="not only a shopper"):
        erase(shopper=shopper, by=people.clara())
    assert User.objects.get(pk=alma.pk).email == "alma@award.example"


def test_the_command_does_the_same(lived: User, alma: User, capsys: Any) -> None:
    for code, email, why in [
        ("S-000", alma.email, "There is no shopper S-000."),
        ("S-900", "nobody@award.example", "Nobody has the e-mail"),
        ("S-900", lived.email, "You may not do this."),
    ]:
        with pytest.raises(CommandError, match=why):
            call_command("erase", shopper=code, by=email)
    assert not Erasure.objects.exists()

    call_command("erase", shopper="S-900", by=alma.email)

    assert "S-900 is erased." in capsys.readouterr().out
    assert User.objects.get(pk=lived.pk).name == "S-900"


def test_the_database_removes_words_of_nobody_who_was_not_erased(lived: User) -> None:
    with (
        pytest.raises(IntegrityError, match="who was erased"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT evaluations_redact_words(%s)", [lived.shopper.pk])

    assert TestCallEvent.objects.get(event="decline").reason == SECRET


def test_a_profile_without_identity_is_only_an_erased_one(award: Award) -> None:
    shopper = award.shopper
    changes: list[dict[str, Any]] = [{"birth_year": None}, {"gender": ""}, {"languages": []}]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            Shopper.objects.filter(pk=shopper.pk).update(**change)
    Shopper.objects.filter(pk=shopper.pk).update(
        erased_at=timezone.now() - dt.timedelta(days=1), birth_year=None, gender="", languages=[]
    )
