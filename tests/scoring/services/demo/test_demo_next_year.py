"""The demo's year to come: set up by the product's own services, so that it can be planned."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from evaluations.enums import PlanState, PlayedBy
from evaluations.models import Admission, ParticipationChannel
from evaluations.queries.calls.candidates import candidates
from evaluations.queries.setting_up.setting_up import company_states
from evaluations.services.plans.plan_starting import start_plan
from evaluations.surveys.enums import SurveyNotice
from evaluations.surveys.queries.surveys import survey_of, surveys_on_the_phone
from scoring.queries.setting_up import readiness
from scoring.services.demo.accounts import load_people, sample_years
from scoring.services.demo.certification import ask_before_first_call
from scoring.services.demo.next_year import load_next_year
from scoring.services.demo.record import DemoRecord
from shoppers.models import Notice, Shopper, User
from tests.factories.awards import Award, shopper, tiny_award
from tests.factories.plans import crew, ready_plan
from tests.factories.setting_up import words
from tests.factories.tiny_method import FROM_SURVEY
from tests.scoring.import_runs import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(tmp_path: Path, settings: Any) -> dict[str, User]:
    """The demo's people."""
    settings.DEMO = True
    return load_people(DemoRecord.read(tmp_path / "demo.json"))


@pytest.fixture
def newest(people: dict[str, User]) -> Award:
    """The sample's newest year, with whole scenarios, contact points and shoppers."""
    award = tiny_award(sample_years()[-1].name, weights=FROM_SURVEY)
    said = {str(language): text for language, text in words("Spør om flytting").items()}
    award.programme.scenarios.update(
        text=said,
        briefing=dict.fromkeys(("role", "ask", "avoid"), said),
        safety={"risks": {key: [text] for key, text in said.items()}, "if_asked": said},
    )
    ParticipationChannel.objects.update(contact_point="22 00 00 00", menu_path="2")
    award.participations["delta"].staff_informed_on = None
    award.participations["delta"].save()
    crew(award, people["coordinator"], capacity=6)
    for number in range(30):
        imported = shopper(f"S-{number:03}")
        Admission.objects.create(
            shopper=imported,
            programme=award.programme,
            certified_at=timezone.now(),
            certified_by=people["coordinator"],
        )
    return award


def test_the_year_to_come_has_started_once_with_companies_and_shoppers(
    newest: Award, people: dict[str, User]
) -> None:
    for number in range(2):
        load_next_year(people)
        after = rows()
        if number == 0:
            once = after

    assert after == once
    today = timezone.localdate()
    (survey,) = surveys_on_the_phone(people["shopper"], today)
    programme = survey.programme
    assert (programme.slug, programme.name, survey.asks) == ("2027", "Best in test 2027", "shares")
    assert survey.opens_on == today < survey.closes_on <= programme.fieldwork_start
    assert programme.has_started
    assert programme.method_hash == newest.programme.method_hash
    assert readiness(programme).missing == ()
    assert survey_of(newest.programme) is None
    assert {each.name: each.private for each in company_states(programme)} == {
        "Alfa": False,
        "Beta": False,
        "Gamma": False,
        "Delta": True,
    }
    assert set(
        ParticipationChannel.objects.filter(participation__programme=programme).values_list(
            "contact_point", "menu_path"
        )
    ) == {("22 00 00 00", "2")}
    admitted = Shopper.objects.filter(admissions__programme=programme)
    imported = {f"S-{number:03}" for number in range(30)}
    assert set(admitted.values_list("code", flat=True)) == imported | {
        *("D-0001", "S-911", "S-912", "S-913", "S-914")
    }
    users = User.objects.filter(shopper__code__in=imported)
    # Of 30 no two have one name, and nobody can sign in as one of them.
    assert len(set(users.values_list("name", flat=True))) == 30
    assert not any(user.has_usable_password() for user in users)
    assert {user.roles for user in users} == {frozenset({"shopper"})}
    owed = Notice.objects.filter(kind=SurveyNotice.OPENED)
    assert [each.recipient for each in owed] == [people["shopper"]]


def test_calls_of_the_newest_year_can_be_handed_to_its_shoppers(
    newest: Award, people: dict[str, User]
) -> None:
    directory = sample_years()[-1]
    ask_before_first_call(programme=newest.programme, directory=directory, by=people["coordinator"])

    load_next_year(people)

    found = candidates(
        participation=newest.participations["alfa"],
        scenario=newest.scenarios["ask"],
        due_on=timezone.localdate(),
    )
    free = {each.shopper.code for each in found if not each.broken}
    assert free == {f"S-{number:03}" for number in range(30)}


def test_few_contacts_ask_for_a_customer_of_the_company(
    newest: Award, people: dict[str, User]
) -> None:
    newest.programme.scenarios.filter(key="buy").update(played_by=PlayedBy.CUSTOMER)

    load_next_year(people)

    programme = surveys_on_the_phone(people["shopper"], timezone.localdate())[0].programme
    assert programme.fieldwork.scenario_key == {"ask": 2, "buy": 1}
    assert newest.programme.fieldwork.scenario_key == {}


def test_a_coordinator_can_plan_it_and_offer_its_calls(
    newest: Award, people: dict[str, User]
) -> None:
    load_next_year(people)
    newest.programme = surveys_on_the_phone(people["shopper"], timezone.localdate())[0].programme

    plan = ready_plan(newest, people["coordinator"])
    started = start_plan(draft=plan, by=people["coordinator"])

    assert plan.state == PlanState.READY
    assert (len(started.offered), started.left) == (12, [])
    assert min(filter(None, (call.due_on for call in started.offered))) >= (
        newest.programme.fieldwork_start
    )
