"""The demo's people, clients, keys and the file that remembers them."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from evaluations.models import ApiKey, Client, Company
from evaluations.queries.clients.api_keys import valid_key
from scoring.management.commands import demo
from scoring.models import Release, WeightApproval
from scoring.services.demo.accounts import CLIENTS, PEOPLE, load_clients, load_people, sample_years
from scoring.services.demo.record import DemoRecord
from scoring.services.demo.weights import settle_weights
from scoring.services.weights.weight_decisions import propose_weights
from shoppers.models import Shopper, User
from shoppers.services.refusals import OutsideDemo
from tests.factories.awards import scored, scored_award, tiny_award
from tests.factories.releases import proposed
from tests.factories.tiny_method import FROM_SURVEY

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(tmp_path: Path, settings: Any) -> DemoRecord:
    settings.DEMO = True
    return DemoRecord.read(tmp_path / "var" / "demo.json")


def _companies() -> None:
    for key in ("bank-01", "bank-03", "bank-04", "bank-05"):
        Company.objects.create(key=key, name=key)


def test_record_is_read_as_it_was_written_and_private(record: DemoRecord) -> None:
    record.url = "http://127.0.0.1:8123"
    record.users["client"] = {"email": "kari@demo.example", "password": "word"}
    record.api_keys["client_company"] = "bank-01"

    record.write()

    assert DemoRecord.read(record.path) == record
    assert record.path.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(record.path.read_text())) == {"url", "users", "api_keys"}


def test_record_that_cannot_be_read_is_begun_anew(record: DemoRecord) -> None:
    record.path.parent.mkdir()
    record.path.write_text("{")

    assert DemoRecord.read(record.path) == DemoRecord(record.path)


def test_people_keep_their_passwords_from_start_to_start(record: DemoRecord) -> None:
    first = load_people(record)
    passwords = {key: login["password"] for key, login in record.users.items()}

    again = load_people(record)

    assert list(first) == [person.key for person in PEOPLE]
    assert {key: user.pk for key, user in first.items()} == {
        key: user.pk for key, user in again.items()
    }
    assert {key: login["password"] for key, login in record.users.items()} == passwords
    assert again["client"].check_password(passwords["client"])
    assert Shopper.objects.get().user == again["shopper"]


def test_people_are_refused_outside_the_demo(record: DemoRecord, settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(OutsideDemo):
        load_people(record)

    assert not User.objects.exists()


def test_clients_get_one_key_each_however_often_the_demo_starts(record: DemoRecord) -> None:
    _companies()
    people = load_people(record)

    load_clients(record, people)
    keys = dict(record.api_keys)
    load_clients(record, people)

    assert record.api_keys == keys
    assert (keys["client_company"], keys["other_company"]) == ("bank-01", "bank-03")
    assert Client.objects.count() == ApiKey.objects.count() == len(CLIENTS)
    found = valid_key(keys["client"])
    assert found is not None
    assert found.client.companies.get().company.key == "bank-01"


def test_key_opens_nothing_outside_the_demo(record: DemoRecord, settings: Any) -> None:
    _companies()
    load_clients(record, load_people(record))

    settings.DEMO = False

    assert valid_key(record.api_keys["client"]) is None


def test_command_refuses_to_run_outside_the_demo() -> None:
    with pytest.raises(CommandError, match="passwords are printed"):
        call_command("demo")


@pytest.mark.parametrize("proposer", [None, "coordinator", "second_coordinator"])
def test_a_year_is_released_by_two_coordinators_whoever_proposed_it(
    record: DemoRecord, proposer: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = demo.Command()
    command.people = people = load_people(record)
    award = scored_award()
    if proposer:
        proposed(award, scored(award), by=people[proposer])
    monkeypatch.setattr(demo, "sample_years", lambda: [Path("2026")])
    # There is no worker here: the command does not wait for one, and does the run itself.
    monkeypatch.setattr(demo, "WORKER_SECONDS", 0.0)

    command.publish()

    release = Release.objects.get()
    assert release.proposed_by == people[proposer or "coordinator"]
    assert {release.proposed_by, release.confirmation.confirmed_by} == {
        people["coordinator"],
        people["second_coordinator"],
    }


@pytest.mark.usefixtures("few_answers_do")
def test_weights_from_a_survey_are_settled_by_both_coordinators_once(record: DemoRecord) -> None:
    people, award = load_people(record), tiny_award(weights=FROM_SURVEY)
    award.expects({"needs": 50, "solution": 50})
    # Hands at the desk were there before the demo.
    propose_weights(programme=award.programme, by=people["second_coordinator"])

    for _ in range(2):
        settle_weights(programme=award.programme, people=people)

    approval = WeightApproval.objects.get()
    assert approval.approved_by == people["coordinator"]
    assert approval.proposal.proposed_by == people["second_coordinator"]
    assert approval.proposal.number == 1


def test_weights_that_the_method_states_need_no_word(record: DemoRecord) -> None:
    settle_weights(programme=tiny_award().programme, people=load_people(record))

    assert not WeightApproval.objects.exists()


def test_sample_has_two_years() -> None:
    assert [path.name for path in sample_years()] == ["2025", "2026"]
