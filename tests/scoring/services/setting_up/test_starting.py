"""A new year and its start: what is missing is named, and what starts is fixed at once."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils.translation import override

from evaluations.canonical import digest
from evaluations.method import Method
from evaluations.models import Checklist, Company, Participation, Programme, ProgrammeStart
from evaluations.queries.companies.contact_points import points_of
from evaluations.services.calls.assigning import Wanted, assign
from evaluations.services.calls.assigning_refusals import NotStarted
from evaluations.services.setting_up.checklists import begin_draft, publish
from evaluations.services.setting_up.programme import change_method
from evaluations.services.setting_up.refusals import AlreadyStarted, SetUpChanged, SetUpRefused
from evaluations.services.years.programmes import set_terms, terms_of
from scoring.queries.setting_up import Lack, Missing, Note, readiness
from scoring.rulesets import document, names
from scoring.services.setting_up.method_text import Fault, MethodFaulty, method_from_text
from scoring.services.setting_up.new_programme import TakenOver, set_up_programme
from scoring.services.setting_up.starting import NotReady, start_year
from shoppers.models import User
from tests import people
from tests.factories.awards import Award, tiny_award
from tests.factories.setting_up import NEXT, PHONE, draft_year, next_facts, ready_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma(db: None) -> User:
    return people.alma()


@pytest.fixture
def award(db: None) -> Award:
    return tiny_award()


def test_each_rule_set_begins_a_year_of_its_own(alma: User) -> None:
    for number, name in enumerate(names()):
        year = set_up_programme(
            facts=next_facts(f"{NEXT}-{number}"), taken=None, rule_set=name, by=alma
        )
        sections = [each["key"] for each in year.checklist_version.document["sections"]]
        told = {each.lack for each in readiness(year).missing}

        assert Method.model_validate(year.method) == Method.model_validate(document(name))
        assert year.checklist_version.frozen_at is None
        assert len(sections) == len(set(sections)) > 0
        assert told == {Lack.CHECKLIST_DRAFT, Lack.NO_SCENARIO, Lack.NO_COMPANY}


def test_only_what_is_ticked_is_taken_over(award: Award, alma: User) -> None:
    year = set_up_programme(
        facts=next_facts(),
        taken=TakenOver(award.programme, method=False, checklist=True, companies=False),
        rule_set="mark_of_twenty",
        by=alma,
    )

    assert year.method["scoring"]["scale"]["unit"] == "mark"
    assert year.checklist_version == award.programme.checklist_version
    assert (year.scenarios.count(), year.participations.count()) == (2, 0)
    # The method weighs sections that this checklist does not have.
    wrong = next(each for each in readiness(year).missing if each.lack is Lack.METHOD)
    assert "weights: the checklist has no scored section access" in wrong.what


@pytest.mark.parametrize("ticked", [True, False])
def test_fee_and_deadlines_are_taken_over_and_no_day(
    award: Award, alma: User, *, ticked: bool
) -> None:
    usual = terms_of(award.programme)
    terms = replace(
        usual,
        call_fee=Decimal(140),
        currency="SEK",
        offers_expire_after_days=4,
        review_within_hours=48,
        cut_off_day=award.programme.fieldwork_end,
        budget=Decimal(9000),
    )
    set_terms(programme=award.programme, terms=terms, by=people.clara())

    taken = TakenOver(award.programme, terms=ticked)
    year = set_up_programme(facts=next_facts(), taken=taken, rule_set="", by=alma)

    year.refresh_from_db()
    as_before = replace(terms, cut_off_day=None, budget=None)
    assert terms_of(year) == (as_before if ticked else usual)
    assert year.offers_expire_by == (alma if ticked else None)


@pytest.mark.parametrize("fault", ["no rule set", "not started", "address"])
def test_a_year_that_cannot_be_leaves_nothing(award: Award, alma: User, fault: str) -> None:
    taken = None
    if fault == "not started":
        taken = TakenOver(draft_year(award.programme, alma))
    before = (Programme.objects.count(), Checklist.objects.count(), Participation.objects.count())
    facts = next_facts("2026" if fault == "address" else f"{NEXT}-b")
    with pytest.raises(SetUpRefused):
        set_up_programme(
            facts=facts,
            taken=taken,
            rule_set="" if fault == "no rule set" else "mark_of_twenty",
            by=alma,
        )

    after = (Programme.objects.count(), Checklist.objects.count(), Participation.objects.count())
    assert after == before


def test_what_is_missing_is_named(award: Award, alma: User) -> None:
    year = draft_year(award.programme, alma)
    beta = year.participations.get(name="Beta")
    beta.channels.filter(channel="phone").delete()
    begin_draft(programme=year, by=alma)
    state = readiness(year)

    assert state.missing == (
        Missing(Lack.CHECKLIST_DRAFT),
        Missing(Lack.SCENARIO_UNFINISHED, ("ask", "buy")),
        Missing(Lack.CONTACT_POINT, ("Alfa", "Beta", "Delta", "Gamma")),
    )
    assert state.notes == (
        (Note.PRIVACY_MODE, 4),
        (Note.NO_PACKAGE, 4),
        (Note.NO_FEE, 1),
        (Note.NO_HOLIDAYS, 1),
    )
    assert (state.companies, state.scenarios, state.contacts) == (4, 2, 12)


def test_a_year_starts_once_with_the_rules_that_were_seen(award: Award, alma: User) -> None:
    year = ready_year(award.programme, alma)
    Participation.objects.filter(programme=year, name="Alfa").update(name="Alfa Bank")
    seen = readiness(year).fingerprint
    start = start_year(programme=year, by=alma, seen=seen)
    year.refresh_from_db()

    assert year.has_started
    assert year.method_hash == digest(year.method) == start.method_hash
    # By which reports are drawn for a second review.
    assert re.fullmatch("[0-9a-f]{64}", start.draw_seed)
    assert start.checklist_hash == award.programme.checklist_version.document_hash
    assert (ProgrammeStart.objects.get().by, ProgrammeStart.objects.get().programme) == (alma, year)
    assert Company.objects.get(key="alfa").name == "Alfa Bank"
    with pytest.raises(AlreadyStarted):
        start_year(programme=year, by=alma, seen=seen)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Programme.objects.filter(pk=year.pk).update(method={})


def test_a_year_that_lacks_something_or_has_changed_does_not_start(
    award: Award, alma: User
) -> None:
    year = ready_year(award.programme, alma)
    seen = readiness(year).fingerprint
    Participation.objects.filter(programme=year, name="Alfa").update(signed_up=False, name="Al")
    with pytest.raises(SetUpChanged):
        start_year(programme=year, by=alma, seen=seen)
    year.scenarios.all().delete()
    with pytest.raises(NotReady) as refusal:
        start_year(programme=year, by=alma, seen=readiness(year).fingerprint)

    assert refusal.value.missing == (Missing(Lack.NO_SCENARIO),)
    year.refresh_from_db()
    assert (year.has_started, ProgrammeStart.objects.count()) == (False, 0)


def test_nobody_is_sent_out_before_the_start(award: Award, alma: User) -> None:
    selma = people.selma()
    year = ready_year(award.programme, alma)
    part = year.participations.select_related("programme").get(name="Alfa")
    wanted = Wanted(
        participation=part,
        channel=PHONE,
        scenario=year.scenarios.get(key="ask"),
        due_on=year.fieldwork_start,
        fee=None,
    )
    with pytest.raises(NotStarted):
        assign(wanted=wanted, shopper=selma.shopper, by=alma)

    assert points_of(part)[PHONE].point == "22 00 00 00"
    assert part.test_calls.count() == 0


def _broken(**changes: Any) -> bytes:
    method = document("mark_of_twenty")
    method["fieldwork"] |= changes
    return json.dumps(method, indent=1).encode()


def test_a_method_is_read_as_it_is_meant() -> None:
    text = json.dumps(document("mark_of_twenty")).encode()
    assert method_from_text(text) == Method.model_validate(document("mark_of_twenty"))


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            b"{",
            [
                Fault(
                    1, "", "Not JSON (column 2: Expecting property name enclosed in double quotes)."
                )
            ],
        ),
        (b'{"a": 1,\n"a": 2}', [Fault(2, "", 'The key "a" stands twice.')]),
        (b"[]", [Fault(None, "", "a JSON object is expected")]),
        (
            _broken(contacts_per_company=1),
            [
                Fault(
                    5,
                    "fieldwork.channel_key",
                    "the channels have 225 contacts, contacts_per_company says 1",
                )
            ],
        ),
    ],
)
def test_a_faulty_method_is_told_by_line_and_field(text: bytes, faults: list[Fault]) -> None:
    with override("en"), pytest.raises(MethodFaulty) as refusal:
        method_from_text(text)

    assert refusal.value.faults == faults


def test_another_method_takes_the_place_of_the_one_that_was_seen(award: Award, alma: User) -> None:
    year = draft_year(award.programme, alma)
    seen = Method.model_validate(year.method).hash()
    other = Method.model_validate(document("mark_of_twenty"))
    change_method(programme=year, method=other, by=alma, seen=seen)

    assert Programme.objects.get(pk=year.pk).method == other.document()
    with pytest.raises(SetUpChanged):
        change_method(programme=year, method=other, by=alma, seen=seen)
    draft = begin_draft(programme=year, by=alma)
    publish(programme=year, by=alma, seen=draft.document_hash)
