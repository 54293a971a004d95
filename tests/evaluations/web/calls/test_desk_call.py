"""Everything about one test call, and the steps that its state allows."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.enums import EvaluationState
from evaluations.models import Programme, TestCall, TestCallEvent
from evaluations.services.calls.assigning import assign, cancel, in_place_of, reassign, shown
from evaluations.services.calls.calling import accept, decline
from shoppers.models import Notice, User
from tests import people
from tests.factories.awards import OSLO, Award
from tests.factories.calls import (
    accepted_call,
    offered_call,
    rejected_contact,
)
from tests.factories.reports import submitted_report
from tests.factories.tiny_method import PERFECT

pytestmark = pytest.mark.django_db
LIST = "/desk/calls/"


def _address(call: TestCall) -> str:
    return f"{LIST}{call.pk}/"


def _said(call: TestCall, reason: str) -> dict[str, str]:
    """What the page that asks sends when it was opened as the call stands."""
    return {"reason": reason, "seen": shown(TestCall.objects.get(pk=call.pk))}


def _steps(page: str) -> set[str]:
    """What can be pressed."""
    return set(re.findall(r"(Replace|Reassign|Cancel) the call", page))


def test_a_call_tells_everything_about_itself(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    report = submitted_report(award, selma, alma)

    page = reader.get(_address(report.test_call)).content.decode()

    assert "Alfa, phone" in page
    assert "ask (anyone)" in page
    assert reverse("shopper", args=["S-900"]) in page
    assert reverse("review", args=[report.pk]) in page
    assert "Submitted" in page
    assert "2 February 2026, 10:00" in page
    assert "0:30 min" in page
    happened = re.findall(r"<strong>([^<]+)</strong>\s*by ([^,]+),", page)
    assert happened == [
        ("Handed in", "Selma Sund"),
        ("Accepted", "Selma Sund"),
        ("Offered", "Alma Aas"),
    ]
    assert _steps(page) == set()


def test_unusual_attempts_are_flagged(award: Award, reader: Client) -> None:
    sunday = dt.datetime(2026, 5, 3, 16, tzinfo=OSLO)
    contact = award.contact("alfa", PERFECT, at=sunday)
    contact.test_call.attempts.update(wait_seconds=301)

    page = reader.get(_address(contact.test_call)).content.decode()

    for flag in ("Outside the period", "Outside the hours", "Wait over the limit"):
        assert flag in page


@pytest.mark.parametrize("term", ["cut_off_day", "board_until"])
def test_the_last_day_that_calls_are_given_for_is_of_the_period(
    award: Award, reader: Client, term: str
) -> None:
    contact = award.contact("alfa", PERFECT, at=dt.datetime(2026, 5, 4, 11, tzinfo=OSLO))
    address = _address(contact.test_call)
    Programme.objects.update(**{term: dt.date(2026, 5, 3)})
    assert "Outside the period" in reader.get(address).content.decode()

    Programme.objects.update(**{term: dt.date(2026, 5, 4)})

    assert "Outside the period" not in reader.get(address).content.decode()


def test_a_call_from_a_file_tells_what_is_known(award: Award, reader: Client) -> None:
    call = award.contact("alfa", PERFECT).test_call

    page = reader.get(_address(call)).content.decode()

    assert "Nothing is noted: the call came from a file." in page
    assert "S-800" in page


def test_a_draft_is_not_read_before_it_is_handed_in(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    report = award.contact("alfa", PERFECT, state=EvaluationState.DRAFT)
    TestCall.objects.update(state="accepted")

    page = reader.get(_address(report.test_call)).content.decode()

    assert "Draft" in page
    assert reverse("review", args=[report.pk]) not in page
    assert "Report begun" in reader.get(LIST).content.decode()


def test_only_the_steps_that_the_state_allows_are_offered(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    call = offered_call(award, selma, alma)

    def steps() -> set[str]:
        return _steps(reader.get(_address(call)).content.decode())

    assert steps() == {"Reassign", "Cancel"}
    accept(call=call, by=selma)
    assert steps() == {"Reassign", "Cancel"}
    decline(call=call, reason="I am away.", by=selma)
    assert steps() == {"Replace"}
    award.programme.cut_off_day = timezone.localdate().replace(year=2020)
    award.programme.save(update_fields=["cut_off_day"])
    assert steps() == set()


def test_a_planned_call_that_nobody_has_can_be_cancelled(award: Award, reader: Client) -> None:
    call = TestCall.objects.create(
        participation=award.participations["alfa"],
        channel="phone",
        scenario=award.scenarios["ask"],
    )

    page = reader.get(_address(call)).content.decode()
    assert "Nobody" in page
    assert _steps(page) == {"Cancel"}
    asked = reader.get(f"{_address(call)}cancel/").content.decode()
    assert "told by mail" not in asked
    reader.post(f"{_address(call)}cancel/", _said(call, "Not wanted."))

    call.refresh_from_db()
    assert call.state == "cancelled"
    assert not Notice.objects.exists()


def test_a_replaced_call_and_its_replacement_name_each_other(
    award: Award, alma: User, selma: User, nora: User, reader: Client
) -> None:
    former = offered_call(award, selma, alma)
    call = reassign(
        wanted=in_place_of(former, due_on=timezone.localdate()),
        shopper=nora.shopper,
        reason="She is ill.",
        by=alma,
    )

    before = reader.get(_address(former)).content.decode()
    after = reader.get(_address(call)).content.decode()

    assert "Replaced by" in before
    assert _address(call) in before
    assert "She is ill." in before
    assert _steps(before) == set()
    assert "In the place of" in after
    assert _address(former) in after


def test_a_rejected_report_opens_its_place(award: Award, alma: User, reader: Client) -> None:
    call = rejected_contact(award, alma)

    page = reader.get(_address(call)).content.decode()

    assert _steps(page) == {"Replace"}
    assert f"?replaces={call.pk}" in page
    assert "Not the company&#x27;s number." in page


def test_a_call_in_the_place_of_a_rejected_one_says_so(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    former = rejected_contact(award, alma)
    wanted = in_place_of(former, due_on=timezone.localdate())
    call = assign(wanted=wanted, shopper=selma.shopper, by=alma)

    told = {fact.term: fact.chip for fact in reader.get(_address(call)).context["facts"]}
    assert told["In the place of"].label == "Rejected"
    other = {fact.term: fact.chip for fact in reader.get(_address(former)).context["facts"]}
    assert other["Replaced by"].label == "Offered"


def test_cancelling_asks_for_the_reason_first(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    call = accepted_call(award, selma, alma)
    notices = Notice.objects.count()
    page = reader.get(f"{_address(call)}cancel/").content.decode()
    assert "Selma Sund loses the call and is told by mail." in page

    silent = reader.post(f"{_address(call)}cancel/", _said(call, "  "))
    assert silent.status_code == 422
    assert "This field is required." in silent.content.decode()
    assert (TestCall.objects.get().state, Notice.objects.count()) == ("accepted", notices)

    answer = reader.post(f"{_address(call)}cancel/", _said(call, "The line is dead."), follow=True)

    assert answer.redirect_chain == [(_address(call), 302)]
    page = answer.content.decode()
    assert "The call is cancelled. Its place is open again." in page
    assert "The line is dead." in page
    assert _steps(page) == {"Replace"}
    assert Notice.objects.filter(kind="call_cancelled", recipient=selma).count() == 1


def test_what_is_over_cannot_be_cancelled(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    call = offered_call(award, selma, alma)
    cancel(call=call, reason="The line is dead.", by=people.clara())
    events = TestCallEvent.objects.count()

    for answer in (
        reader.get(f"{_address(call)}cancel/"),
        reader.post(f"{_address(call)}cancel/", {"reason": "Twice"}),
    ):
        assert answer.status_code == 409
        assert "The call was cancelled. This step is not possible now." in answer.content.decode()
    assert TestCallEvent.objects.count() == events


def test_of_two_who_cancel_at_once_the_second_is_told(
    award: Award, alma: User, selma: User, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call is moved between the look at its state and the step."""
    call = offered_call(award, selma, alma)
    clara = people.clara()

    def somebody_first(**facts: Any) -> None:
        cancel(call=TestCall.objects.get(pk=call.pk), reason="I was first.", by=clara)
        cancel(**facts)

    monkeypatch.setattr("evaluations.web.views.calls.desk_call.assigning.cancel", somebody_first)

    answer = reader.post(f"{_address(call)}cancel/", _said(call, "So was I."))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody has changed the call in the meantime. Nothing was sent." in page
    assert "I was first." in page
    assert "So was I." not in page


def test_a_call_that_was_accepted_behind_the_page_is_asked_about_again(
    award: Award, alma: User, selma: User, reader: Client
) -> None:
    call = offered_call(award, selma, alma)
    assert "Selma Sund, offered" in reader.get(f"{_address(call)}cancel/").content.decode()
    posted = _said(call, "The line is dead.")
    accept(call=call, by=selma)
    notices = Notice.objects.count()

    told = reader.post(f"{_address(call)}cancel/", posted)

    assert told.status_code == 409
    page = told.content.decode()
    assert "Selma Sund has accepted the call in the meantime. Nothing was sent." in page
    assert "Selma Sund, accepted" in page
    assert re.search(r'<textarea name="reason"[^>]*>\s*The line is dead.</textarea>', page)
    assert (TestCall.objects.get().state, Notice.objects.count()) == ("accepted", notices)
    [seen] = re.findall(r'name="seen" value="([^"]*)"', page)
    again = reader.post(f"{_address(call)}cancel/", posted | {"seen": seen})
    assert again.status_code == 302
    assert TestCall.objects.get().state == "cancelled"


def test_an_unknown_call_is_not_found(award: Award, reader: Client) -> None:
    assert reader.get(f"{LIST}{uuid.uuid4()}/").status_code == 404
