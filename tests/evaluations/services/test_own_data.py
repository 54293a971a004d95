"""What is noted about a shopper: read out for her, erased when she asks, results untouched."""

import datetime as dt
import json
import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from evaluations.canonical import evaluation_hash
from evaluations.decline_reasons import DeclineReason
from evaluations.enums import AppealOutcome, RelationKind
from evaluations.models import (
    Draft,
    Evaluation,
    LateAttempt,
    Relation,
    RelationDecision,
    RivalSubmission,
    TestCall,
    TestCallEvent,
)
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.attempts import AttemptKept, log_attempt
from evaluations.services.calls.calling import decline
from evaluations.services.own_data import ERASED_WORDS
from evaluations.services.reports.evaluating import Recognised
from evaluations.services.reports.handing_in import CallEnded, WholeForm, hand_in
from evaluations.services.review.appealing import appeal, decide
from evaluations.services.review.reviewing import approve, reject
from evaluations.services.roster import relations
from evaluations.surveys.models import ExpectationResponse
from shoppers.models import Erasure, Shopper, User
from shoppers.services.erasing import ErasedAlready, ErasureRefused, ask, erase
from shoppers.services.own_data import own_data
from shoppers.services.refusals import NotAllowed
from tests import people
from tests.evaluations.casting import Begin, Cast
from tests.factories.awards import Award
from tests.factories.calls import offered_call
from tests.factories.paying import has_account
from tests.factories.paying import paid as pay_all
from tests.factories.reports import attempt, filled_report, submitted_report

pytestmark = pytest.mark.django_db
SECRET, KEPT = "my sister is ill", "They answered at once."


def _live(cast: Cast) -> User:
    award, alma, selma, clara = cast.award, cast.alma, cast.selma, people.clara()
    relations.add(
        shopper=selma.shopper, company=award.company("delta"), kind=RelationKind.CUSTOMER, by=alma
    )
    paid = submitted_report(award, selma, alma, fee=Decimal(150), comments={"c_words": KEPT})
    approve(evaluation=paid, by=alma)
    has_account(selma)
    pay_all(by=alma)
    rejected = submitted_report(award, selma, alma, company="beta")
    reject(evaluation=rejected, reason="The wrong company", by=alma)
    filed = appeal(evaluation=Evaluation.objects.get(pk=rejected.pk), words=SECRET, by=selma)
    decide(filed=filed, outcome=AppealOutcome.REFUSED, reason="It is", by=clara)
    begun = filled_report(award, selma, alma, company="gamma", comments={"c_words": SECRET})
    cancel(call=begun.test_call, reason="Too late", by=alma)
    _comes_too_late(begun.test_call, selma)
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
    return clara


def _comes_too_late(call: TestCall, selma: User) -> None:
    """Everything that she can write about a call, from a phone that had no network."""
    late = replace(attempt(), words=SECRET)
    with pytest.raises(AttemptKept):
        log_attempt(call=call, note=late, by=selma)
    form = WholeForm(
        call=call.pk,
        answered=True,
        answers={},
        comments={"c_words": SECRET},
        attempts=[late, replace(attempt(), words="")],
        recognised=Recognised(recognised=True, words=SECRET),
        beside={"note.wait": SECRET},
    )
    with pytest.raises(CallEnded):
        hand_in(key=uuid.uuid4(), form=form, by=selma)


@pytest.fixture(scope="module")
def begin() -> Begin:
    return _live


@pytest.fixture
def lived(selma: User) -> User:
    """Selma with something in every table, all of it settled; Clara decided with Alma."""
    return selma


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
    (late,) = calls["Gamma"]["other_attempts_received"]
    assert late["content"]["words"] == SECRET
    assert document["expectations"][0]["hundred"] == {"agent": 100}
    assert {mail["kind"] for mail in document["account"]["mails"]} >= {"call_offered"}
    everything = json.dumps(document)
    assert not {
        name for name in ("Alma", "Nora", "nora", "points", "employee") if name in everything
    }


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
    assert LateAttempt.objects.get().content["words"] == ERASED_WORDS
    rival = RivalSubmission.objects.get().content
    assert rival["recognised"] == {"yes": True, "words": ERASED_WORDS}
    assert [tried["wait_seconds"] for tried in rival["attempts"]] == [30, 30]
    assert all(draft.comments == {} for draft in Draft.objects.all())
    answer = ExpectationResponse.objects.get()
    assert (answer.points, answer.birth_year, answer.region) == ({"agent": 100}, 0, "")
    with pytest.raises(ErasedAlready):
        erase(shopper=shopper, by=alma)


def test_what_is_not_settled_stands_in_the_way_and_nothing_changes(
    award: Award, alma: User, nora: User
) -> None:
    offered_call(award, nora, alma)
    submitted_report(award, nora, alma, company="beta", fee=Decimal(150))
    before = text_of(nora.shopper)

    with pytest.raises(ErasureRefused) as refused:
        erase(shopper=nora.shopper, by=alma)

    assert refused.value.obstacles == [
        "1 call is still open.",
        "1 report still waits for a reviewer or for the shopper.",
        "1 fee is not paid yet.",
    ]
    with pytest.raises(NotAllowed):
        erase(shopper=nora.shopper, by=nora)
    assert text_of(nora.shopper) == before
    assert not Erasure.objects.exists()


def test_who_is_also_a_coordinator_is_not_erased(cast: Cast, alma: User) -> None:
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
        erase(shopper=shopper, by=cast.begun)
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
