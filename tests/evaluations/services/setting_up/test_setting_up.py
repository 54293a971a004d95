"""Setting up a year: what is written, what is refused, and that a refusal changes nothing."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from evaluations.enums import ConfirmedBy
from evaluations.method import Method
from evaluations.models import (
    Category,
    Company,
    ContactPointConfirmation,
    Participation,
    Programme,
)
from evaluations.queries.companies.contact_points import Confirmed, PointFacts, points_of
from evaluations.queries.setting_up.setting_up import company_states, last_points
from evaluations.services.setting_up import companies, programme, scenarios
from evaluations.services.setting_up.checklists import (
    begin_draft,
    discard_draft,
    write_draft,
)
from evaluations.services.setting_up.contact_points import settle_points
from evaluations.services.setting_up.refusals import AlreadyStarted, SetUpChanged, SetUpRefused
from evaluations.services.years.programmes import set_contact_point
from shoppers.languages import Language
from shoppers.models import User
from tests.factories.awards import Award
from tests.factories.setting_up import (
    CHAT,
    EMAIL,
    NEXT,
    PHONE,
    draft_year,
    next_facts,
    scenario_facts,
)

pytestmark = pytest.mark.django_db


TODAY = dt.date(2026, 1, 5)


@pytest.fixture
def year(award: Award, alma: User) -> Programme:
    """The year after the tiny award, taken over from it."""
    return draft_year(award.programme, alma)


def _part(year: Programme, key: str = "alfa") -> Participation:
    return year.participations.select_related("category", "programme").get(company__key=key)


def _told(**changes: Any) -> companies.StaffTold:
    told = companies.StaffTold(TODAY, "Better service", "Acted calls", "Until April", TODAY)
    return replace(told, **changes)


def test_a_year_is_taken_over_without_what_is_asked_anew(award: Award, year: Programme) -> None:
    alfa = _part(year)

    assert not year.has_started
    assert (year.method, year.checklist_version) == (
        award.programme.method,
        award.programme.checklist_version,
    )
    assert list(year.scenarios.values_list("key", "played_by", "text")) == list(
        award.programme.scenarios.values_list("key", "played_by", "text")
    )
    assert year.participations.count() == 4
    assert (alfa.name, alfa.category.key, alfa.signed_up) == ("Alfa", "bank", True)
    assert list(points_of(alfa)) == [PHONE, EMAIL, CHAT]
    assert (alfa.staff_informed_on, alfa.in_privacy_mode) == (None, True)
    assert {facts.point for facts in points_of(alfa).values()} == {""}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"year": 1999}, "year"),
        ({"year": 2101}, "year"),
        ({"slug": "2098"}, "slug"),
        ({"slug": f"{NEXT}-Ærlig"}, "slug"),
        ({"slug": f"{NEXT}-{'x' * 36}"}, "slug"),
        ({"slug": "2026"}, "slug"),
        ({"fieldwork_end": dt.date(NEXT, 1, 14)}, "fieldwork_end"),
        ({"fieldwork_end": dt.date(NEXT + 1, 1, 16)}, "fieldwork_end"),
    ],
)
def test_facts_that_cannot_be(
    year: Programme, alma: User, changes: dict[str, Any], field: str
) -> None:
    seen = programme.facts_of(year)
    with pytest.raises(SetUpRefused) as refusal:
        programme.change_facts(programme=year, facts=replace(seen, **changes), by=alma, seen=seen)

    assert refusal.value.field == field
    assert programme.facts_of(Programme.objects.get(pk=year.pk)) == seen


def test_facts_change_until_somebody_else_has_changed_them(year: Programme, alma: User) -> None:
    seen = programme.facts_of(year)
    wanted = replace(
        seen, slug=f"{NEXT}-b", fieldwork_end=dt.date(NEXT + 1, 1, 15), language=Language.SWEDISH
    )
    programme.change_facts(programme=year, facts=wanted, by=alma, seen=seen)

    assert programme.facts_of(Programme.objects.get(pk=year.pk)) == wanted
    with pytest.raises(SetUpChanged):
        programme.change_facts(programme=year, facts=seen, by=alma, seen=seen)


def test_a_company_that_was_here_before_keeps_its_identity(year: Programme, alma: User) -> None:
    bank, alfa = Category.objects.get(key="bank"), Company.objects.get(key="alfa")
    facts = companies.ParticipationFacts(
        "  Alfa   Bank ", bank, frozenset({PHONE}), True, Language.SWEDISH, _told()
    )
    with pytest.raises(SetUpRefused, match="takes part already") as refusal:
        companies.add_participation(programme=year, company=alfa, facts=facts, by=alma)
    companies.remove_participation(participation=_part(year), by=alma)
    companies.add_participation(programme=year, company=alfa, facts=facts, by=alma)

    made = _part(year)
    assert refusal.value.field == "company"
    assert companies.facts_of(made) == replace(facts, name="Alfa Bank")
    assert (made.in_privacy_mode, made.company) == (False, alfa)
    # It is called so from the start of the year on.
    assert alfa.name == "Alfa"


def test_new_companies_of_one_name_have_keys_of_their_own(year: Programme, alma: User) -> None:
    bank = Category.objects.get(key="bank")
    facts = companies.ParticipationFacts(
        "Ny Bank", bank, frozenset({PHONE}), False, Language.BOKMAL
    )
    made = [
        companies.add_participation(programme=year, company=None, facts=facts, by=alma)
        for _each in range(2)
    ]

    assert [each.company.key for each in made] == ["ny-bank", "ny-bank-2"]
    assert [each.company.name for each in made] == ["Ny Bank", "Ny Bank"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"channels": frozenset()}, "channels"),
        # The method tests nobody by chat.
        ({"channels": frozenset({CHAT})}, "channels"),
        ({"told": _told(purpose=" ")}, "purpose"),
        ({"told": _told(how="")}, "how"),
        ({"told": _told(duration="")}, "duration"),
        ({"told": _told(informed_on=dt.date(NEXT, 1, 1))}, "informed_on"),
        ({"told": _told(discussed_on=dt.date(NEXT, 1, 1))}, "discussed_on"),
    ],
)
def test_what_cannot_be_agreed(
    year: Programme, alma: User, changes: dict[str, Any], field: str
) -> None:
    part = _part(year)
    seen = companies.facts_of(part)
    with pytest.raises(SetUpRefused) as refusal:
        companies.change_participation(
            participation=part, facts=replace(seen, **changes), by=alma, seen=seen
        )

    assert refusal.value.field == field
    assert companies.facts_of(_part(year)) == seen


def test_a_company_loses_a_channel_and_the_others_take_its_contacts(
    year: Programme, alma: User
) -> None:
    part = _part(year)
    seen = companies.facts_of(part)
    before = company_states(year)[0]
    facts = replace(seen, channels=frozenset({EMAIL}))
    companies.change_participation(participation=part, facts=facts, by=alma, seen=seen)
    after = company_states(year)[0]

    assert (before.name, before.quotas) == ("Alfa", {PHONE: 2, EMAIL: 1})
    assert (after.name, after.quotas) == ("Alfa", {EMAIL: 3})
    assert (after.without_point, after.not_confirmed, after.ready) == ((EMAIL,), (), False)
    with pytest.raises(SetUpChanged):
        companies.change_participation(participation=part, facts=seen, by=alma, seen=seen)


def test_the_staff_is_told_all_or_nothing(year: Programme) -> None:
    part = _part(year)
    part.staff_informed_on, part.staff_told_purpose = TODAY, "Better service"
    with pytest.raises(DatabaseError), transaction.atomic():
        part.save()

    part.staff_told_purpose = ""
    part.save()
    # A day alone, as files give it, still means what it meant.
    assert not _part(year).in_privacy_mode


def test_a_contact_point_is_confirmed_and_another_one_is_not(year: Programme, alma: User) -> None:
    part = _part(year)
    seen = points_of(part)
    probe = Confirmed(ConfirmedBy.PROBE, "A person at once", timezone.localdate())
    wanted = {**seen, PHONE: PointFacts(" 815  00 000 ", "2, then 1", probe)}
    settle_points(participation=part, points=wanted, by=alma, seen=seen)
    standing = points_of(part)
    row = ContactPointConfirmation.objects.get()

    assert standing == {**seen, PHONE: PointFacts("815 00 000", "2, then 1", probe)}
    assert (row.by, row.company.key, row.contact_point) == (alma, "alfa", "815 00 000")
    state = company_states(year)[0]
    assert (state.without_point, state.not_confirmed) == ((EMAIL,), ())
    # Saved again as the page shows it, without a new confirmation: nothing is written.
    again = {**standing, PHONE: PointFacts("815 00 000", "2, then 1")}
    settle_points(participation=part, points=again, by=alma, seen=standing)
    assert (points_of(part), ContactPointConfirmation.objects.count()) == (standing, 1)

    set_contact_point(participation=part, channel=PHONE, point="815 00 001", menu_path="", by=alma)

    assert points_of(part)[PHONE] == PointFacts("815 00 001", "")
    assert company_states(year)[0].not_confirmed == (PHONE,)
    with pytest.raises(SetUpChanged):
        settle_points(participation=part, points=again, by=alma, seen=standing)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (PointFacts("", "", Confirmed(ConfirmedBy.CLIENT, "Kari", TODAY)), "phone_point"),
        (PointFacts("815", "", Confirmed(ConfirmedBy.CLIENT, " ", TODAY)), "phone_words"),
        (
            PointFacts("815", "", Confirmed(ConfirmedBy.CLIENT, "Kari", dt.date(NEXT, 1, 1))),
            "phone_on",
        ),
    ],
)
def test_what_confirms_nothing(year: Programme, alma: User, facts: PointFacts, field: str) -> None:
    part = _part(year)
    seen = points_of(part)
    with pytest.raises(SetUpRefused) as refusal:
        settle_points(participation=part, points={PHONE: facts}, by=alma, seen=seen)

    assert refusal.value.field == field
    assert (points_of(part), ContactPointConfirmation.objects.count()) == (seen, 0)


def test_last_years_contact_point_is_told_and_not_taken_over(
    award: Award, year: Programme, alma: User
) -> None:
    before = award.participations["alfa"]
    set_contact_point(participation=before, channel=PHONE, point="815", menu_path="2", by=alma)

    assert last_points(_part(year)) == {PHONE: PointFacts("815", "2")}
    assert last_points(_part(year, "beta")) == {}


def test_nothing_of_a_started_year_is_set_up_again(award: Award, alma: User) -> None:
    started, part = award.programme, award.participations["alfa"]
    scenario = award.scenarios["ask"]
    facts, seen = programme.facts_of(started), companies.facts_of(part)
    acts: list[Any] = [
        lambda: programme.change_facts(programme=started, facts=facts, by=alma, seen=facts),
        lambda: companies.add_participation(programme=started, company=None, facts=seen, by=alma),
        lambda: companies.change_participation(participation=part, facts=seen, by=alma, seen=seen),
        lambda: companies.remove_participation(participation=part, by=alma),
        lambda: scenarios.add_scenario(programme=started, facts=scenario_facts(), by=alma),
        lambda: scenarios.remove_scenario(scenario=scenario, by=alma),
        lambda: begin_draft(programme=started, by=alma),
        lambda: write_draft(programme=started, document={}, by=alma, seen=""),
        lambda: discard_draft(programme=started, by=alma),
    ]
    for act in acts:
        with pytest.raises(AlreadyStarted):
            act()

    assert (started.participations.count(), started.scenarios.count()) == (4, 2)


def test_two_years_never_have_one_address(alma: User, award: Award) -> None:
    with pytest.raises(SetUpRefused, match="has this address"):
        programme.create_programme(
            facts=replace(next_facts(), year=2026, slug="2026"),
            method=Method.model_validate(award.programme.method),
            checklist=award.programme.checklist_version,
            by=alma,
        )
