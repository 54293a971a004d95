"""The shoppers beside one programme."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from evaluations.enums import TestCallState
from evaluations.models import FlagDismissal, ScreeningFlag, TestCall
from evaluations.queries.roster.roster import Wanted, roster
from evaluations.services.roster.admitting import admit
from evaluations.services.roster.noting import add_note
from shoppers.models import Invitation, Shopper, User
from tests import people
from tests.factories.awards import Award, shopper, tiny_award
from tests.factories.certification import asks, signs
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db


def calls(award: Award, who: Shopper, *states: TestCallState) -> None:
    for state in states:
        TestCall.objects.create(
            participation=award.participations["alfa"],
            channel="phone",
            scenario=award.scenarios["ask"],
            shopper=who,
            state=state,
        )


def codes(award: Award | None = None, *, sort: str = "code", **wanted: Any) -> list[str]:
    programme = award.programme if award else None
    return [found.code for found in roster(programme, wanted=Wanted(**wanted), sort=sort)]


def with_account(code: str, name: str, **facts: Any) -> Shopper:
    user = User.objects.create_user(f"{code}@mail.example", name=name, **facts)
    found = shopper(code)
    found.user = user
    found.save()
    return found


def test_each_shopper_has_what_the_programme_has_to_do_with_her(award: Award) -> None:
    alma, busy = people.alma(), shopper("S-1")
    open_states = TestCallState.open()
    calls(award, busy, *open_states, TestCallState.DONE, TestCallState.DECLINED)
    calls(tiny_award("2025"), busy, TestCallState.OFFERED, TestCallState.DONE, TestCallState.DONE)
    admit(shopper=busy, programme=award.programme, by=alma)

    found: list[Any] = list(roster(award.programme))

    assert [(each.code, each.admitted, each.open_calls, each.done_calls) for each in found] == [
        ("S-1", True, 2, 1),
        ("S-800", False, 0, 0),
    ]
    before_any: list[Any] = list(roster(None))
    assert [(each.admitted, each.open_calls, each.done_calls) for each in before_any] == [
        (False, 0, 0),
        (False, 0, 0),
    ]


def test_each_shopper_has_the_state_of_her_log_in() -> None:
    shopper("S-0")
    with_account("S-1", "Active")
    with_account("S-2", "Closed", is_active=False)
    now = timezone.now()
    for code, sent in (("S-3", now), ("S-4", now - dt.timedelta(days=9))):
        with_account(code, code)
        Invitation.objects.create(user=User.objects.get(name=code))
        Invitation.objects.filter(user__shopper__code=code).update(invited_at=sent)

    found: list[Any] = list(roster(None))

    assert {each.code: each.state for each in found} == {
        "S-0": "no_login",
        "S-1": "active",
        "S-2": "deactivated",
        "S-3": "invited",
        "S-4": "expired",
    }
    for each in found:
        assert codes(state=each.state) == [each.code]
    assert len(codes(state="odd")) == 5


def test_shoppers_are_found_by_code_name_email_region_language_and_admission(
    award: Award,
) -> None:
    people.selma()
    admit(shopper=award.shopper, programme=award.programme, by=people.alma())

    assert codes(award, search="s-9") == ["S-900"]
    assert codes(award, search="SUND") == ["S-900"]
    assert codes(award, search="selma@") == ["S-900"]
    assert codes(award, search="oslo") == ["S-800"]
    assert codes(award, search="nobody") == []
    assert codes(award, language="en") == ["S-900"]
    assert codes(award, language="nb") == ["S-800", "S-900"]
    assert codes(award, language="fi") == ["S-800", "S-900"]
    assert codes(award, admission="yes") == ["S-800"]
    assert codes(award, admission="no") == ["S-900"]
    assert codes(award, admission="odd") == ["S-800", "S-900"]
    assert codes(award, region="Vestland") == ["S-900"]
    assert codes(award, region="Vest") == []


def test_who_lacks_a_step_is_found(award: Award) -> None:
    alma, selma = people.alma(), people.selma()
    for each in (selma.shopper, award.shopper):
        admit(shopper=each, programme=award.programme, by=alma)
    asks(award.programme, alma)
    signs(selma, award.programme)

    assert codes(award, admission="yes") == ["S-800", "S-900"]
    lacking = codes(award, admission="lacks")
    assert "S-800" in lacking


def test_who_has_room_late_calls_or_notes_is_found(award: Award) -> None:
    selma, today = people.selma().shopper, timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday())
    days = [monday] * 4 + [monday + dt.timedelta(days=6), monday - dt.timedelta(days=1)]
    calls(award, selma, *[TestCallState.ACCEPTED] * 6)
    for call, day in zip(TestCall.objects.order_by("pk"), days, strict=True):
        TestCall.objects.filter(pk=call.pk).update(due_on=day)
    add_note(shopper=award.shopper, text="Calm.", key=uuid.uuid4(), by=people.alma())

    found: dict[str, Any] = {each.code: each for each in roster(award.programme)}

    assert (found["S-900"].week_calls, found["S-900"].weekly_capacity) == (5, 5)
    assert found["S-900"].late_calls == sum(day < today for day in days)
    assert (found["S-800"].week_calls, found["S-800"].note_count) == (0, 1)
    assert codes(award, week="free") == ["S-800"]
    assert codes(award, week="full") == ["S-900"]
    assert codes(award, having="late") == ["S-900"]
    assert codes(award, having="notes") == ["S-800"]
    # The week is one's own, whichever programme fills it.
    assert codes(tiny_award("2025"), week="full") == ["S-900"]
    assert codes(tiny_award("2024"), having="late") == []
    assert codes(award, sort="-week") == codes(award, sort="notes") == ["S-900", "S-800"]


def test_shoppers_are_sorted_by_code_name_and_calls(award: Award) -> None:
    with_account("S-1", "Berit")
    with_account("S-2", "Anna")
    calls(award, shopper("S-1"), TestCallState.DONE)
    calls(award, shopper("S-2"), TestCallState.OFFERED)

    assert codes(award) == codes(award, sort="odd") == ["S-1", "S-2", "S-800"]
    assert codes(award, sort="-code") == ["S-800", "S-2", "S-1"]
    assert codes(award, sort="name") == ["S-2", "S-1", "S-800"]
    assert codes(award, sort="-name") == ["S-1", "S-2", "S-800"]
    assert codes(award, sort="-open") == ["S-2", "S-1", "S-800"]
    assert codes(award, sort="-done") == ["S-1", "S-2", "S-800"]
    assert codes(award, sort="done") == ["S-2", "S-800", "S-1"]


def test_who_has_something_to_look_at_is_found(award: Award) -> None:
    now, alma, calm = timezone.now(), people.alma(), shopper("S-1")
    for kind, who, standing in (
        ("heaped_waits", award.shopper, True),
        ("heaped_waits", calm, False),
        ("long_run", calm, True),
    ):
        flag = ScreeningFlag.objects.create(
            programme=award.programme,
            evaluation=award.contact("alfa", PERFECT) if kind == "long_run" else None,
            shopper=who,
            kind=kind,
            ground="0" * 64,
            found_at=now,
            seen_at=now,
            standing=standing,
        )
    FlagDismissal.objects.create(flag=flag, act="dismiss", reason="Read.", by=alma, at=now)

    found: dict[str, Any] = {each.code: each for each in roster(award.programme)}

    assert (found["S-800"].flag_count, found["S-1"].flag_count) == (1, 0)
    assert codes(award, having="flags") == ["S-800"]
    assert codes(award, sort="-flags") == ["S-800", "S-1"]
    assert codes(tiny_award("2025"), having="flags") == []


@pytest.mark.parametrize("others", [0, 2])
def test_one_query_reads_them_all(
    award: Award, others: int, django_assert_num_queries: Any
) -> None:
    for number in range(others):
        with_account(f"S-{number}", "Name")

    with django_assert_num_queries(1):
        assert [each.user for each in roster(award.programme)][others:] == [None]
