"""How many contacts on which channel, and when: typed, not written into a document."""

import pytest
from django.test import Client as Browser

from evaluations.enums import Channel
from evaluations.method import Method
from evaluations.models import Programme
from shoppers.models import User
from tests import people
from tests.factories.awards import tiny_award
from tests.factories.setting_up import draft_year
from tests.scoring.web.set_up_pages import page_of, shown, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma(db: None) -> User:
    return people.alma()


@pytest.fixture
def desk(alma: User) -> Browser:
    return signed_in(alma)


@pytest.fixture
def year(alma: User) -> Programme:
    return draft_year(tiny_award().programme, alma)


def _fieldwork(year: Programme) -> Method:
    return Method.model_validate(Programme.objects.get(pk=year.pk).method)


def test_the_numbers_of_a_method_are_typed_and_the_rest_stays(
    year: Programme, desk: Browser
) -> None:
    before, address = _fieldwork(year), page_of("set_up_contacts")
    assert f'href="{address}"' in desk.get(page_of("set_up_method")).text
    typed = shown(desk, address)

    saved = desk.post(
        address,
        typed
        | {"contacts_phone": 3, "contacts_email": 2, "contacts_chat": 0, "start": "08:30"}
        | {"holidays": "no", "lockout_days": 4},
    )

    assert saved["Location"] == page_of("set_up_method"), saved.content.decode()
    rules = _fieldwork(year).fieldwork
    assert rules.contacts_per_company == sum(rules.channel_key.values())
    assert (rules.channel_key[Channel.PHONE], rules.channel_key[Channel.EMAIL]) == (3, 2)
    assert Channel.CHAT not in rules.channel_key
    assert (str(rules.hours.start), rules.hours.holidays, rules.lockout_days) == (
        "08:30:00",
        "NO",
        4,
    )
    after = _fieldwork(year)
    assert (after.scoring, after.weights) == (before.scoring, before.weights)
    assert after.fieldwork.wait_limits == before.fieldwork.wait_limits


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"end": "07:00"}, "The hours must end after they begin."),
        (
            {f"contacts_{each}": 0 for each in ("phone", "email", "chat", "messenger")},
            "at least one",
        ),
        ({"holidays": "XX"}, "no country with known public holidays"),
        ({"contacts_phone": -1}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(
    year: Programme, desk: Browser, wrong: dict[str, object], said: str
) -> None:
    before, address = _fieldwork(year), page_of("set_up_contacts")

    refused = desk.post(address, shown(desk, address) | wrong)

    assert refused.status_code in {409, 422}
    assert said in refused.content.decode()
    assert _fieldwork(year) == before


def test_who_was_slower_sees_what_stands_now(year: Programme, desk: Browser) -> None:
    address = page_of("set_up_contacts")
    typed = shown(desk, address)
    desk.post(address, typed | {"lockout_days": 2})

    late = desk.post(address, typed | {"lockout_days": 9})

    assert late.status_code == 409
    assert "Somebody else has changed this in the meantime." in late.content.decode()
    assert _fieldwork(year).fieldwork.lockout_days == 2


def test_scenarios_share_the_contacts_as_typed_or_evenly(year: Programme, desk: Browser) -> None:
    address = page_of("set_up_contacts")
    typed = shown(desk, address) | {"contacts_phone": 3, "contacts_email": 2, "contacts_chat": 0}
    typed |= {"contacts_messenger": 0}

    refused = desk.post(address, typed | {"scenario_ask": 2, "scenario_buy": 1})
    assert refused.status_code == 422
    assert "The scenarios have 3 contacts together, the channels 5." in refused.text
    assert not _fieldwork(year).fieldwork.scenario_key

    desk.post(address, typed | {"scenario_ask": 4, "scenario_buy": 1})
    assert _fieldwork(year).fieldwork.scenario_key == {"ask": 4, "buy": 1}
    again = shown(desk, address)
    assert (again["scenario_ask"], again["scenario_buy"]) == (4, 1)

    desk.post(address, again | {"scenario_ask": "", "scenario_buy": 0})
    rules = _fieldwork(year).fieldwork
    assert (rules.scenario_key, rules.contacts_per_company) == ({}, 5)
