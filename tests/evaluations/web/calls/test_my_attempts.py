"""Attempts on the pages: noted on a form that begins with now, taken away, put back."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from evaluations.models import Attempt, TestCall
from evaluations.services.calls.assigning import cancel
from evaluations.services.calls.attempts import log_attempt
from shoppers.models import User
from tests.evaluations.web.conftest import LogIn
from tests.factories.awards import OSLO, Award
from tests.factories.calls import accepted_call, given_before_fieldwork, shopper_user
from tests.factories.reports import MONDAY_AT_TEN, attempt

pytestmark = pytest.mark.django_db
NOTED = {
    "day": "2026-02-02",
    "time": "10:00",
    "ending": "answered",
    "key": "5f0f6a52-5d6e-4e7e-9d1f-0d7a3c1b2a10",
    "minutes": "1",
    "seconds": "15",
    "handling": "4",
}
MAILED = {"day": "2026-02-02", "time": "10:00", "ending": "answered", "key": NOTED["key"]}


@pytest.fixture
def selma(newcomer: User) -> User:
    return newcomer


@pytest.fixture
def call(accepted: TestCall) -> TestCall:
    return given_before_fieldwork(accepted)


def _url(name: str, call: TestCall, *more: object) -> str:
    return reverse(name, args=[call.pk, *more])


def _facts() -> list[Any]:
    return list(
        Attempt.objects.values_list("started_at", "outcome", "wait_seconds", "handling_seconds")
    )


def test_attempts_are_their_shoppers_alone(
    call: TestCall, alma: User, selma: User, log_in: LogIn
) -> None:
    made = log_attempt(call=call, note=attempt(), by=selma)
    sofia = shopper_user("S-901", "Sofia Sol")
    addresses = [
        (_url("add_attempt", call), NOTED | {"time": "11:00"}),
        (_url("remove_attempt", call, made.pk), {}),
        (_url("restore_attempt", call), {}),
    ]

    for address, posted in addresses:
        assert Browser().post(address, posted).status_code == 302
        assert log_in(alma).post(address, posted).status_code == 403
        assert log_in(sofia).post(address, posted).status_code == 404
        unknown = address.replace(str(call.pk), str(uuid.uuid4()))
        assert log_in(selma).post(unknown, posted).status_code == 404
        assert log_in(selma).put(address).status_code == 405

    assert Attempt.objects.get() == made


def test_the_form_begins_with_this_moment(call: TestCall, selma: User, log_in: LogIn) -> None:
    now = timezone.localtime()

    page = log_in(selma).get(_url("add_attempt", call)).content.decode()

    assert f'value="{now:%Y-%m-%d}"' in page
    assert (
        f'value="{now:%H:%M}"' in page or f'value="{now + dt.timedelta(minutes=1):%H:%M}"' in page
    )


def test_an_attempt_is_noted(call: TestCall, selma: User, log_in: LogIn) -> None:
    answer = log_in(selma).post(_url("add_attempt", call), NOTED, follow=True)

    assert answer.redirect_chain == [(_url("my_call", call), 302)]
    assert "The attempt is noted." in answer.content.decode()
    assert _facts() == [(MONDAY_AT_TEN, "answered", 75, 240)]


def test_seconds_and_the_length_may_be_left_out(call: TestCall, selma: User, log_in: LogIn) -> None:
    log_in(selma).post(
        _url("add_attempt", call), NOTED | {"seconds": "", "handling": "", "minutes": "0"}
    )

    assert _facts() == [(MONDAY_AT_TEN, "answered", 0, None)]


def test_a_messenger_is_waited_for_in_hours(call: TestCall, selma: User, log_in: LogIn) -> None:
    TestCall.objects.update(channel="messenger")

    log_in(selma).post(_url("add_attempt", call), MAILED | {"hours": "2", "minutes": "5"})

    assert _facts() == [(MONDAY_AT_TEN, "answered", 7500, None)]


def test_a_mail_says_when_its_answer_came(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = accepted_call(award, selma, alma, "beta", "email")
    address, browser = _url("add_attempt", call), log_in(selma)

    early = browser.post(address, MAILED | {"answer_day": "2026-02-02", "answer_time": "09:59"})
    missing = browser.post(address, MAILED)
    assert (early.status_code, missing.status_code) == (422, 422)
    assert "The answer cannot come before your mail." in early.content.decode()
    assert missing.content.decode().count("Please say when the answer came.") >= 2
    assert _facts() == []

    browser.post(address, MAILED | {"answer_day": "2026-02-03", "answer_time": "08:30"})
    assert _facts() == [(MONDAY_AT_TEN, "answered", 22 * 3600 + 1800, None)]


def test_a_mail_that_nobody_answers_is_waited_for_until_now(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = accepted_call(award, selma, alma, "beta", "email")
    sent = timezone.localtime() - dt.timedelta(days=3)
    posted = MAILED | {"day": f"{sent:%Y-%m-%d}", "time": f"{sent:%H:%M}", "ending": "no_answer"}

    log_in(selma).post(_url("add_attempt", call), posted)

    made = Attempt.objects.get()
    assert made.outcome == "not_answered"
    assert 3 * 86_400 <= made.wait_seconds < 3 * 86_400 + 120


def test_attempts_outside_the_hours_are_flagged_and_not_lost(
    call: TestCall, selma: User, log_in: LogIn
) -> None:
    sunday = NOTED | {"day": "2026-02-01", "minutes": "7"}

    answer = log_in(selma).post(_url("add_attempt", call), sunday, follow=True)

    said = "Outside the hours, wait over the limit: it counts all the same, and a reviewer sees it."
    assert said in answer.content.decode()
    assert answer.context["attempts"][0].flags == ("Outside the hours", "Wait over the limit")
    assert _facts() == [(dt.datetime(2026, 2, 1, 10, tzinfo=OSLO), "answered", 435, 240)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": ""}, "This field is required."),
        ({"time": "25:00"}, "Enter a valid time."),
        ({"ending": "perhaps"}, "Select a valid choice."),
        ({"minutes": ""}, "This field is required."),
        ({"seconds": "75"}, "Ensure this value is less than or equal to 59."),
        ({"minutes": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"day": "2999-01-01"}, "The attempt lies in the future."),
        ({"day": "0001-01-01", "time": "00:00"}, "The attempt lies too far back."),
        # In this night the clocks were put forward from two to three.
        ({"day": "2026-03-29", "time": "02:30"}, "The clocks were changed then."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost(
    call: TestCall, selma: User, log_in: LogIn, wrong: dict[str, str], sentence: str
) -> None:
    answer = log_in(selma).post(_url("add_attempt", call), NOTED | {"handling": "17"} | wrong)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert 'value="17"' in page
    assert not Attempt.objects.exists()


def test_noting_the_same_twice_counts_once(call: TestCall, selma: User, log_in: LogIn) -> None:
    browser = log_in(selma)

    for _press in range(2):
        assert browser.post(_url("add_attempt", call), NOTED).status_code == 302

    assert Attempt.objects.count() == 1


def test_going_back_mends_the_attempt_instead_of_adding_one(
    award: Award, alma: User, selma: User, log_in: LogIn
) -> None:
    call = accepted_call(award, selma, alma, "beta", "email")
    browser = log_in(selma)
    sent = timezone.localdate() - dt.timedelta(days=9)
    first = MAILED | {"day": f"{sent:%Y-%m-%d}", "ending": "no_answer"}
    browser.post(_url("add_attempt", call), first)

    # The wait of an unanswered mail lasts until now, so the second press says something else.
    browser.post(_url("add_attempt", call), first)
    browser.post(_url("add_attempt", call), first | {"ending": "bounced"})

    assert list(Attempt.objects.values_list("number", "ending")) == [(1, "bounced")]


def test_each_form_has_a_key_of_its_own(call: TestCall, selma: User, log_in: LogIn) -> None:
    pages = [log_in(selma).get(_url("add_attempt", call)) for _visit in range(2)]

    keys = {page.context["form"]["key"].value() for page in pages}
    assert len(keys) == 2
    assert all(str(page.context["form"]["key"].value()) in page.content.decode() for page in pages)


def test_a_removed_attempt_can_be_put_back_once(call: TestCall, selma: User, log_in: LogIn) -> None:
    made = log_attempt(call=call, note=attempt(wait_seconds=33), by=selma)
    before = _facts()
    browser = log_in(selma)

    answer = browser.post(_url("remove_attempt", call, made.pk), follow=True)
    assert "Put it back" in answer.content.decode()
    assert _facts() == []

    answer = browser.post(_url("restore_attempt", call), follow=True)
    page = answer.content.decode()
    assert "The attempt stands there again." in page
    assert "Put it back" not in page
    assert _facts() == before

    answer = browser.post(_url("restore_attempt", call), follow=True)
    assert "There is nothing to put back." in answer.content.decode()
    assert _facts() == before


def test_removing_twice_takes_one_and_says_so(call: TestCall, selma: User, log_in: LogIn) -> None:
    first = log_attempt(call=call, note=attempt(), by=selma)
    second = log_attempt(call=call, note=attempt(wait_seconds=31), by=selma)
    browser = log_in(selma)
    browser.post(_url("remove_attempt", call, first.pk))

    for unknown in (first.pk, 10**30):
        answer = browser.post(_url("remove_attempt", call, unknown), follow=True)
        assert "This attempt was taken away already." in answer.content.decode()

    assert Attempt.objects.get() == second


def test_a_call_that_is_over_takes_no_attempt_and_keeps_what_was_typed(
    call: TestCall, alma: User, selma: User, log_in: LogIn, reader: Browser
) -> None:
    made = log_attempt(call=call, note=attempt(), by=selma)
    removed = log_attempt(call=call, note=attempt(wait_seconds=31), by=selma)
    browser = log_in(selma)
    browser.post(_url("remove_attempt", call, removed.pk))
    cancel(call=TestCall.objects.get(), reason="The number is gone", by=alma)

    answers = [
        browser.get(_url("add_attempt", call)),
        browser.post(_url("add_attempt", call), NOTED | {"time": "11:00"}),
        browser.post(_url("remove_attempt", call, made.pk)),
        browser.post(_url("restore_attempt", call)),
    ]

    assert [answer.status_code for answer in answers] == [409] * 4
    moved_on = "The call was cancelled. This step is not possible now."
    kept = "This call has ended: your attempt is kept, and a coordinator can read it."
    for answer, said in zip(answers, [moved_on, kept, moved_on, kept], strict=True):
        assert said in answer.content.decode()
    assert Attempt.objects.get() == made
    page = " ".join(reader.get(f"/desk/calls/{call.pk}/").content.decode().split())
    told = page.split('id="late-attempts"')[1].split("</table>")[0]
    assert "2 February 2026, 11:00" in told
    assert "1:15" in told
    listed = reader.get("/desk/calls/", {"need": "another_version"}).content.decode()
    assert f"/desk/calls/{call.pk}/" in listed
