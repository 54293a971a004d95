"""Conversations, tests, signatures, files and surveys: read out for her, and what is erased."""

import json
import uuid
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from evaluations.models import (
    Attachment,
    AttachmentReading,
    CallMessage,
    Evaluation,
    Recognition,
    SettledMessage,
    Signature,
    TestCall,
)
from evaluations.queries.calls.call_messages import unanswered
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.messaging import NobodyReads, answer, ask, settle
from evaluations.services.own_data import ERASED_WORDS
from evaluations.services.reports.attachment_files import folder_of, kept_bytes
from evaluations.services.reports.evaluating import Recognised, submit
from evaluations.services.reports.reading_files import read_attachment
from evaluations.services.review.reviewing import approve
from evaluations.surveys.models import EarlierExpectation, ExpectationDraft, ExpectationResponse
from evaluations.surveys.services.answering import save_draft, send_answer
from shoppers.models import Erasure, ExtraTry, QualificationTry, Shopper, User
from shoppers.services.erasing import ErasureRefused, erase
from shoppers.services.own_data import own_data
from shoppers.services.qualifying import give_try
from tests.evaluations.casting import Begin, Cast
from tests.factories.attachments import kept
from tests.factories.awards import Award
from tests.factories.calls import offered_call
from tests.factories.certification import RIGHT, WRONG, asks, certifies, signs, tries, version_of
from tests.factories.reports import filled_report
from tests.factories.surveys import given, opened_survey

pytestmark = pytest.mark.django_db
SECRET = "my sister is ill"
STAYS = (AttachmentReading, EarlierExpectation, QualificationTry, SettledMessage, Signature)


def _say(call: TestCall, by: User, text: str = SECRET) -> CallMessage:
    return ask(call=call, text=text, key=uuid.uuid4(), by=by)


def _reported(award: Award, by: User, alma: User, company: str, words: str) -> Attachment:
    """A report that waits for review, with a picture and her word on being recognised."""
    report = filled_report(award, by, alma, company=company)
    picture = kept(report, by)
    submit(evaluation=report, by=by, recognised=Recognised(recognised=True, words=words))
    return picture


def _live(cast: Cast) -> Attachment:
    award, alma, selma = cast.award, cast.alma, cast.selma
    asks(award.programme, alma, tries=1)
    signs(selma, award.programme)
    tries(selma, award.programme, WRONG)
    test = version_of(award.programme).test
    give_try(test=test, shopper=selma.shopper, reason=SECRET, by=alma)
    assert tries(selma, award.programme, RIGHT)
    held = _reported(award, selma, alma, "alfa", SECRET)
    read_attachment(attachment=held, by=alma)
    assert held.evaluation is not None
    call = held.evaluation.test_call
    _say(call, selma)
    answer(call=call, text=f"Dear Selma, {SECRET}", key=uuid.uuid4(), by=alma)
    settle(call=call, message_id=_say(call, selma).pk, by=alma)
    approve(evaluation=Evaluation.objects.get(pk=held.evaluation.pk), by=alma)
    asked = offered_call(award, selma, alma, company="beta")
    _say(asked, selma)
    cancel(call=asked, reason="Too late", by=alma)
    survey = opened_survey(award, alma)
    for needs in (30, 60):
        send_answer(survey=survey, answer=given(needs, 100 - needs), by=selma)
    save_draft(survey=survey, answer=given(90, 0), by=selma)
    return held


@pytest.fixture(scope="module")
def begin() -> Begin:
    return _live


@pytest.fixture
def picture(cast: Cast, settings: Any, tmp_path: Path) -> Attachment:
    """Selma's, beside a report of hers; every other table has something of hers as well."""
    made: Attachment = cast.begun
    # No transaction brings a file back: each test has its own.
    held = folder_of(made.pk)
    settings.ATTACHMENTS_DIR = str(tmp_path)
    copytree(held, folder_of(made.pk))
    return made


def _text_of(shopper: Shopper) -> str:
    return json.dumps(own_data(shopper), cls=DjangoJSONEncoder, ensure_ascii=False)


def _rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in STAYS]


def test_tests_signatures_and_surveys_are_read_out(picture: Attachment, selma: User) -> None:
    document = json.loads(_text_of(selma.shopper))

    tests = document["tests"]
    assert [(one["number"], one["passed"]) for one in tests["tries"]] == [(1, False), (2, True)]
    assert (tests["tries"][0]["answers"], tests["tries"][0]["right"]) == (WRONG, 0)
    assert [one["reason"] for one in tests["given"]] == [SECRET]
    signed = [(one["signed"], one["programme"]) for one in document["signatures"]]
    assert sorted(signed) == [("briefing", "2026"), ("code", "2026")]
    (sent,) = document["expectations"]
    assert sent["hundred"] == {"needs": 60, "solution": 40}
    assert [one["hundred"] for one in sent["before"]] == [{"needs": 30, "solution": 70}]
    (unsent,) = document["expectations_not_sent"]
    assert unsent["hundred"] == {"needs": 90, "solution": 0}


def test_conversations_and_the_facts_of_files_are_read_out(
    picture: Attachment, selma: User
) -> None:
    document = json.loads(_text_of(selma.shopper))

    alfa, beta = sorted(document["calls"], key=lambda call: call["company"])
    assert [one["by"] for one in alfa["messages"]] == ["you", "a coordinator", "you"]
    assert alfa["messages"][1]["text"] == f"Dear Selma, {SECRET}"
    settled = [bool(one["needs_no_answer_since"]) for one in alfa["messages"]]
    assert settled == [False, False, True]
    assert [one["text"] for one in beta["messages"]] == [SECRET]
    (said,) = alfa["report"]["recognised"]
    assert (said["recognised"], said["words"]) == (True, SECRET)
    (file,) = alfa["report"]["files"]
    assert (file["kind"], file["state"]) == ("picture", "ready")
    assert file["kept_sha256"] == picture.kept_sha256
    assert len(file["opened_by_a_coordinator_at"]) == 1
    assert "Alma" not in json.dumps(document)


def test_words_and_files_go_and_what_results_rest_on_stays(
    picture: Attachment, selma: User, alma: User, django_capture_on_commit_callbacks: Any
) -> None:
    assert folder_of(picture.pk).exists()
    assert unanswered().count() == 1
    before = _rows()
    assert all(before)

    with django_capture_on_commit_callbacks(execute=True):
        erase(shopper=selma.shopper, by=alma)

    shopper = Shopper.objects.get(code="S-900")
    assert SECRET not in _text_of(shopper)
    assert "Selma" not in _text_of(shopper)
    assert list(CallMessage.objects.values_list("text", flat=True)) == [ERASED_WORDS] * 4
    said = Recognition.objects.get()
    assert (said.recognised, said.words) == (True, ERASED_WORDS)
    assert ExtraTry.objects.get().reason == ERASED_WORDS
    gone = Attachment.objects.get()
    assert (gone.state, gone.has_leftovers) == ("removed", False)
    assert not folder_of(gone.pk).exists()
    assert not ExpectationDraft.objects.exists()
    sent = ExpectationResponse.objects.get()
    assert sent.points == {"needs": 60, "solution": 40}
    assert (sent.birth_year, sent.gender, sent.region) == (0, "x", "")
    assert _rows() == before


def test_nobody_waits_for_an_answer_to_who_was_erased_and_none_is_taken(
    picture: Attachment, selma: User, alma: User
) -> None:
    erase(shopper=selma.shopper, by=alma)

    assert not unanswered().exists()
    call = TestCall.objects.get(evaluation=picture.evaluation_id)
    with pytest.raises(NobodyReads):
        answer(call=call, text="Are you there?", key=uuid.uuid4(), by=alma)
    assert CallMessage.objects.count() == 4


def test_words_and_files_of_another_shopper_stay(
    award: Award, picture: Attachment, selma: User, nora: User, alma: User
) -> None:
    certifies(nora, award.programme)
    other = _reported(award, nora, alma, "gamma", "They laughed.")
    _say(TestCall.objects.get(evaluation=other.evaluation_id), nora, "Whose number?")
    before = _text_of(nora.shopper)
    assert "Whose number?" in before
    assert "They laughed." in before

    erase(shopper=selma.shopper, by=alma)

    assert _text_of(nora.shopper) == before
    assert kept_bytes(other.pk)


def test_where_erasing_is_refused_every_word_and_file_stays(
    award: Award, picture: Attachment, selma: User, alma: User
) -> None:
    offered_call(award, selma, alma, company="delta", channel="email")
    before = _text_of(selma.shopper)

    with pytest.raises(ErasureRefused):
        erase(shopper=selma.shopper, by=alma)

    assert _text_of(selma.shopper) == before
    assert kept_bytes(picture.pk)
    assert not Erasure.objects.exists()
