"""Before the first call: signed once, for good, and asked only where a programme asks."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from evaluations.enums import AssigningRule, FirstStep, SignedText
from evaluations.models import Briefing, Signature, TestCall, TestCallEvent
from evaluations.queries.roster.certification import certification_of, to_certify
from evaluations.services.calls.assigning_refusals import RulesBroken
from evaluations.services.calls.calling import accept
from evaluations.services.roster.admitting import withdraw
from evaluations.services.roster.certifying import (
    Asked,
    NotAdmittedYet,
    NotCertified,
    TextChanged,
    publish,
    sign,
)
from evaluations.services.years.programmes import ProgrammeRefused
from scoring.services.demo.accounts import SAMPLE
from shoppers.languages import Language
from shoppers.models import QualificationVersion, User
from tests.factories.awards import Award
from tests.factories.calls import admit, offered_call
from tests.factories.certification import (
    BRIEFING,
    RIGHT,
    asks,
    certifies,
    document_of_test,
    signs,
    tries,
)

pytestmark = pytest.mark.django_db
FILE = SAMPLE / "2026" / "first_call.json"


def _state() -> tuple[str, int]:
    return TestCall.objects.get().state, TestCallEvent.objects.count()


def test_a_call_is_accepted_only_after_every_step(award: Award, alma: User, selma: User) -> None:
    call = offered_call(award, selma, alma)
    asks(award.programme, alma)
    call.participation.programme.refresh_from_db()
    before = _state()
    for step, do in (
        (FirstStep.CODE, lambda: signs(selma, award.programme, SignedText.CODE)),
        (FirstStep.BRIEFING, lambda: signs(selma, award.programme, SignedText.BRIEFING)),
        (FirstStep.TEST, lambda: tries(selma, award.programme, RIGHT)),
    ):
        with pytest.raises(NotCertified) as refusal:
            accept(call=call, by=selma)
        assert refusal.value.step is step
        assert _state() == before
        do()

    accept(call=call, by=selma)

    assert _state()[0] == "accepted"


def test_a_programme_that_asks_offers_to_who_is_certified(
    award: Award, alma: User, selma: User, nora: User
) -> None:
    asks(award.programme, alma)
    certifies(nora, award.programme)
    with pytest.raises(RulesBroken) as refusal:
        offered_call(award, selma, alma)
    assert refusal.value.rules == (AssigningRule.NOT_CERTIFIED,)
    assert not TestCall.objects.exists()

    assert offered_call(award, nora, alma).state == "offered"


def test_nothing_is_asked_where_the_programme_does_not(
    award: Award, alma: User, selma: User
) -> None:
    publish(programme=award.programme, asked=Asked(BRIEFING, document_of_test()), by=alma)

    accept(call=offered_call(award, selma, alma), by=selma)

    assert to_certify(selma) == []


def test_a_programme_without_briefing_and_test_cannot_ask(
    award: Award, alma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.factories.certification.publish", lambda **_: None)

    with pytest.raises(ProgrammeRefused) as refusal:
        asks(award.programme, alma)

    assert refusal.value.field == "asks_certification"
    award.programme.refresh_from_db()
    assert not award.programme.asks_certification


def test_a_signature_says_which_text_and_stays(award: Award, alma: User, selma: User) -> None:
    asks(award.programme, alma)
    signs(selma, award.programme)
    first = Signature.objects.get(signed=SignedText.BRIEFING)
    newer = {language: f"Other words in {language}." for language in Language}
    publish(programme=award.programme, asked=Asked(newer, document_of_test()), by=alma)

    signs(selma, award.programme)

    briefings = Briefing.objects.order_by("version")
    assert (first.version, first.text_hash) == (1, briefings[0].text_hash)
    assert (first.language, first.by) == ("en", selma)
    assert list(Signature.objects.filter(signed=SignedText.BRIEFING)) == [first]
    assert briefings.count() == 2
    assert QualificationVersion.objects.count() == 1
    # An admission that is taken back and given again finds what she has signed.
    withdraw(shopper=selma.shopper, programme=award.programme, by=alma)
    admit(selma, award.programme, alma)
    assert certification_of(selma.shopper, award.programme).next_step is FirstStep.TEST


def test_only_the_text_of_today_is_signed_and_only_by_who_is_admitted(
    award: Award, alma: User, selma: User
) -> None:
    asks(award.programme, alma)
    with pytest.raises(TextChanged):
        sign(
            programme=award.programme,
            shopper=selma.shopper,
            signed=SignedText.CODE,
            seen="0" * 64,
            language=Language.ENGLISH,
            by=selma,
        )
    withdraw(shopper=selma.shopper, programme=award.programme, by=alma)
    with pytest.raises(NotAdmittedYet):
        signs(selma, award.programme)
    with pytest.raises(NotAdmittedYet):
        tries(selma, award.programme, RIGHT)
    assert not Signature.objects.exists()


def test_the_sample_is_published_once(award: Award, alma: User) -> None:
    for _start in range(2):
        call_command("first_call", "2026", FILE, by=alma.email)

    assert Briefing.objects.get().version == 1
    version = QualificationVersion.objects.get()
    assert [len(version.document["questions"]), version.document["passing"]] == [6, 5]


@pytest.mark.parametrize(
    ("year", "content", "by", "message"),
    [
        ("1999", "{}", "alma@award.example", "There is no programme '1999'."),
        ("2026", "{}", "selma@mail.example", "no coordinator with the e-mail selma@mail.example"),
        ("2026", "{", "alma@award.example", "line 1"),
        ("2026", '{"briefing": {"nb": " "}}', "alma@award.example", "briefing.nb"),
        ("2026", '{"test": 1, "test": 2}', "alma@award.example", "test"),
    ],
)
def test_a_wrong_file_publishes_nothing(
    award: Award, alma: User, tmp_path: Path, year: str, content: str, by: str, message: str
) -> None:
    file = tmp_path / "first_call.json"
    file.write_text(content)

    with pytest.raises(CommandError, match=message):
        call_command("first_call", year, file, by=by)

    assert not Briefing.objects.exists()
    assert not QualificationVersion.objects.exists()
